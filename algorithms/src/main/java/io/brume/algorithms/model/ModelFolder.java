package io.brume.algorithms.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A saved model: a folder with {@code model.json}, a {@code NAME.npy} for each array and a {@code NAME.txt} for each list of
 * words, and whatever the algorithm has in a format of others. {@code docs/algorithms.md} describes the format. {@code model.json} is written last, so a folder that has it is whole.
 */
public final class ModelFolder {
    public static final int VERSION = 1;

    private static final String FORMAT = "brume-model";
    private static final String FILE = "model.json";
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    private final Path folder;
    private final String algorithm;
    private final Map<String, Map<String, String>> sections;

    private ModelFolder(Path folder, String algorithm, Map<String, Map<String, String>> sections) {
        this.folder = folder;
        this.algorithm = algorithm;
        this.sections = sections;
    }

    /** Starts a model that {@link Writer#write} saves. */
    public static Writer of(String algorithm) {
        return new Writer(algorithm);
    }

    /** @throws BadModelException where the folder holds no model, or another algorithm's */
    public static ModelFolder open(Path folder, String algorithm) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new BadModelException(folder + " holds no model: there is no " + FILE);
        }
        var plain = new LinkedHashMap<String, String>();
        var sections = new LinkedHashMap<String, Map<String, String>>();
        try (var json = JSON.createParser(file.toFile())) {
            read(json, plain, sections);
        } catch (JsonProcessingException e) {
            throw new BadModelException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!FORMAT.equals(plain.get("format")) || !String.valueOf(VERSION).equals(plain.get("version"))) {
            throw new BadModelException(file + " is not in version " + VERSION + " of the format " + FORMAT);
        } else if (!algorithm.equals(plain.get("algorithm"))) {
            throw new BadModelException(
                    folder + " holds a model of " + plain.get("algorithm") + ", not of " + algorithm);
        }
        return new ModelFolder(folder, algorithm, sections);
    }

    private static void read(JsonParser json, Map<String, String> plain, Map<String, Map<String, String>> sections)
            throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BadModelException(FILE + " is not a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                plain.put(name, json.getValueAsString(""));
                json.skipChildren();
                continue;
            }
            var section = new LinkedHashMap<String, String>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                section.put(key, json.getValueAsString(""));
                json.skipChildren();
            }
            sections.put(name, section);
        }
    }

    public String algorithm() {
        return algorithm;
    }

    /** @throws io.brume.algorithms.BadHyperparameterException where they are not of this record */
    public <H extends Record> H hyperparameters(Class<H> type) {
        return Hyperparameters.parse(type, section("hyperparameters"));
    }

    public Map<String, Double> metrics() {
        var metrics = new LinkedHashMap<String, Double>();
        section("metrics").forEach((name, value) -> metrics.put(name, Double.valueOf(value)));
        return metrics;
    }

    /** @throws BadModelException where there is none */
    public String property(String name) {
        String value = section("properties").get(name);
        if (value == null) {
            throw new BadModelException(folder + " lacks the property " + name);
        }
        return value;
    }

    /** @throws BadModelException where there is none, or it is not a whole number */
    public int number(String property) {
        String value = property(property);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BadModelException(
                    folder + " has the property " + property + ", which is no whole number: " + value, e);
        }
    }

    private Map<String, String> section(String name) {
        return sections.getOrDefault(name, Map.of());
    }

    public boolean has(String array) {
        return section("arrays").containsKey(array);
    }

    /** @throws BadModelException where there is no such array, or it is cut off */
    public Npy.Array array(String name) throws IOException {
        if (!has(name)) {
            throw new BadModelException(folder + " lacks the array " + name);
        }
        Path file = folder.resolve(checked(name) + ".npy");
        if (!Files.isRegularFile(file)) {
            throw new BadModelException(file + " is missing");
        }
        return Npy.read(file);
    }

    /** The array, which has to have this shape; -1 stands for any length. */
    public float[] floats(String name, int... shape) throws IOException {
        Npy.Array array = array(name);
        boolean fits = array.shape().length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || shape[i] == array.shape()[i];
        }
        if (!fits || !(array.values() instanceof float[] values)) {
            throw new BadModelException(folder + " has an array " + name + " of another type or shape");
        }
        return values;
    }

    /** @throws BadModelException where there is no such list */
    public List<String> lines(String name) throws IOException {
        Path file = folder.resolve(checked(name) + ".txt");
        if (!section("texts").containsKey(name) || !Files.isRegularFile(file)) {
            throw new BadModelException(folder + " lacks the list " + name);
        }
        String text = Files.readString(file);
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    /**
     * A file in another open format.
     *
     * @throws BadModelException where there is no such file
     */
    public byte[] file(String name) throws IOException {
        Path file = folder.resolve(checked(name));
        if (!section("files").containsKey(name) || !Files.isRegularFile(file)) {
            throw new BadModelException(folder + " lacks the file " + name);
        }
        return Files.readAllBytes(file);
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a part of a model cannot be called " + name);
        }
        return name;
    }

    /** Gathers what a model is, and writes it. */
    public static final class Writer {
        private final String algorithm;
        private final Map<String, String> hyperparameters = new LinkedHashMap<>();
        private final Map<String, Object> properties = new LinkedHashMap<>();
        private final Map<String, Double> metrics = new LinkedHashMap<>();
        private final Map<String, Npy.Array> arrays = new LinkedHashMap<>();
        private final Map<String, List<String>> texts = new LinkedHashMap<>();
        private final Map<String, byte[]> files = new LinkedHashMap<>();

        private Writer(String algorithm) {
            this.algorithm = algorithm;
        }

        public Writer hyperparameters(Record values) {
            hyperparameters.putAll(Hyperparameters.format(values));
            return this;
        }

        public Writer metrics(Map<String, Double> values) {
            metrics.putAll(values);
            return this;
        }

        /** Something short that the model needs, such as how many columns rows have. */
        public Writer property(String name, Object value) {
            properties.put(name, value);
            return this;
        }

        public Writer array(String name, Npy.Array array) {
            arrays.put(checked(name), array);
            return this;
        }

        public Writer array(String name, float[] values, int... shape) {
            return array(name, Npy.Array.of(values, shape));
        }

        /** Rows that lie apart in an array, written without what is between them. */
        public Writer matrix(String name, float[] values, int from, int stride, int rows, int columns) {
            var compact = new float[Math.multiplyExact(rows, columns)];
            for (int r = 0; r < rows; r++) {
                System.arraycopy(values, from + r * stride, compact, r * columns, columns);
            }
            return array(name, Npy.Array.of(compact, rows, columns));
        }

        /** Words, one a line; a line feed in one is not allowed. */
        public Writer lines(String name, List<String> lines) {
            if (lines.stream().anyMatch(line -> line.indexOf('\n') >= 0)) {
                throw new IllegalArgumentException("a line cannot hold a line feed");
            }
            texts.put(checked(name), List.copyOf(lines));
            return this;
        }

        /** A file in another open format, by its whole name. */
        public Writer file(String name, byte[] content) {
            if (checked(name).equals(FILE)) {
                throw new IllegalArgumentException("a part of a model cannot be called " + name);
            }
            files.put(name, content);
            return this;
        }

        /** Writes the folder, which is made where it is missing. */
        public void write(Path folder) throws IOException {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(FILE));
            for (var array : arrays.entrySet()) {
                Npy.write(folder.resolve(array.getKey() + ".npy"), array.getValue());
            }
            for (var text : texts.entrySet()) {
                try (var out =
                        Files.newBufferedWriter(folder.resolve(text.getKey() + ".txt"), StandardCharsets.UTF_8)) {
                    for (String line : text.getValue()) {
                        out.write(line);
                        out.write('\n');
                    }
                }
            }
            for (var file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            Path written = folder.resolve(FILE + ".writing");
            try (var json = JSON.createGenerator(Files.newOutputStream(written))) {
                json.useDefaultPrettyPrinter();
                describe(json);
            }
            Files.move(
                    written, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }

        private void describe(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", VERSION);
            json.writeStringField("algorithm", algorithm);
            section(json, "hyperparameters", hyperparameters);
            section(json, "properties", properties);
            section(json, "metrics", metrics);
            var names = new LinkedHashMap<String, String>();
            arrays.keySet().forEach(name -> names.put(name, name + ".npy"));
            section(json, "arrays", names);
            names.clear();
            texts.keySet().forEach(name -> names.put(name, name + ".txt"));
            section(json, "texts", names);
            if (!files.isEmpty()) {
                names.clear();
                files.keySet().forEach(name -> names.put(name, name));
                section(json, "files", names);
            }
            json.writeEndObject();
        }

        private static void section(JsonGenerator json, String name, Map<String, ?> values) throws IOException {
            json.writeObjectFieldStart(name);
            for (var value : values.entrySet()) {
                json.writeFieldName(value.getKey());
                switch (value.getValue()) {
                    case Integer number -> json.writeNumber(number);
                    case Long number -> json.writeNumber(number);
                    case Float number -> json.writeNumber(number);
                    case Double number -> json.writeNumber(number);
                    case Boolean truth -> json.writeBoolean(truth);
                    default -> json.writeString(value.getValue().toString());
                }
            }
            json.writeEndObject();
        }
    }
}
