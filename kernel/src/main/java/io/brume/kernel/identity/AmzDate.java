package io.brume.kernel.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The moment of a signature.
 *
 * @param text ISO 8601 basic, {@code 20130524T000000Z}
 */
record AmzDate(Instant instant, String text) {

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    static AmzDate of(Instant instant) {
        return new AmzDate(instant, BASIC.format(instant));
    }

    /** Reads ISO 8601 basic; null when it is something else. */
    static @Nullable AmzDate parse(String text) {
        if (text.length() != 16 || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
            return null;
        }
        for (int i = 0; i < 15; i++) {
            if (i != 8 && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return null;
            }
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 4, 6),
                    number(text, 6, 8),
                    number(text, 9, 11),
                    number(text, 11, 13),
                    number(text, 13, 15));
            return new AmzDate(time.toInstant(ZoneOffset.UTC), text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Reads what a {@code Date} header may hold: ISO 8601 basic or RFC 1123. */
    static @Nullable AmzDate parseHeader(String text) {
        AmzDate basic = parse(text);
        if (basic != null || text.length() > 40) {
            return basic;
        }
        try {
            return of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The day, {@code 20130524}. */
    String day() {
        return text.substring(0, 8);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
