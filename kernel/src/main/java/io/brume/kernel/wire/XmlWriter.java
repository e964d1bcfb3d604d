package io.brume.kernel.wire;

import io.brume.kernel.operation.Structure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait;

/** Writes SDK values as XML. */
public final class XmlWriter {

    private final StringBuilder out = new StringBuilder(512);
    private final QueryNames names;

    public XmlWriter() {
        this(QueryNames.AsTheSdkSays.INSTANCE);
    }

    XmlWriter(QueryNames names) {
        this.names = names;
    }

    public XmlWriter open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    /** Opens an element in a namespace; null means none. */
    XmlWriter open(String name, @Nullable String namespace) {
        out.append('<').append(name);
        if (namespace != null) {
            attribute("xmlns", namespace);
        }
        out.append('>');
        return this;
    }

    public XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter element(String name, String text) {
        return open(name).text(text).close(name);
    }

    XmlWriter members(SdkPojo value, List<SdkField<?>> members) {
        for (SdkField<?> field : members) {
            Object member = Structure.value(field, value);
            if (member != null && !field.containsTrait(XmlAttributeTrait.class)) {
                value(field, names.out(field), member);
            }
        }
        return this;
    }

    private void value(SdkField<?> field, String name, Object value) {
        switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> {
                SdkPojo pojo = (SdkPojo) value;
                out.append('<').append(name);
                attributes(field, pojo);
                out.append('>');
                members(pojo, Structure.of(pojo).all());
                close(name);
            }
            case LIST -> list(field.getTrait(ListTrait.class), name, (List<?>) value);
            case MAP -> map(field, field.getTrait(MapTrait.class), name, (Map<?, ?>) value);
            default -> element(name, Scalars.write(field, value, Timestamps.ISO_8601));
        }
    }

    private void attributes(SdkField<?> field, SdkPojo value) {
        XmlAttributesTrait fixed = field.getTrait(XmlAttributesTrait.class);
        if (fixed != null) {
            fixed.attributes().forEach((name, accessors) -> {
                String text = accessors.attributeGetter().apply(value);
                if (text != null) {
                    attribute(name, text);
                }
            });
        }
    }

    private void list(ListTrait trait, String name, List<?> list) {
        boolean flat = trait.isFlattened();
        String member = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
        if (!flat) {
            open(name);
        }
        for (Object item : list) {
            value(trait.memberFieldInfo(), flat ? name : member, item);
        }
        if (!flat) {
            close(name);
        }
    }

    private void map(SdkField<?> field, MapTrait trait, String name, Map<?, ?> map) {
        boolean flat = trait.isFlattened();
        String entry = flat ? name : "entry";
        if (!flat) {
            open(name);
        }
        map.forEach((key, value) -> {
            open(entry).element(names.key(field, trait), key.toString());
            value(trait.valueFieldInfo(), names.value(field, trait), value);
            close(entry);
        });
        if (!flat) {
            close(name);
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        text(value, true);
        out.append('"');
    }

    /** Text with markup escaped; characters that XML cannot carry become U+FFFD. */
    XmlWriter text(String text) {
        return text(text, false);
    }

    private XmlWriter text(String text, boolean inAttribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                case '\t', '\n' -> {
                    if (inAttribute) {
                        out.append("&#").append((int) c).append(';'); // a reader would make them spaces
                    } else {
                        out.append(c);
                    }
                }
                default -> out.append(c < ' ' || c == '\uFFFE' || c == '\uFFFF' ? '\uFFFD' : c);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
