package io.brume.kernel.wire;

import io.brume.kernel.operation.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills SDK builders from XML. */
final class XmlReader {

    private XmlReader() {}

    static void read(XmlTree element, List<SdkField<?>> members, SdkPojo builder) {
        for (SdkField<?> field : members) {
            Object value = member(field, element);
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private static @Nullable Object member(SdkField<?> field, XmlTree parent) {
        String name = field.unmarshallLocationName();
        if (field.containsTrait(XmlAttributeTrait.class)) {
            return parent.attributes().get(name.substring(name.indexOf(':') + 1));
        }
        List<XmlTree> elements = parent.named(name);
        return elements.isEmpty() ? null : value(field, elements);
    }

    private static Object value(SdkField<?> field, List<XmlTree> elements) {
        XmlTree first = elements.getFirst();
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> {
                SdkPojo nested = field.constructor().get();
                read(first, Structure.of(nested).all(), nested);
                yield ((Buildable) nested).build();
            }
            case LIST -> {
                ListTrait trait = field.getTrait(ListTrait.class);
                String member = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
                List<Object> list = new ArrayList<>();
                for (XmlTree item : trait.isFlattened() ? elements : first.named(member)) {
                    list.add(value(trait.memberFieldInfo(), List.of(item)));
                }
                yield list;
            }
            case MAP -> {
                MapTrait trait = field.getTrait(MapTrait.class);
                Map<String, Object> map = new LinkedHashMap<>();
                for (XmlTree entry : trait.isFlattened() ? elements : first.named("entry")) {
                    List<XmlTree> key = entry.named(trait.keyLocationName());
                    List<XmlTree> value = entry.named(trait.valueLocationName());
                    if (key.isEmpty() || value.isEmpty()) {
                        throw Fault.serialization(
                                "An entry of " + field.locationName() + " lacks its key or its value");
                    }
                    map.put(key.getFirst().text().toString(), value(trait.valueFieldInfo(), value));
                }
                yield map;
            }
            default -> Scalars.read(field, first.text().toString());
        };
    }
}
