package io.brume.kernel.model.build;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.brume.kernel.model.Shape;
import io.brume.kernel.model.Shape.Bounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** AWS's C2J service models in a jar, by service id. */
final class C2jModels implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    /** Stands for a service that AWS publishes no C2J model of: nothing is constrained. */
    static final Model NONE = new Model(Map.of(), Map.of(), Map.of());

    private final ZipFile jar;
    private final Map<String, ZipEntry> byServiceId = new HashMap<>();

    C2jModels(Path path) throws IOException {
        jar = new ZipFile(path.toFile());
        for (ZipEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().endsWith("-model.json")) {
                String serviceId = serviceId(entry);
                if (serviceId != null) {
                    byServiceId.put(serviceId, entry);
                }
            }
        }
    }

    /** The id in a model's metadata, which stands at its top: the rest is not read. */
    private @Nullable String serviceId(ZipEntry entry) throws IOException {
        try (JsonParser parser = JSON.createParser(jar.getInputStream(entry))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    if (parser.currentName().equals("serviceId")) {
                        return parser.nextTextValue();
                    }
                    if (parser.currentName().equals("operations")) {
                        return null;
                    }
                }
            }
            return null;
        }
    }

    Optional<Model> find(String serviceId) throws IOException {
        ZipEntry entry = byServiceId.get(serviceId);
        if (entry == null) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(jar.getInputStream(entry))) {
            parser.nextToken();
            Map<String, Object> root = object(read(parser));
            return Optional.of(new Model(
                    object(root.get("metadata")), object(root.get("operations")), object(root.get("shapes"))));
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }

    private static Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, read(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                yield list;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(@Nullable Object value) {
        return value == null ? List.of() : (List<String>) value;
    }

    /** One service's model. */
    record Model(Map<String, Object> metadata, Map<String, Object> operations, Map<String, Object> shapes) {

        @Nullable
        String metadata(String name) {
            return (String) metadata.get(name);
        }

        boolean queryCompatible() {
            return metadata.containsKey("awsQueryCompatible");
        }

        /** The name of an operation's input shape. */
        @Nullable
        String input(String operation) {
            return (String)
                    object(object(operations.get(operation)).get("input")).get("shape");
        }

        /** The HTTP status of an operation's success, 0 when none is named. */
        int status(String operation) {
            return object(object(operations.get(operation)).get("http")).get("responseCode") instanceof Double status
                    ? status.intValue()
                    : 0;
        }

        /** The query protocol's code of an error, null where it is the shape's name. */
        @Nullable
        String queryCode(String errorShape) {
            String code =
                    (String) object(object(shapes.get(errorShape)).get("error")).get("code");
            return code != null || !"SQS".equals(metadata("serviceId")) ? code : SqsErrorCodes.of(errorShape);
        }

        /** The member that carries an error's message, as this model spells it. */
        String messageMember(String errorShape) {
            return object(object(shapes.get(errorShape)).get("members")).containsKey("Message") ? "Message" : "message";
        }

        /** All constrained shapes that a set of inputs reaches. */
        Map<String, Shape> reachableFrom(Iterable<String> inputs) {
            Map<String, Shape> reached = new LinkedHashMap<>();
            inputs.forEach(input -> reach(input, reached));
            return reached;
        }

        private void reach(String name, Map<String, Shape> reached) {
            Map<String, Object> json = object(shapes.get(name));
            if (reached.containsKey(name) || json.isEmpty()) {
                return;
            }
            Shape shape = shape(name, json);
            if (shape == null) {
                return;
            }
            reached.put(name, shape);
            switch (shape) {
                case Shape.Structure s -> s.members().values().forEach(member -> reach(member, reached));
                case Shape.ListOf l -> reach(l.member(), reached);
                case Shape.MapOf m -> {
                    reach(m.key(), reached);
                    reach(m.value(), reached);
                }
                case Shape.Text _, Shape.Amount _ -> {}
            }
        }

        private @Nullable Shape shape(String name, Map<String, Object> json) {
            Bounds bounds = new Bounds((Double) json.get("min"), (Double) json.get("max"));
            return switch (String.valueOf(json.get("type"))) {
                case "structure" -> {
                    Map<String, String> members = new LinkedHashMap<>();
                    object(json.get("members"))
                            .forEach((member, reference) -> members.put(
                                    member, (String) object(reference).get("shape")));
                    yield new Shape.Structure(required(json), members);
                }
                case "list" -> new Shape.ListOf(bounds, reference(json, "member"));
                case "map" -> new Shape.MapOf(bounds, reference(json, "key"), reference(json, "value"));
                case "string" ->
                    new Shape.Text(
                            bounds, (String) json.get("pattern"), values(name, json), json.containsKey("sensitive"));
                case "integer", "long", "float", "double", "bigdecimal" ->
                    bounds.isNone() ? null : new Shape.Amount(bounds, false);
                case "blob" -> bounds.isNone() ? null : new Shape.Amount(bounds, true);
                default -> null;
            };
        }

        /**
         * A text's enumerated values. Those that a service checks in its own words are none: SQS's, as it takes some that its model
         * lacks, and Lambda's runtimes, of which this model does not know the newest.
         */
        private List<String> values(String name, Map<String, Object> json) {
            Object service = metadata("serviceId");
            boolean own = "SQS".equals(service) || ("Lambda".equals(service) && name.equals("Runtime"));
            return own ? List.of() : strings(json.get("enum"));
        }

        /** Required members but for those that a server makes up when a client sends none. */
        private static List<String> required(Map<String, Object> json) {
            return strings(json.get("required")).stream()
                    .filter(member ->
                            !object(object(json.get("members")).get(member)).containsKey("idempotencyToken"))
                    .toList();
        }

        private static String reference(Map<String, Object> json, String member) {
            return String.valueOf(object(json.get(member)).get("shape"));
        }
    }
}
