package io.brume.storage.s3;

import io.brume.kernel.shape.Shapes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** What an object's writer says of it and its readers are told again: headers by their members' names, and the writer's own metadata. */
final class Properties {

    private static final List<String> MEMBERS = List.of(
            "CacheControl",
            "ContentDisposition",
            "ContentEncoding",
            "ContentLanguage",
            "ContentType",
            "Expires",
            "WebsiteRedirectLocation",
            "ServerSideEncryption",
            "SSEKMSKeyId",
            "BucketKeyEnabled");

    private static final Set<String> ENCRYPTION = Set.of("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled");

    private static final String OWN = "x-amz-meta-";
    private static final int MOST_OWN_BYTES = 2048;

    private Properties() {}

    /**
     * The properties that a request sets, as one text; null when it sets none.
     *
     * @throws Refusal when they are more than S3 takes
     */
    static @Nullable String of(SdkPojo request) {
        if (Shapes.get(request, "SSECustomerAlgorithm") != null) {
            throw Refusal.notImplemented("x-amz-server-side-encryption-customer-algorithm");
        }
        if (Shapes.get(request, "ObjectLockMode") != null || Shapes.get(request, "ObjectLockLegalHoldStatus") != null) {
            throw Refusal.invalidRequest("Bucket is missing Object Lock Configuration");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (String member : MEMBERS) {
            Object value = Shapes.get(request, member);
            if (value != null) {
                properties.put(member, value.toString());
            }
        }
        if (Shapes.get(request, "Metadata") instanceof Map<?, ?> own) {
            int bytes = 0;
            for (var entry : own.entrySet()) {
                String name = String.valueOf(entry.getKey());
                String value = String.valueOf(entry.getValue());
                bytes += length(name) + length(value);
                properties.put(OWN + name, value);
            }
            if (bytes > MOST_OWN_BYTES) {
                throw Refusal.of(
                                400,
                                "MetadataTooLarge",
                                "Your metadata headers exceed the maximum allowed metadata size")
                        .with("Size", Integer.toString(bytes))
                        .with("MaxSizeAllowed", Integer.toString(MOST_OWN_BYTES));
            }
        }
        return StringMap.write(properties);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What a copy has of its source's properties, and of those that its own request may set in any case. */
    static @Nullable String inherited(@Nullable String source, @Nullable String requested) {
        Map<String, String> properties = StringMap.read(source);
        properties.remove("WebsiteRedirectLocation");
        ENCRYPTION.forEach(properties::remove);
        StringMap.read(requested).forEach((name, value) -> {
            if (name.equals("WebsiteRedirectLocation") || ENCRYPTION.contains(name)) {
                properties.put(name, value);
            }
        });
        return StringMap.write(properties);
    }

    /** Tells properties to a response that has members for them. */
    static void write(@Nullable String properties, SdkPojo builder) {
        Map<String, String> own = new LinkedHashMap<>();
        Shapes.set(builder, "ContentType", "binary/octet-stream");
        StringMap.read(properties).forEach((name, value) -> {
            if (name.startsWith(OWN)) {
                own.put(name.substring(OWN.length()), ascii(value));
            } else {
                set(builder, name, value);
            }
        });
        Shapes.set(builder, "Metadata", own);
    }

    private static void set(SdkPojo builder, String member, String value) {
        Shapes.set(
                builder,
                member,
                switch (member) {
                    case "Expires" -> Instant.parse(value);
                    case "BucketKeyEnabled" -> Boolean.valueOf(value);
                    default -> value;
                });
    }

    /** Headers are ASCII; other text goes as RFC 2047 has it. */
    private static String ascii(String value) {
        return value.chars().allMatch(c -> c < 128)
                ? value
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /** One property of a stored text; null when it is not set. */
    static @Nullable String get(@Nullable String properties, String member) {
        return properties == null ? null : StringMap.read(properties).get(member);
    }

    /** The encryption that was asked for, told to a response of an upload. */
    static void writeEncryption(@Nullable String properties, SdkPojo builder) {
        StringMap.read(properties).forEach((name, value) -> {
            if (ENCRYPTION.contains(name)) {
                set(builder, name, value);
            }
        });
    }
}
