package io.brume.learning.transform;

import io.brume.learning.builtin.ContentTypes;
import io.brume.learning.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DataProcessing;
import software.amazon.awssdk.services.sagemaker.model.JoinSource;

/**
 * What a job does with records besides having them transformed: it leaves parts out of them before, puts results beside them, and
 * leaves parts out of that.
 */
final class Processing {

    private static final String OUTPUT = "SageMakerOutput";
    private static final String INPUT = "SageMakerInput";

    private final JsonPath before;
    private final JsonPath after;
    private final boolean joins;
    private final boolean csv;

    private Processing(JsonPath before, JsonPath after, boolean joins, boolean csv) {
        this.before = before;
        this.after = after;
        this.joins = joins;
        this.csv = csv;
    }

    /** Null when there is nothing to do. */
    static @Nullable Processing of(@Nullable DataProcessing definition, @Nullable String contentType) {
        if (definition == null) {
            return null;
        }
        JsonPath before = JsonPath.parse(definition.inputFilter() == null ? "$" : definition.inputFilter());
        JsonPath after = JsonPath.parse(definition.outputFilter() == null ? "$" : definition.outputFilter());
        boolean joins = definition.joinSource() == JoinSource.INPUT;
        return before.isAll() && after.isAll() && !joins
                ? null
                : new Processing(
                        before,
                        after,
                        joins,
                        contentType != null && ContentTypes.bare(contentType).equals(ContentTypes.CSV));
    }

    /** A record as the model gets it. */
    byte[] input(byte[] record) throws IOException {
        if (before.isAll()) {
            return record;
        }
        Object chosen = before.of(document(text(record)));
        if (chosen == null) {
            throw new IOException("InputFilter finds nothing in the record: " + text(record));
        }
        return (render(chosen) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What goes into the output for some records.
     *
     * @param records as they stand in the input
     * @param answer what the model said of them
     * @param lines whether each record stands on a line
     */
    byte[] output(List<byte[]> records, byte[] answer, boolean lines) throws IOException {
        List<String> results = lines ? lines(text(answer)) : List.of(text(answer));
        if (joins && results.size() != records.size()) {
            throw new IOException("The model answered " + results.size() + " records for " + records.size()
                    + ", so they cannot be joined. Its answers have to be of as many lines as there are records.");
        }
        var output = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            Object result = document(results.get(i));
            Object joined = joins ? join(document(text(records.get(i))), result) : result;
            Object chosen = after.of(joined);
            if (chosen == null) {
                throw new IOException("OutputFilter finds nothing in the record: " + render(joined));
            }
            output.append(render(chosen)).append(lines ? "\n" : "");
        }
        return output.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Object join(Object input, Object result) {
        if (csv) {
            List<Object> all = new ArrayList<>((List<?>) input);
            all.addAll((List<?>) result);
            return all;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        if (input instanceof Map<?, ?> object) {
            object.forEach((name, value) -> all.put(String.valueOf(name), value));
        } else {
            all.put(INPUT, input);
        }
        all.put(OUTPUT, result);
        return all;
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8).strip();
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private Object document(String text) throws IOException {
        if (csv) {
            return fields(text);
        }
        try {
            return JsonPath.plain(Json.read(text));
        } catch (RuntimeException e) {
            throw new IOException("A record is no JSON: " + text, e);
        }
    }

    /** The fields of a line as they stand there, with their quotes. */
    static List<Object> fields(String line) {
        List<Object> fields = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(line.substring(begin, i));
                begin = i + 1;
            }
        }
        fields.add(line.substring(begin));
        return fields;
    }

    private String render(Object value) {
        if (!csv) {
            return Json.write(value);
        }
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }
}
