package io.brume.learning.channel;

import io.brume.learning.platform.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.RecordWrapper;
import software.amazon.awssdk.services.sagemaker.model.S3DataDistribution;
import software.amazon.awssdk.services.sagemaker.model.S3DataSource;

/** Finds out what a channel consists of: the objects below a prefix, those of a manifest, or the lines of an augmented one. */
final class ChannelItems {

    private static final String REFERENCE = "-ref";

    private final S3Client s3;
    private final Channel channel;
    private final S3DataSource source;
    private final S3Place place;

    ChannelItems(S3Client s3, Channel channel) throws ChannelException {
        this.s3 = s3;
        this.channel = channel;
        source = channel.dataSource().s3DataSource();
        try {
            place = S3Place.of(source.s3Uri());
        } catch (IllegalArgumentException e) {
            throw new ChannelException("ClientError: " + e.getMessage(), e);
        }
    }

    /**
     * The channel's files for one of several hosts, in order.
     *
     * @param epoch from 0: data that is shuffled is shuffled anew in each
     */
    List<Item> of(int host, int hosts, int epoch) throws ChannelException {
        List<Item> all = all();
        if (all.isEmpty()) {
            throw new ChannelException("ClientError: No S3 objects found under S3 URL \"" + source.s3Uri()
                    + "\" given in input data source. Please ensure that the bucket exists in the selected region and"
                    + " that objects exist under that S3 prefix.");
        }
        boolean sharded = source.s3DataDistributionType() == S3DataDistribution.SHARDED_BY_S3_KEY;
        List<Item> own = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!sharded || i % hosts == host) {
                own.add(all.get(i));
            }
        }
        if (channel.shuffleConfig() != null) {
            Collections.shuffle(own, new Random(channel.shuffleConfig().seed() + epoch));
        }
        return own;
    }

    private List<Item> all() throws ChannelException {
        try {
            return switch (source.s3DataType()) {
                case S3_PREFIX -> prefix();
                case MANIFEST_FILE -> manifest();
                case AUGMENTED_MANIFEST_FILE -> augmented();
                default ->
                    throw new ChannelException(
                            "ClientError: The data type " + source.s3DataTypeAsString() + " is not supported.");
            };
        } catch (S3Exception e) {
            throw failed(e);
        } catch (IOException e) {
            throw new ChannelException("ClientError: Data download failed: " + e.getMessage(), e);
        }
    }

    static ChannelException failed(SdkException e) {
        String reason = e instanceof S3Exception s3 && s3.awsErrorDetails() != null
                ? s3.awsErrorDetails().errorCode() + " (" + s3.statusCode() + "): "
                        + s3.awsErrorDetails().errorMessage()
                : String.valueOf(e.getMessage());
        return new ChannelException("ClientError: Data download failed: " + reason, e);
    }

    private List<Item> prefix() {
        List<Item> items = new ArrayList<>();
        for (S3Object object : s3.listObjectsV2Paginator(
                        list -> list.bucket(place.bucket()).prefix(place.key()))
                .contents()) {
            if (!object.key().endsWith("/")) {
                items.add(Item.of(name(place.key(), object.key()), new S3Place(place.bucket(), object.key())));
            }
        }
        return items;
    }

    /** What is left of a key below a prefix; a prefix that ends within a name keeps all of that name. */
    static String name(String prefix, String key) {
        boolean folder = key.length() > prefix.length()
                && (prefix.isEmpty() || prefix.endsWith("/") || key.charAt(prefix.length()) == '/');
        String rest = folder ? key.substring(prefix.length()) : key.substring(prefix.lastIndexOf('/') + 1);
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }

    /** {@code [{"prefix": "s3://bucket/folder/"}, "one", "two"]}. */
    private List<Item> manifest() throws IOException, ChannelException {
        List<JsonNode> entries;
        try (var in = s3.getObject(get -> get.bucket(place.bucket()).key(place.key()))) {
            entries = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .asArray();
        } catch (SdkException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw bad("it is no JSON array", e);
        }
        String prefix = entries.isEmpty()
                ? null
                : entries.getFirst().isObject()
                        ? entries.getFirst().field("prefix").map(JsonNode::text).orElse(null)
                        : null;
        if (prefix == null) {
            throw bad("its first element has to be {\"prefix\": \"s3://…\"}", null);
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode entry : entries.subList(1, entries.size())) {
            if (!entry.isString()) {
                throw bad("its elements after the first have to be texts", null);
            }
            items.add(Item.of(entry.text(), place(prefix + entry.text())));
        }
        return items;
    }

    private S3Place place(String uri) throws ChannelException {
        try {
            return S3Place.of(uri);
        } catch (IllegalArgumentException e) {
            throw new ChannelException("ClientError: " + e.getMessage(), e);
        }
    }

    private ChannelException bad(String reason, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "ClientError: The manifest " + place + " cannot be read: " + reason + ".";
        return cause == null ? new ChannelException(message) : new ChannelException(message, cause);
    }

    /** A JSON object a line: as records of its attributes' values when they are wrapped, else as lines with these attributes. */
    private List<Item> augmented() throws IOException, ChannelException {
        List<Item> items = new ArrayList<>();
        boolean wrapped = channel.recordWrapperType() == RecordWrapper.RECORD_IO;
        List<String> attributes = source.attributeNames();
        var lines = new StringBuilder();
        try (var in = new BufferedReader(new InputStreamReader(
                s3.getObject(get -> get.bucket(place.bucket()).key(place.key())), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                Map<String, JsonNode> object = object(line, number);
                if (!wrapped) {
                    lines.append(selected(object, attributes, number)).append('\n');
                    continue;
                }
                for (String attribute : attributes) {
                    items.add(item(attribute, value(object, attribute, number), number));
                }
            }
        }
        return wrapped || lines.isEmpty()
                ? items
                : List.of(new Item("manifest.jsonl", null, lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Item item(String attribute, JsonNode value, int number) throws ChannelException {
        String name = "%08d.%s".formatted(number, attribute);
        return attribute.endsWith(REFERENCE)
                ? Item.of(name, place(value.text()))
                : new Item(name, null, text(value).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.text() : Json.write(value);
    }

    private String selected(Map<String, JsonNode> object, List<String> attributes, int number) throws ChannelException {
        Map<String, JsonNode> selected = new LinkedHashMap<>();
        for (String attribute : attributes) {
            selected.put(attribute, value(object, attribute, number));
        }
        return Json.write(selected);
    }

    private JsonNode value(Map<String, JsonNode> object, String attribute, int number) throws ChannelException {
        JsonNode value = object.get(attribute);
        if (value == null) {
            throw bad("line " + number + " has no attribute " + attribute, null);
        }
        return value;
    }

    private Map<String, JsonNode> object(String line, int number) throws ChannelException {
        try {
            return Json.read(line).asObject();
        } catch (RuntimeException e) {
            throw bad("line " + number + " is no JSON object", e);
        }
    }
}
