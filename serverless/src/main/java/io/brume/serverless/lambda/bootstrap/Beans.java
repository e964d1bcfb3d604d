package io.brume.serverless.lambda.bootstrap;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of JSON as a handler's own types, and back: simple ones, collections, enums, records, and classes with getters and setters. */
final class Beans {

    private Beans() {}

    /** @throws IllegalArgumentException when the value cannot be one of the type */
    static @Nullable Object to(Type type, @Nullable Object value) throws ReflectiveOperationException {
        Class<?> raw = raw(type);
        if (value == null) {
            return null;
        }
        if (raw == Object.class) {
            return value;
        }
        if (raw.isArray() && !(value instanceof String)) {
            return array(raw.getComponentType(), (List<?>) value);
        }
        if (Map.class.isAssignableFrom(raw)) {
            return map(raw, argument(type, 1), (Map<?, ?>) value);
        }
        if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) {
            return collection(raw, argument(type, 0), (List<?>) value);
        }
        Object simple = simple(raw, value);
        if (simple != null) {
            return simple;
        }
        if (!(value instanceof Map<?, ?> members)) {
            return ofText(raw, value);
        }
        return raw.isRecord() ? record(raw, members) : bean(raw, members);
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> known -> known;
            case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
            case WildcardType wildcard -> raw(wildcard.getUpperBounds()[0]);
            case TypeVariable<?> variable -> raw(variable.getBounds()[0]);
            default -> Object.class;
        };
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized && parameterized.getActualTypeArguments().length > index
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }

    private static @Nullable Object simple(Class<?> raw, Object value) {
        if (raw == String.class) {
            return value instanceof Map || value instanceof List ? written(value) : value.toString();
        }
        if (value instanceof Number number) {
            return number(raw, number);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return value instanceof Boolean ? value : Boolean.valueOf(value.toString());
        }
        if (raw == ByteBuffer.class) {
            return ByteBuffer.wrap(Base64.getDecoder().decode(value.toString()));
        }
        if (raw == byte[].class) {
            return Base64.getDecoder().decode(value.toString());
        }
        return null;
    }

    private static String written(Object value) {
        var out = new StringBuilder();
        Json.write(value, out);
        return out.toString();
    }

    private static @Nullable Object number(Class<?> raw, Number number) {
        return switch (raw.getName()) {
            case "int", "java.lang.Integer" -> number.intValue();
            case "long", "java.lang.Long" -> number.longValue();
            case "double", "java.lang.Double" -> number.doubleValue();
            case "float", "java.lang.Float" -> number.floatValue();
            case "short", "java.lang.Short" -> number.shortValue();
            case "byte", "java.lang.Byte" -> number.byteValue();
            case "java.lang.Number" -> number;
            case "java.math.BigDecimal" -> new BigDecimal(number.toString());
            case "java.math.BigInteger" -> new BigDecimal(number.toString()).toBigInteger();
            default -> null;
        };
    }

    private static Object ofText(Class<?> raw, Object value) throws ReflectiveOperationException {
        String text = value.toString();
        if (raw.isEnum()) {
            for (Object constant : raw.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
        }
        Object number = switch (raw.getName()) {
            case "int", "java.lang.Integer" -> Integer.valueOf(text);
            case "long", "java.lang.Long" -> Long.valueOf(text);
            case "double", "java.lang.Double" -> Double.valueOf(text);
            case "float", "java.lang.Float" -> Float.valueOf(text);
            case "java.math.BigDecimal" -> new BigDecimal(text);
            case "java.math.BigInteger" -> new BigInteger(text);
            default -> null;
        };
        if (number != null) {
            return number;
        }
        for (String factory : new String[] {"parse", "valueOf", "of"}) { // moments, and others that are written as text
            for (Method method : raw.getMethods()) {
                boolean takes = method.getName().equals(factory)
                        && Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isAssignableFrom(String.class)
                        && raw.isAssignableFrom(method.getReturnType());
                if (takes) {
                    return method.invoke(null, text);
                }
            }
        }
        throw new IllegalArgumentException("a " + raw.getName() + " cannot be made of " + text);
    }

    private static Object array(Class<?> component, List<?> items) throws ReflectiveOperationException {
        Object array = Array.newInstance(component, items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, to(component, items.get(i)));
        }
        return array;
    }

    private static Object map(Class<?> raw, Type of, Map<?, ?> members) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked") // a class of maps takes anything
        var map = (Map<Object, @Nullable Object>) instance(raw, LinkedHashMap.class);
        for (var member : members.entrySet()) {
            map.put(member.getKey(), to(of, member.getValue()));
        }
        return map;
    }

    private static Object collection(Class<?> raw, Type of, List<?> items) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked") // a class of collections takes anything
        var all = (Collection<@Nullable Object>)
                instance(raw, Set.class.isAssignableFrom(raw) ? HashSet.class : ArrayList.class);
        for (Object item : items) {
            all.add(to(of, item));
        }
        return all;
    }

    private static Object instance(Class<?> raw, Class<?> otherwise) throws ReflectiveOperationException {
        boolean concrete = !raw.isInterface() && !Modifier.isAbstract(raw.getModifiers());
        return (concrete ? raw : otherwise).getDeclaredConstructor().newInstance();
    }

    private static Object record(Class<?> raw, Map<?, ?> members) throws ReflectiveOperationException {
        RecordComponent[] components = raw.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object value = to(components[i].getGenericType(), members.get(components[i].getName()));
            values[i] = value == null && types[i].isPrimitive() ? Array.get(Array.newInstance(types[i], 1), 0) : value;
        }
        var constructor = raw.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object bean(Class<?> raw, Map<?, ?> members) throws ReflectiveOperationException {
        var constructor = raw.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object bean = constructor.newInstance();
        Map<String, Method> setters = setters(raw);
        for (var member : members.entrySet()) {
            Method setter = setters.get(plain(String.valueOf(member.getKey())));
            if (setter != null && member.getValue() != null) {
                setter.setAccessible(true);
                setter.invoke(bean, to(setter.getGenericParameterTypes()[0], member.getValue()));
            }
        }
        return bean;
    }

    /** Names are matched by their letters: AWS's events write them in more than one way. */
    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Method> setters(Class<?> raw) {
        Map<String, Method> setters = new TreeMap<>();
        for (Method method : raw.getMethods()) {
            if (method.getName().startsWith("set") && method.getParameterCount() == 1 && !method.isBridge()) {
                setters.putIfAbsent(plain(method.getName().substring(3)), method);
            }
        }
        return setters;
    }

    /** A handler's answer as a value that {@link Json#write} takes. */
    static @Nullable Object from(@Nullable Object value) throws ReflectiveOperationException {
        return switch (value) {
            case null -> null;
            case String _, Number _, Boolean _ -> value;
            case Character _, Enum<?> _ -> value.toString();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                for (var entry : map.entrySet()) {
                    members.put(String.valueOf(entry.getKey()), from(entry.getValue()));
                }
                yield members;
            }
            case Iterable<?> items -> {
                List<@Nullable Object> all = new ArrayList<>();
                for (Object item : items) {
                    all.add(from(item));
                }
                yield all;
            }
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case ByteBuffer buffer -> {
                var bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                yield Base64.getEncoder().encodeToString(bytes);
            }
            default -> value.getClass().isArray() ? fromArray(value) : members(value);
        };
    }

    private static List<@Nullable Object> fromArray(Object array) throws ReflectiveOperationException {
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            all.add(from(Array.get(array, i)));
        }
        return all;
    }

    private static Object members(Object bean) throws ReflectiveOperationException {
        Class<?> type = bean.getClass();
        if (type.getName().startsWith("java.")) {
            return bean.toString();
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                members.put(component.getName(), from(get(component.getAccessor(), bean)));
            }
            return members;
        }
        Map<String, Method> getters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
            boolean getter = prefix > 0
                    && name.length() > prefix
                    && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getDeclaringClass() != Object.class;
            if (getter) {
                getters.put(Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1), method);
            }
        }
        for (var getter : getters.entrySet()) {
            members.put(getter.getKey(), from(get(getter.getValue(), bean)));
        }
        return members;
    }

    private static @Nullable Object get(Method getter, Object bean) throws ReflectiveOperationException {
        getter.setAccessible(true);
        try {
            return getter.invoke(bean);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        }
    }
}
