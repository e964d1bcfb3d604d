package io.brume.kernel.wire;

import io.brume.kernel.operation.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills SDK builders from awsQuery's form parameters, such as {@code Tags.member.1.Key=…}. */
final class QueryReader {

    private final NavigableMap<String, String> form;
    private final QueryNames names;
    private final int maxDepth;

    private QueryReader(NavigableMap<String, String> form, QueryNames names, int maxDepth) {
        this.form = form;
        this.names = names;
        this.maxDepth = maxDepth;
    }

    static void read(NavigableMap<String, String> form, QueryNames names, int maxDepth, SdkPojo builder) {
        new QueryReader(form, names, maxDepth).structure(builder, "", 0);
    }

    private void structure(SdkPojo builder, String prefix, int depth) {
        if (depth > maxDepth) {
            throw Fault.serialization("Parameters are nested deeper than " + maxDepth + " levels");
        }
        for (SdkField<?> field : Structure.of(builder).all()) {
            Object value = value(field, prefix + names.in(field), depth);
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private @Nullable Object value(SdkField<?> field, String key, int depth) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> {
                if (!hasBelow(key)) {
                    yield null;
                }
                SdkPojo nested = field.constructor().get();
                structure(nested, key + ".", depth + 1);
                yield ((Buildable) nested).build();
            }
            case LIST -> list(field.getTrait(ListTrait.class), key, depth);
            case MAP -> map(field, field.getTrait(MapTrait.class), key, depth);
            default -> {
                String text = form.get(key);
                yield text == null ? null : Scalars.read(field, text);
            }
        };
    }

    private @Nullable List<Object> list(ListTrait trait, String key, int depth) {
        String member = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
        String prefix = trait.isFlattened() ? key : key + "." + member;
        List<Object> list = new ArrayList<>();
        for (int i = 1; has(prefix + "." + i); i++) {
            Object item = value(trait.memberFieldInfo(), prefix + "." + i, depth);
            if (item != null) {
                list.add(item);
            }
        }
        return list.isEmpty() && !form.containsKey(key) ? null : list;
    }

    private @Nullable Map<String, Object> map(SdkField<?> field, MapTrait trait, String key, int depth) {
        String prefix = trait.isFlattened() ? key : key + ".entry";
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 1; has(prefix + "." + i); i++) {
            String entry = prefix + "." + i + ".";
            String name = form.get(entry + names.key(field, trait));
            if (name == null) {
                throw Fault.serialization(entry + names.key(field, trait) + " is missing");
            }
            Object value = value(trait.valueFieldInfo(), entry + names.value(field, trait), depth);
            if (value == null) {
                throw Fault.serialization(entry + names.value(field, trait) + " is missing");
            }
            map.put(name, value);
        }
        return map.isEmpty() ? null : map;
    }

    private boolean has(String key) {
        return form.containsKey(key) || hasBelow(key);
    }

    private boolean hasBelow(String key) {
        String next = form.ceilingKey(key + ".");
        return next != null && next.startsWith(key + ".");
    }
}
