package io.brume.storage.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Tag;

/** The tags of an object: at most ten, within the limits that S3 has for them. */
final class ObjectTags {

    private static final int MOST = 10;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private ObjectTags() {}

    /** The tags of a header, written like a query; as {@link StringMap} writes them. */
    static @Nullable String ofHeader(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return null;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        try {
            for (String pair : header.split("&", -1)) {
                int equals = pair.indexOf('=');
                String key = decode(equals < 0 ? pair : pair.substring(0, equals));
                put(tags, key, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidArgument(
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without"
                            + " tag name duplicates.",
                    "x-amz-tagging",
                    header);
        }
        return checked(tags);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static @Nullable String of(List<Tag> list) {
        Map<String, String> tags = new LinkedHashMap<>();
        list.forEach(tag -> put(tags, tag.key(), tag.value()));
        return checked(tags);
    }

    private static void put(Map<String, String> tags, String key, String value) {
        if (tags.put(key, value) != null) {
            throw Refusal.of(400, "InvalidTag", "Cannot provide multiple Tags with the same key")
                    .with("TagKey", key);
        }
    }

    private static @Nullable String checked(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw Refusal.of(400, "BadRequest", "Object tags cannot be greater than " + MOST);
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty()
                    || key.length() > LONGEST_KEY
                    || !CHARACTERS.matcher(key).matches()) {
                throw Refusal.of(400, "InvalidTag", "The TagKey you have provided is invalid")
                        .with("TagKey", key);
            }
            if (value.length() > LONGEST_VALUE || !CHARACTERS.matcher(value).matches()) {
                throw Refusal.of(400, "InvalidTag", "The TagValue you have provided is invalid")
                        .with("TagKey", key)
                        .with("TagValue", value);
            }
            if (key.startsWith("aws:")) {
                throw Refusal.of(400, "InvalidTag", "System tags cannot be added/updated by requester")
                        .with("TagKey", key);
            }
        });
        return StringMap.write(tags);
    }

    static List<Tag> list(StoredVersion version) {
        return version.tagMap().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
