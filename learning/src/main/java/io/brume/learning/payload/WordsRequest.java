package io.brume.learning.payload;

import io.brume.algorithms.blazingtext.TextClassifier;
import io.brume.algorithms.blazingtext.WordVectors;
import io.brume.learning.builtin.ContentTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** BlazingText's own requests and answers: sentences and their labels, words and their vectors. */
final class WordsRequest {

    private static final Set<String> TYPES = Set.of(ContentTypes.JSON, ContentTypes.JSON_LINES);
    private static final Set<String> ANSWERS = TYPES;
    private static final String LABEL = "__label__";

    private WordsRequest() {}

    /**
     * A sentence or a word.
     *
     * @param k how many labels are asked for
     */
    private record Line(String text, int k) {}

    static Payload answer(TextClassifier classifier, byte[] body, @Nullable String contentType, Accept accept) {
        var rows = new ArrayList<List<Member>>();
        for (Line line : lines(body, contentType)) {
            var named = classifier.predict(line.text(), line.k());
            String[] labels =
                    named.labels().stream().map(label -> LABEL + label).toArray(String[]::new);
            rows.add(List.of(new Member("label", labels), new Member("prob", named.probabilities())));
        }
        return write(rows, accept);
    }

    static Payload answer(WordVectors vectors, byte[] body, @Nullable String contentType, Accept accept) {
        var rows = new ArrayList<List<Member>>();
        for (Line line : lines(body, contentType)) {
            rows.add(List.of(
                    new Member("vector", vectors.vector(line.text().strip())), new Member("word", line.text())));
        }
        return write(rows, accept);
    }

    static Accept accept(@Nullable String header, @Nullable String contentType) {
        boolean lines = contentType != null && ContentTypes.bare(contentType).equals(ContentTypes.JSON_LINES);
        return Accept.of(header, lines ? ContentTypes.JSON_LINES : ContentTypes.JSON, ANSWERS);
    }

    private static List<Line> lines(byte[] body, @Nullable String contentType) {
        String type = NumericRequest.type(contentType, TYPES);
        String text = new String(body, StandardCharsets.UTF_8);
        var lines = new ArrayList<Line>();
        if (type.equals(ContentTypes.JSON_LINES)) {
            text.lines().filter(line -> !line.isBlank()).forEach(line -> {
                JsonNode object = NumericRequest.document(line);
                String source = object.field("source")
                        .filter(JsonNode::isString)
                        .map(JsonNode::text)
                        .orElseThrow(() -> new Refused(400, "Each line has to have a text called 'source'."));
                lines.add(new Line(source, k(object)));
            });
            return lines;
        }
        int k = NumericRequest.document(text)
                .field("configuration")
                .filter(JsonNode::isObject)
                .map(WordsRequest::k)
                .orElse(1);
        for (JsonNode instance : NumericRequest.instances(body)) {
            if (!instance.isString()) {
                throw new Refused(400, "'instances' has to be a list of texts.");
            }
            lines.add(new Line(instance.text(), k));
        }
        return lines;
    }

    private static int k(JsonNode object) {
        JsonNode k = object.field("k").orElse(null);
        if (k == null) {
            return 1;
        }
        try {
            return Math.max(1, Integer.parseInt(k.isNumber() ? k.asNumber() : ""));
        } catch (NumberFormatException e) {
            throw new Refused(400, "'k' has to be a whole number.");
        }
    }

    private static Payload write(List<List<Member>> rows, Accept accept) {
        var json = new JsonText();
        boolean lines = accept.type().equals(ContentTypes.JSON_LINES);
        json.raw(lines ? "" : "[");
        for (int r = 0; r < rows.size(); r++) {
            json.raw(r == 0 ? "" : lines ? "\n" : ", ");
            Rendering.object(json, rows.get(r));
        }
        json.raw(lines ? "\n" : "]");
        return new Payload(Rendering.bytes(json.toString()), accept.type());
    }
}
