package io.brume.learning.tabular;

import io.brume.learning.platform.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** How a column of a table becomes numbers. */
sealed interface Column {

    /** The name in the header. */
    String name();

    /** How many numbers it becomes. */
    int width();

    /** Writes a field's numbers at a place. */
    void encode(String field, float[] into, int at);

    Map<String, Object> json();

    /** Whether a field says that its value is not known. */
    static boolean isMissing(String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "", "na", "n/a", "nan", "null", "none", "?" -> true;
            default -> false;
        };
    }

    /** A finite number; NaN for everything else. */
    static float number(String field) {
        try {
            float value = Float.parseFloat(field);
            return Float.isInfinite(value) ? Float.NaN : value;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    /** A number; the mean where it is missing, and then a second number is 1 if gaps were seen while learning. */
    record Number(String name, float mean, boolean gaps) implements Column {

        @Override
        public int width() {
            return gaps ? 2 : 1;
        }

        @Override
        public void encode(String field, float[] into, int at) {
            float value = number(field);
            into[at] = Float.isNaN(value) ? mean : value;
            if (gaps) {
                into[at + 1] = Float.isNaN(value) ? 1 : 0;
            }
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("kind", "number", "name", name, "mean", (double) mean, "gaps", gaps);
        }
    }

    /** One of a few values: a 1 at its place, nothing for values that were not seen while learning. */
    record Category(String name, List<String> values) implements Column {

        @Override
        public int width() {
            return values.size();
        }

        @Override
        public void encode(String field, float[] into, int at) {
            int place = values.indexOf(field);
            if (place >= 0) {
                into[at + place] = 1;
            }
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("kind", "category", "name", name, "values", values);
        }
    }

    /** Words, counted in so many buckets by their hashes. */
    record Words(String name, int buckets) implements Column {

        @Override
        public int width() {
            return buckets;
        }

        @Override
        public void encode(String field, float[] into, int at) {
            for (String word : field.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
                if (!word.isEmpty()) {
                    into[at + Math.floorMod(word.hashCode() * 0x9E3779B9, buckets)]++;
                }
            }
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("kind", "words", "name", name, "buckets", buckets);
        }
    }

    /** Nothing to learn from: always the same, or never the same. */
    record Ignored(String name) implements Column {

        @Override
        public int width() {
            return 0;
        }

        @Override
        public void encode(String field, float[] into, int at) {}

        @Override
        public Map<String, Object> json() {
            return Map.of("kind", "ignored", "name", name);
        }
    }

    static Column parse(JsonNode node) {
        Map<String, JsonNode> members = new LinkedHashMap<>(node.asObject());
        String name = text(members, "name");
        return switch (text(members, "kind")) {
            case "number" ->
                new Number(
                        name,
                        Float.parseFloat(member(members, "mean").asNumber()),
                        member(members, "gaps").asBoolean());
            case "category" -> {
                List<String> values = new ArrayList<>();
                member(members, "values").asArray().forEach(value -> values.add(value.text()));
                yield new Category(name, values);
            }
            case "words" ->
                new Words(
                        name,
                        Math.clamp(Integer.parseInt(member(members, "buckets").asNumber()), 1, 1 << 16));
            default -> new Ignored(name);
        };
    }

    private static JsonNode member(Map<String, JsonNode> members, String name) {
        JsonNode found = members.get(name);
        if (found == null) {
            throw new IllegalArgumentException("a column has no " + name + ": " + Json.write(members));
        }
        return found;
    }

    private static String text(Map<String, JsonNode> members, String name) {
        return member(members, name).text();
    }
}
