package io.brume.conformance.roundtrip;

import io.brume.kernel.model.Shape;
import io.brume.kernel.model.Shape.Bounds;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Random values of SDK classes that keep the constraints of AWS's model: required members, lengths, ranges and enumerations.
 * Patterns alone are not kept.
 */
final class RandomValues {

    /** Below it only required members are set. */
    private static final int DEPTH = 3;

    /** Below it nothing is: recursive shapes end here. */
    private static final int DEEPEST = 20;

    private static final List<String> TEXTS = List.of(
            "plain",
            "s é<&>\"'",
            "日本語 🎈",
            " spaced  out ",
            "two\nlines\tand a tab",
            "{\"json\": [1]}",
            "a=b&c=d%20+",
            "]]>");

    private static final List<String> PATHS = List.of("plain", "a b", "é", "a+b", "50%", "a:b@c", "x;y=z", "~.-_");

    private final Random random;
    private final Map<String, Shape> shapes;

    /** The share of optional members that are set. */
    private final double density;

    RandomValues(Random random, Map<String, Shape> shapes, double density) {
        this.random = random;
        this.shapes = shapes;
        this.density = density;
    }

    /**
     * Fills and builds a request or a response.
     *
     * @param shape the name of its shape; null when nothing is demanded of it
     */
    SdkPojo structure(SdkPojo builder, @Nullable String shape) {
        return structure(builder, shape, 0);
    }

    private SdkPojo structure(SdkPojo builder, @Nullable String shape, int depth) {
        var constraints = shape != null && shapes.get(shape) instanceof Shape.Structure structure
                ? structure
                : new Shape.Structure(List.of(), Map.of());
        for (SdkField<?> field : builder.sdkFields()) {
            if (ClientHabits.neverSends(builder, field)) {
                continue;
            }
            boolean required = constraints.required().contains(field.memberName()) || ClientHabits.alwaysSends(field);
            if (required || (depth < DEPTH && random.nextDouble() < density)) {
                set(builder, field, constraints, depth);
            }
        }
        SdkPojo built = (SdkPojo) ((Buildable) builder).build();
        if (depth == 0 || !isEmpty(built)) {
            return built;
        }
        // A structure without members is nothing in a form, so that it could not come back.
        builder.sdkFields().stream()
                .reduce((one, other) -> isScalar(one) ? one : other)
                .ifPresent(field -> set(builder, field, constraints, depth));
        return (SdkPojo) ((Buildable) builder).build();
    }

    private void set(SdkPojo builder, SdkField<?> field, Shape.Structure constraints, int depth) {
        Object value = value(field, constraints.members().get(field.memberName()), depth);
        if (value != null) {
            field.set(builder, value);
        }
    }

    private static boolean isScalar(SdkField<?> field) {
        return !SdkPojo.class.isAssignableFrom(field.marshallingType().getTargetClass())
                && !field.containsTrait(ListTrait.class)
                && !field.containsTrait(MapTrait.class);
    }

    private static boolean isEmpty(SdkPojo built) {
        return built.sdkFields().stream()
                .map(field -> field.getValueOrDefault(built))
                .allMatch(value ->
                        value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap);
    }

