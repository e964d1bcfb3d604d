package io.brume.algorithms;

import io.brume.algorithms.Hyperparameters.Description;
import io.brume.algorithms.Hyperparameters.Kind;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One component of a hyperparameter record: how its text becomes its value and the other way round. */
final class Component {
    private final RecordComponent component;
    private final String name;
    private final String alias;
    private final @Nullable String byDefault;
    private final @Nullable Range range;
    private final String about;
    private final boolean optional;
    private final boolean list;
    /** What a single value is: a primitive, String or an enum. */
    private final Class<?> element;

    private Component(RecordComponent component) {
        this.component = component;
        var annotation = component.getAnnotation(Hyperparameter.class);
        name = annotation == null || annotation.name().isEmpty() ? snakeCase(component.getName()) : annotation.name();
        alias = annotation == null ? "" : annotation.alias();
        byDefault = annotation == null || annotation.byDefault().equals(Hyperparameter.NONE)
                ? null
                : annotation.byDefault();
        range = annotation == null || annotation.range().isEmpty() ? null : Range.of(annotation.range());
        about = annotation == null ? "" : annotation.about();
        Class<?> type = component.getType();
        optional = type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class;
        Type single = type == Optional.class ? argument(component.getGenericType()) : component.getGenericType();
        list = (single instanceof ParameterizedType some ? some.getRawType() : single) == List.class;
        element = elementOf(list ? argument(single) : single);
    }

    static List<Component> of(Class<? extends Record> type) {
        var components = new ArrayList<Component>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.add(new Component(component));
        }
        return components;
    }

    String name() {
        return name;
    }

    /**
     * Takes what is given for it out of the texts.
     *
     * @throws IllegalArgumentException where it is given by both of its names
     */
    @Nullable
    String take(Map<String, String> texts) {
        String given = texts.remove(name);
        String other = alias.isEmpty() ? null : texts.remove(alias);
        if (given != null && other != null) {
            throw new IllegalArgumentException(name + " and " + alias + " are the same, so only one can be given");
        }
        return given == null ? other : given;
    }

    /** @throws IllegalArgumentException with a sentence that begins with the name */
    Object parse(@Nullable String given) {
        String text = given == null ? byDefault : given.trim();
        if (optional && (text == null || text.isEmpty() || text.equals("auto"))) {
            return wrap(null);
        }
        if (text == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        if (!list) {
            return wrap(single(text));
        }
        var values = new ArrayList<Object>();
        String inner = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        for (String part : inner.isBlank() ? new String[0] : inner.split(",", -1)) {
            values.add(single(unquoted(part.trim())));
        }
        return wrap(List.copyOf(values));
    }

    void check(@Nullable Object value) {
        Object inner = unwrap(value);
        if (inner == null && !optional) {
            throw new IllegalArgumentException(name + " is required");
        }
        if (inner instanceof List<?> values) {
            values.forEach(each -> checkRange(each, String.valueOf(each)));
        } else if (inner != null) {
            checkRange(inner, String.valueOf(inner));
        }
    }

    @Nullable
    String format(@Nullable Object value) {
        return switch (unwrap(value)) {
            case null -> null;
            case List<?> values -> values.stream().map(Component::written).collect(Collectors.joining(","));
            case Object one -> written(one);
        };
    }

    @Nullable
    Object value(Record of) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    Description describe() {
        Kind kind = list ? Kind.LIST : kind();
        return new Description(name, kind, !optional && byDefault == null, byDefault, range, choices(), about);
    }

    private Kind kind() {
        if (element.isEnum()) {
            return Kind.CHOICE;
        } else if (element == int.class || element == long.class) {
            return Kind.INTEGER;
        } else if (element == float.class || element == double.class) {
            return Kind.CONTINUOUS;
        }
        return element == boolean.class ? Kind.BOOLEAN : Kind.TEXT;
    }

    private Object single(String text) {
        Object value = switch (kind()) {
            case CHOICE -> choice(text);
            case INTEGER -> integer(text);
            case CONTINUOUS -> continuous(text);
            case BOOLEAN -> bool(text);
            case TEXT, LIST -> text;
        };
        checkRange(value, text);
        return value;
    }

    private Object choice(String text) {
        for (Object constant : element.getEnumConstants()) {
            if (written(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(name + " must be one of " + String.join(", ", choices()) + ", not " + text);
    }

    private Object integer(String text) {
        try {
            if (element == int.class) {
                return Integer.parseInt(text);
            }
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, not " + text, e);
        }
    }

    private Object continuous(String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, not " + text, e);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be a finite number, not " + text);
        }
        if (element == float.class) {
            return (float) value;
        }
        return value;
    }

    private Object bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(name + " must be true or false, not " + text);
        };
    }

    private void checkRange(Object value, String text) {
        if (range == null || !(value instanceof Number number)) {
            return;
        }
        // A float is compared as it was written: 0.1f is a little more than 0.1.
        double exact = value instanceof Float single ? Double.parseDouble(single.toString()) : number.doubleValue();
        if (!range.contains(exact)) {
            throw new IllegalArgumentException(name + " must be " + range + ", not " + text);
        }
    }

    private List<String> choices() {
        var choices = new ArrayList<String>();
        if (element.isEnum()) {
            for (Object constant : element.getEnumConstants()) {
                choices.add(written(constant));
            }
        }
        return choices;
    }

    private static String written(Object value) {
        if (!(value instanceof Enum<?> constant)) {
            return value.toString();
        }
        try {
            AnnotatedElement field = constant.getDeclaringClass().getField(constant.name());
            var written = field.getAnnotation(Written.class);
            return written == null ? constant.name().toLowerCase(Locale.ROOT) : written.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object wrap(@Nullable Object value) {
        Class<?> type = component.getType();
        if (type == OptionalInt.class) {
            return value instanceof Integer number ? OptionalInt.of(number) : OptionalInt.empty();
        } else if (type == OptionalLong.class) {
            return value instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
        } else if (type == OptionalDouble.class) {
            return value instanceof Double number ? OptionalDouble.of(number) : OptionalDouble.empty();
        } else if (type == Optional.class || value == null) {
            return Optional.ofNullable(value);
        }
        return value;
    }

    private static @Nullable Object unwrap(@Nullable Object value) {
        return switch (value) {
            case Optional<?> some -> some.orElse(null);
            case OptionalInt some -> some.isPresent() ? some.getAsInt() : null;
            case OptionalLong some -> some.isPresent() ? some.getAsLong() : null;
            case OptionalDouble some -> some.isPresent() ? some.getAsDouble() : null;
            case null, default -> value;
        };
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static Class<?> elementOf(Type type) {
        if (type == OptionalInt.class || type == Integer.class) {
            return int.class;
        } else if (type == OptionalLong.class || type == Long.class) {
            return long.class;
        } else if (type == OptionalDouble.class || type == Double.class) {
            return double.class;
        } else if (type == Float.class) {
            return float.class;
        } else if (type == Boolean.class) {
            return boolean.class;
        } else if (type instanceof Class<?> plain && (plain.isPrimitive() || plain.isEnum() || plain == String.class)) {
            return plain;
        }
        throw new IllegalStateException("hyperparameters cannot be of type " + type);
    }

    private static String unquoted(String part) {
        boolean quoted = part.length() >= 2
                && (part.startsWith("\"") && part.endsWith("\"") || part.startsWith("'") && part.endsWith("'"));
        return quoted ? part.substring(1, part.length() - 1) : part;
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
