package io.brume.kernel.shape;

import io.brume.kernel.operation.Structure;
import io.brume.kernel.wire.ShapeJson;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Copies, compares, saves and restores the SDK's shapes by their members' names: an AWS service's state is what its Describe
 * operation answers, and most of that is what its Create operation was sent.
 */
public final class Shapes {

    private static final Map<Class<?>, MethodHandle> BUILDERS = new ConcurrentHashMap<>();

    private Shapes() {}

    /**
     * Sets every member of the target that the source has a value for under the same name and of the same type. Structures of
     * different classes are copied member by member. Members that the source does not set stay as they are.
     *
     * @param target a builder
     * @return the target
     */
    public static <B extends SdkPojo> B copy(SdkPojo source, B target) {
        Structure from = Structure.of(source);
        for (SdkField<?> to : Structure.of(target).all()) {
            SdkField<?> field = from.member(to.memberName());
            Object value = field == null ? null : Structure.value(field, source);
            Object converted = value == null ? null : converted(value, to);
            if (converted != null) {
                to.set(target, converted);
            }
        }
        return target;
    }

    /** A value as a member takes it; null when it cannot. */
    private static @Nullable Object converted(Object value, SdkField<?> to) {
        return switch (value) {
            case SdkPojo pojo
            when to.constructor() != null -> {
                SdkPojo builder = to.constructor().get();
                yield isBuilderOf(builder, pojo) ? pojo : ((Buildable) copy(pojo, builder)).build();
            }
            case SdkPojo _ -> null;
            case List<?> list -> {
                ListTrait trait = to.getTrait(ListTrait.class);
                yield trait == null ? null : converted(list, trait.memberFieldInfo());
            }
            case Map<?, ?> map -> {
                MapTrait trait = to.getTrait(MapTrait.class);
                yield trait == null ? null : converted(map, trait.valueFieldInfo());
            }
            default -> to.marshallingType().getTargetClass().isInstance(value) ? value : null;
        };
    }

    /** All of a list's items or none. */
    private static @Nullable List<?> converted(List<?> list, SdkField<?> to) {
        List<Object> items = new ArrayList<>();
        for (Object item : list) {
            Object converted = item == null ? null : converted(item, to);
            if (converted == null) {
                return null;
            }
            items.add(converted);
        }
        return items;
    }

    /** All of a map's values or none. */
    private static @Nullable Map<?, ?> converted(Map<?, ?> map, SdkField<?> to) {
        Map<Object, Object> values = new LinkedHashMap<>();
        for (var entry : map.entrySet()) {
            Object converted = entry.getValue() == null ? null : converted(entry.getValue(), to);
            if (converted == null) {
                return null;
            }
            values.put(entry.getKey(), converted);
        }
        return values;
    }

    private static boolean isBuilderOf(SdkPojo builder, SdkPojo pojo) {
        return builder.getClass().getEnclosingClass() == pojo.getClass();
    }

    /** A member's value; null when there is no such member or it has none. */
    public static @Nullable Object get(SdkPojo shape, String member) {
        SdkField<?> field = Structure.of(shape).member(member);
        return field == null ? null : Structure.value(field, shape);
    }

    /**
     * Sets a builder's member.
     *
     * @throws IllegalArgumentException when it has no such member
     */
    public static void set(SdkPojo builder, String member, @Nullable Object value) {
        SdkField<?> field = Structure.of(builder).member(member);
        if (field == null) {
            throw new IllegalArgumentException(builder.getClass().getName() + " has no member " + member);
        }
        field.set(builder, value);
    }

    /** Whether two shapes, of whatever classes, have the same values in all members that both have. */
    public static boolean agree(SdkPojo one, SdkPojo other) {
        Structure others = Structure.of(other);
        for (SdkField<?> field : Structure.of(one).all()) {
            SdkField<?> twin = others.member(field.memberName());
            if (twin != null && !Objects.equals(Structure.value(field, one), Structure.value(twin, other))) {
                return false;
            }
        }
        return true;
    }

    public static String json(SdkPojo shape) {
        return new String(ShapeJson.write(shape), StandardCharsets.UTF_8);
    }

    /** The shape of a document that {@link #json} wrote. */
    public static <T extends SdkPojo> T parse(String json, Class<T> type) {
        return type.cast(ShapeJson.read(json.getBytes(StandardCharsets.UTF_8), builder(type)));
    }

    /** A fresh builder of a shape's class. */
    public static SdkPojo builder(Class<? extends SdkPojo> type) {
        try {
            MethodHandle known = BUILDERS.get(type);
            if (known == null) {
                known = linkBuilder(type);
                BUILDERS.put(type, known);
            }
            return (SdkPojo) known.invokeExact();
        } catch (Throwable e) {
            throw new IllegalArgumentException(type.getName() + " is no shape of the SDK's", e);
        }
    }

    private static MethodHandle linkBuilder(Class<?> type) throws ReflectiveOperationException {
        Class<?> builder = Class.forName(type.getName() + "$Builder", false, type.getClassLoader());
        return MethodHandles.publicLookup()
                .findStatic(type, "builder", MethodType.methodType(builder))
                .asType(MethodType.methodType(SdkPojo.class));
    }
}