    private @Nullable Object value(SdkField<?> field, @Nullable String shapeName, int depth) {
        Shape shape = shapeName == null ? null : shapes.get(shapeName);
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> text(field, shape);
            case INTEGER ->
                field.location() == MarshallLocation.STATUS_CODE ? 202 : (int) whole(shape, Integer.MAX_VALUE);
            case LONG ->
                field.location() == MarshallLocation.HEADER
                                && field.locationName().equals("Content-Length")
                        ? random.nextLong(1L << 40)
                        : whole(shape, Long.MAX_VALUE);
            case SHORT -> (short) whole(shape, Short.MAX_VALUE);
            case BYTE -> (byte) whole(shape, Byte.MAX_VALUE);
            case FLOAT -> (float) real(shape);
            case DOUBLE -> real(shape);
            case BIG_DECIMAL -> BigDecimal.valueOf(random.nextInt(), 3);
            case BOOLEAN -> random.nextBoolean();
            case INSTANT -> moment(field);
            case SDK_BYTES -> bytes(shape);
            case SDK_POJO ->
                depth > DEEPEST ? null : structure(field.constructor().get(), shapeName, depth + 1);
            case LIST -> list(field, shape, depth);
            case MAP -> map(field, shape, depth);
            case DOCUMENT -> document();
            default -> throw new IllegalArgumentException("no values of " + field.marshallingType());
        };
    }

    private String text(SdkField<?> field, @Nullable Shape shape) {
        if (shape instanceof Shape.Text(Bounds length, var _, List<String> values, boolean _)) {
            return values.isEmpty() ? fitted(anyText(field), length) : values.get(random.nextInt(values.size()));
        }
        return anyText(field);
    }

    private String anyText(SdkField<?> field) {
        if (ClientHabits.takesPlainWords(field)) {
            return "word-" + random.nextInt(999);
        }
        if (ClientHabits.isChecksumAlgorithm(field)) {
            return pick(List.of("CRC32", "SHA1", "SHA256"));
        }
        return switch (field.location() == null ? MarshallLocation.PAYLOAD : field.location()) {
            case PATH -> pick(PATHS);
            case GREEDY_PATH -> pick(PATHS) + "/" + pick(PATHS);
            case HEADER -> "v" + random.nextInt(999);
            default -> pick(TEXTS) + random.nextInt(999);
        };
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static String fitted(String text, Bounds length) {
        Double max = length.max();
        Double min = length.min();
        if (max != null && text.codePointCount(0, text.length()) > max) {
            return text.substring(0, text.offsetByCodePoints(0, max.intValue()));
        }
        int missing = min == null ? 0 : min.intValue() - text.codePointCount(0, text.length());
        return missing > 0 ? text + "x".repeat(missing) : text;
    }

    private long whole(@Nullable Shape shape, long largest) {
        Bounds bounds = shape instanceof Shape.Amount amount ? amount.bounds() : Bounds.NONE;
        Double low = bounds.min();
        Double high = bounds.max();
        long min = low == null ? high == null ? -largest : Math.min(-largest, high.longValue()) : low.longValue();
        long max = high == null ? largest : Math.min(largest, high.longValue());
        return min >= max ? max : random.nextLong(min, max);
    }

    private double real(@Nullable Shape shape) {
        Bounds bounds = shape instanceof Shape.Amount amount ? amount.bounds() : Bounds.NONE;
        Double low = bounds.min();
        Double high = bounds.max();
        double min = low == null ? -1e6 : low;
        double max = high == null ? Math.max(min, 0) + 1e6 : high;
        return (float) (min + random.nextDouble() * (max - min) * 0.99);
    }

    /** Whole seconds where the form of the member says no more. */
    private Instant moment(SdkField<?> field) {
        Instant moment = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
        TimestampFormatTrait trait = field.getTrait(TimestampFormatTrait.class);
        boolean seconds = trait == null
                ? field.location() == MarshallLocation.HEADER
                : trait.format() == TimestampFormatTrait.Format.RFC_822;
        return seconds ? moment.truncatedTo(ChronoUnit.SECONDS) : moment;
    }

    private SdkBytes bytes(@Nullable Shape shape) {
        Bounds bounds = shape instanceof Shape.Amount amount ? amount.bounds() : Bounds.NONE;
        int length = amount(bounds, 1, 20);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return SdkBytes.fromByteArray(bytes);
    }

    /** A length within bounds, and within the wish as far as they allow it. */
    private int amount(Bounds bounds, int least, int most) {
        Double low = bounds.min();
        Double high = bounds.max();
        int min = Math.max(least, low == null ? 0 : low.intValue());
        int max = Math.max(min, high == null ? most : Math.min(most, high.intValue()));
        return random.nextInt(min, max + 1);
    }

    private List<Object> list(SdkField<?> field, @Nullable Shape shape, int depth) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        Bounds length = shape instanceof Shape.ListOf of ? of.length() : Bounds.NONE;
        List<Object> list = new ArrayList<>();
        for (int n = amount(length, 1, depth < DEPTH ? 2 : 1); n > 0; n--) {
            Object item = value(member, shape instanceof Shape.ListOf of ? of.member() : null, depth + 1);
            if (item != null) {
                list.add(
                        field.location() == MarshallLocation.HEADER && item instanceof String text
                                ? text.strip()
                                : item);
            }
        }
        return list;
    }

    private Map<String, Object> map(SdkField<?> field, @Nullable Shape shape, int depth) {
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        Bounds length = shape instanceof Shape.MapOf of ? of.length() : Bounds.NONE;
        Map<String, Object> map = new LinkedHashMap<>();
        for (int n = amount(length, 1, depth < DEPTH ? 2 : 1); n > 0; n--) {
            Object item = value(member, shape instanceof Shape.MapOf of ? of.value() : null, depth + 1);
            if (item != null) {
                map.put(key(shape), item);
            }
        }
        return map;
    }

    private String key(@Nullable Shape shape) {
        Shape key = shape instanceof Shape.MapOf of ? shapes.get(of.key()) : null;
        if (key instanceof Shape.Text(Bounds length, var _, List<String> values, boolean _)) {
            return values.isEmpty()
                    ? fitted("k" + random.nextInt(999), length)
                    : values.get(random.nextInt(values.size()));
        }
        return "k" + random.nextInt(999);
    }

    private Document document() {
        return Document.mapBuilder()
                .putString("text", pick(TEXTS))
                .putNumber("number", random.nextInt())
                .putNumber("fraction", 0.125)
                .putList("list", list -> list.addBoolean(true).addNull().addString(""))
                .build();
    }
}
