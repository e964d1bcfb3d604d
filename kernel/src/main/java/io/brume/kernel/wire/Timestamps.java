package io.brume.kernel.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/** The forms in which AWS's protocols write a moment. */
enum Timestamps {
    EPOCH_SECONDS,
    EPOCH_MILLIS,
    ISO_8601,
    RFC_822;

    private static final DateTimeFormatter RFC_822_WRITER = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** The last second that AWS's formats can say: the year 9999. */
    private static final double LATEST = 253402300799d;

    /** The form of a member: the one that its model names, else the protocol's own. */
    static Timestamps of(SdkField<?> field, Timestamps protocol) {
        TimestampFormatTrait trait = field.getTrait(TimestampFormatTrait.class);
        return trait == null
                ? protocol
                : switch (trait.format()) {
                    case ISO_8601 -> ISO_8601;
                    case RFC_822 -> RFC_822;
                    default -> EPOCH_SECONDS;
                };
    }

    String write(Instant moment) {
        return switch (this) {
            case EPOCH_SECONDS -> seconds(moment).stripTrailingZeros().toPlainString();
            case EPOCH_MILLIS -> Long.toString(moment.toEpochMilli());
            case ISO_8601 -> DateTimeFormatter.ISO_INSTANT.format(moment);
            case RFC_822 -> RFC_822_WRITER.format(moment);
        };
    }

    static BigDecimal seconds(Instant moment) {
        return BigDecimal.valueOf(moment.toEpochMilli(), 3);
    }

    static Instant ofSeconds(double seconds) {
        if (!(Math.abs(seconds) <= LATEST)) {
            throw Fault.serialization("Timestamp is out of range");
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    /** Reads any of the forms: clients are not strict about them either. */
    static Instant read(String text) {
        try {
            if (text.indexOf(',') > 0) {
                return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            }
            if (text.indexOf('T') > 0) {
                return OffsetDateTime.parse(text).toInstant();
            }
            return ofSeconds(Double.parseDouble(text));
        } catch (DateTimeException | NumberFormatException e) {
            throw Fault.serialization("'" + abbreviated(text) + "' is not a valid timestamp");
        }
    }

    private static String abbreviated(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
