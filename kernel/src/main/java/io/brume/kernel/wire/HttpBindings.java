package io.brume.kernel.wire;

import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.JsonValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** What REST protocols carry outside the body: path, query, headers, status. */
final class HttpBindings {

    private HttpBindings() {}

    /** Sets a builder's members that the path, the query and the headers carry. */
    static void read(IncomingRequest request, Operation operation, Map<String, String> labels, SdkPojo builder) {
        Structure structure = Structure.of(builder);
        for (SdkField<?> field : structure.bound()) {
            Object value = switch (field.location()) {
                case PATH, GREEDY_PATH -> {
                    String label = labels.get(field.locationName());
                    yield label == null ? null : Scalars.read(field, label);
                }
                case QUERY_PARAM -> query(request, operation, structure, field);
                case HEADER -> header(request, field);
                default -> null;
            };
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private static @Nullable Object query(
            IncomingRequest request, Operation operation, Structure structure, SdkField<?> field) {
        Map<String, List<String>> query = request.query();
        if (field.marshallingType() == MarshallingType.MAP) {
            return otherParameters(query, operation, structure, field);
        }
        List<String> values = query.get(field.locationName());
        if (values == null) {
            return null;
        }
        if (field.marshallingType() == MarshallingType.LIST) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            return values.stream().map(value -> Scalars.read(member, value)).toList();
        }
        return Scalars.read(field, values.getFirst());
    }

    /** A map in the query takes every parameter that no other member or the URI's template names. */
    private static @Nullable Map<String, Object> otherParameters(
            Map<String, List<String>> query, Operation operation, Structure structure, SdkField<?> field) {
        Set<String> named =
                new HashSet<>(Routes.constantParameters(operation.model().uri()).keySet());
        structure.bound().stream()
                .filter(f -> f.location() == MarshallLocation.QUERY_PARAM && f != field)
                .forEach(f -> named.add(f.locationName()));
        boolean lists = field.getTrait(MapTrait.class).valueFieldInfo().marshallingType() == MarshallingType.LIST;
        Map<String, Object> others = new LinkedHashMap<>();
        query.forEach((name, values) -> {
            if (!named.contains(name)) {
                others.put(name, lists ? values : values.getFirst());
            }
        });
        return others.isEmpty() ? null : others;
    }

    private static @Nullable Object header(IncomingRequest request, SdkField<?> field) {
        if (field.marshallingType() == MarshallingType.MAP) {
            return prefixed(request, field.locationName().toLowerCase(Locale.ROOT));
        }
        if (field.marshallingType() == MarshallingType.LIST) {
            List<String> values = new ArrayList<>();
            for (String line : request.exchange().headers(field.locationName())) {
                for (String value : line.split(",", -1)) {
                    values.add(value.trim());
                }
            }
            return values.isEmpty() ? null : values;
        }
        String value = request.header(field.locationName());
        if (value == null) {
            return null;
        }
        return field.containsTrait(JsonValueTrait.class) ? fromBase64(field, value) : Scalars.read(field, value);
    }

    private static String fromBase64(SdkField<?> field, String value) {
        try {
            return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Fault.serialization("The header " + field.locationName() + " is not valid base64");
        }
    }

    private static @Nullable Map<String, String> prefixed(IncomingRequest request, String prefix) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String name : request.exchange().headerNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(prefix)) {
                map.putIfAbsent(
                        lower.substring(prefix.length()),
                        request.exchange().headers(lower).getFirst());
            }
        }
        return map.isEmpty() ? null : map;
    }

    /**
     * Writes a response's headers.
     *
     * @return the status that the response names, else the operation's own
     */
    static int write(Exchange exchange, Operation operation, SdkPojo response) {
        int status = operation.model().status() == 0 ? 200 : operation.model().status();
        for (SdkField<?> field : Structure.of(response).bound()) {
            Object value = Structure.value(field, response);
            if (value == null) {
                continue;
            }
            if (field.location() == MarshallLocation.STATUS_CODE) {
                status = (Integer) value;
            } else if (field.location() == MarshallLocation.HEADER) {
                header(exchange, field, value);
                if (field.locationName().equalsIgnoreCase("Content-Range")) {
                    status = 206;
                }
            }
        }
        return status;
    }

    /** Writes the headers of an error's members. */
    static void write(Exchange exchange, WireError error) {
        SdkPojo members = error.members();
        if (members != null) {
            for (SdkField<?> field : Structure.of(members).bound()) {
                Object value = Structure.value(field, members);
                if (value != null && field.location() == MarshallLocation.HEADER) {
                    header(exchange, field, value);
                }
            }
        }
    }

    private static void header(Exchange exchange, SdkField<?> field, Object value) {
        String name = field.locationName();
        if (name.equalsIgnoreCase("Content-Length")) {
            return; // the exchange writes it when the body begins
        }
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, item) -> set(exchange, name + key, item.toString()));
            case List<?> list ->
                set(exchange, name, list.stream().map(HttpBindings::listItem).collect(Collectors.joining(",")));
            default -> set(exchange, name, Scalars.write(field, value, Timestamps.RFC_822));
        }
    }

    private static String listItem(Object item) {
        return item instanceof Instant moment ? Timestamps.RFC_822.write(moment) : String.valueOf(item);
    }

    /** A line break in a value would end the header. */
    private static void set(Exchange exchange, String name, String value) {
        exchange.setHeader(name, value.replace('\r', ' ').replace('\n', ' '));
    }

    /** The length that a response declares for its streamed body; −1 when it declares none. */
    static long contentLength(SdkPojo response) {
        for (SdkField<?> field : Structure.of(response).bound()) {
            if (field.location() == MarshallLocation.HEADER
                    && field.locationName().equalsIgnoreCase("Content-Length")
                    && Structure.value(field, response) instanceof Long length) {
                return length;
            }
        }
        return -1;
    }

    /** Whether a response names its content's type itself. */
    static boolean namesContentType(SdkPojo response) {
        return Structure.of(response).bound().stream()
                .anyMatch(field -> field.locationName().equalsIgnoreCase("Content-Type")
                        && Structure.value(field, response) != null);
    }
}
