package io.brume.learning.payload;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.BatchReader;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.Source;
import io.brume.learning.builtin.ContentTypes;
import io.brume.learning.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Reads rows of numbers from a request's body. */
final class NumericRequest {

    static final Set<String> TYPES = Set.of(
            ContentTypes.CSV,
            ContentTypes.JSON,
            ContentTypes.JSON_LINES,
            ContentTypes.LIBSVM,
            ContentTypes.X_LIBSVM,
            ContentTypes.RECORD_IO);

    private NumericRequest() {}

    /**
     * The rows.
     *
     * @param missing whether rows may lack values
     * @throws io.brume.algorithms.BadDataException when they cannot be read
     * @throws Refused when they are of another content type
     */
    static List<Batch> read(byte[] body, @Nullable String contentType, boolean missing) throws IOException {
        return switch (type(contentType, TYPES)) {
            case ContentTypes.CSV -> {
                var csv = Format.csv().withLabels(0);
                yield read(body, missing ? csv.withMissing() : csv);
            }
            case ContentTypes.LIBSVM, ContentTypes.X_LIBSVM -> read(labelled(body), Format.libsvm());
            case ContentTypes.RECORD_IO -> read(body, Format.recordIo());
            case ContentTypes.JSON_LINES -> read(body, Format.jsonLines());
            default -> read(lines(body), Format.jsonLines());
        };
    }

    static String type(@Nullable String contentType, Set<String> known) {
        String type = contentType == null ? "application/octet-stream" : ContentTypes.bare(contentType);
        if (!known.contains(type)) {
            throw new Refused(
                    415,
                    "content-type " + type + " not supported. Supported content-types: "
                            + String.join(", ", known.stream().sorted().toList()) + ".");
        }
        return type;
    }

    private static List<Batch> read(byte[] body, Format format) throws IOException {
        if (body.length > 1 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b) {
            throw new Refused(400, "The request is gzip, which is not unpacked here.");
        }
        var batches = new ArrayList<Batch>(1);
        try (BatchReader reader =
                Dataset.of(List.of(Source.bytes("the request", body)), format).read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                batches.add(batch);
            }
        }
        return batches;
    }

    /** Rows without labels get one, which the reader expects and nobody looks at. */
    private static byte[] labelled(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        var labelled = new StringBuilder(text.length() + 16);
        for (String line : text.split("\n", -1)) {
            String row = line.strip();
            int end = row.indexOf(' ');
            String first = end < 0 ? row : row.substring(0, end);
            if (!row.isEmpty()) {
                labelled.append(first.contains(":") ? "0 " : "").append(row).append('\n');
            }
        }
        return labelled.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The instances of a JSON document, an object a line. */
    private static byte[] lines(byte[] body) {
        var lines = new StringBuilder();
        for (JsonNode instance : instances(body)) {
            lines.append(Json.write(instance)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code {"instances": [...]}}. */
    static List<JsonNode> instances(byte[] body) {
        JsonNode instances = document(new String(body, StandardCharsets.UTF_8))
                .field("instances")
                .orElseThrow(() -> new Refused(400, "The request has no member 'instances'."));
        if (!instances.isArray() || instances.asArray().isEmpty()) {
            throw new Refused(400, "'instances' has to be a list of at least one instance.");
        }
        return instances.asArray();
    }

    /** @throws Refused when it is no JSON object */
    static JsonNode document(String text) {
        JsonNode document;
        try {
            document = Json.read(text);
        } catch (RuntimeException e) {
            throw new Refused(400, "The request is no JSON: " + e.getMessage());
        }
        if (document == null || !document.isObject()) {
            throw new Refused(400, "The request has to be a JSON object.");
        }
        return document;
    }
}
