package io.brume.serverless.events;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Six fields: minutes, hours, day of month, month, day of week (1 or SUN to 7 or SAT) and year, with {@code , - * / ? L W #}.
 *
 * <p>Source: "Cron expressions reference" in the EventBridge user guide.
 */
final class CronExpression {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet months;
    private final BitSet years;
    private final Predicate<LocalDate> day;

    private CronExpression(String[] fields) throws NoCron {
        minutes = set(fields[0], 0, 59, List.of());
        hours = set(fields[1], 0, 23, List.of());
        months = set(fields[3], 1, 12, MONTHS);
        years = set(fields[5], FIRST_YEAR, LAST_YEAR, List.of());
        boolean anyMonthDay = fields[2].equals("?");
        boolean anyWeekDay = fields[4].equals("?");
        if (anyMonthDay == anyWeekDay) {
            throw new NoCron();
        }
        day = anyMonthDay ? dayOfWeek(fields[4]) : dayOfMonth(fields[2]);
    }

    /** The text is no cron expression. */
    private static final class NoCron extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Empty when the text is none. */
    static Optional<CronExpression> parse(String text) {
        String[] fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        if (fields.length != 6) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CronExpression(fields));
        } catch (NoCron e) {
            return Optional.empty();
        }
    }

    /** The first time after a moment; empty when there is none. */
    Optional<Instant> after(Instant moment) {
        LocalDateTime time = LocalDateTime.ofInstant(moment, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        while (time.getYear() <= LAST_YEAR) {
            int year = years.nextSetBit(time.getYear());
            if (year < 0) {
                return Optional.empty();
            }
            if (year > time.getYear()) {
                time = LocalDateTime.of(year, 1, 1, 0, 0);
            }
            if (!months.get(time.getMonthValue())) {
                time = time.toLocalDate()
                        .with(TemporalAdjusters.firstDayOfNextMonth())
                        .atStartOfDay();
                continue;
            }
            Optional<LocalDateTime> today = day.test(time.toLocalDate()) ? onDay(time) : Optional.empty();
            if (today.isPresent()) {
                return today.map(found -> found.toInstant(ZoneOffset.UTC));
            }
            time = time.toLocalDate().plusDays(1).atStartOfDay();
        }
        return Optional.empty();
    }

    /** The first time on that day that is not before the given one. */
    private Optional<LocalDateTime> onDay(LocalDateTime from) {
        int hour = hours.nextSetBit(from.getHour());
        int minute = minutes.nextSetBit(hour == from.getHour() ? from.getMinute() : 0);
        if (hour >= 0 && minute < 0) {
            hour = hours.nextSetBit(hour + 1);
            minute = minutes.nextSetBit(0);
        }
        return hour < 0 ? Optional.empty() : Optional.of(from.toLocalDate().atTime(hour, minute));
    }

    private static Predicate<LocalDate> dayOfMonth(String field) throws NoCron {
        if (field.equals("L")) {
            return date -> date.getDayOfMonth() == date.lengthOfMonth();
        }
        if (field.equals("LW")) {
            return date -> date.equals(nearestWeekday(date, date.lengthOfMonth()));
        }
        if (field.endsWith("W")) {
            int wanted = number(field.substring(0, field.length() - 1), 1, 31, List.of());
            return date -> wanted <= date.lengthOfMonth() && date.equals(nearestWeekday(date, wanted));
        }
        BitSet days = set(field, 1, 31, List.of());
        return date -> days.get(date.getDayOfMonth());
    }

    /** The weekday closest to a day, in the same month. */
    private static LocalDate nearestWeekday(LocalDate month, int day) {
        LocalDate date = month.withDayOfMonth(day);
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> day == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> day == month.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            default -> date;
        };
    }

    private static Predicate<LocalDate> dayOfWeek(String field) throws NoCron {
        if (field.equals("L")) {
            return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        if (field.endsWith("L")) {
            int wanted = number(field.substring(0, field.length() - 1), 1, 7, DAYS);
            return date -> weekday(date) == wanted && date.getDayOfMonth() > date.lengthOfMonth() - 7;
        }
        int hash = field.indexOf('#');
        if (hash >= 0) {
            int wanted = number(field.substring(0, hash), 1, 7, DAYS);
            int which = number(field.substring(hash + 1), 1, 5, List.of());
            return date -> weekday(date) == wanted && (date.getDayOfMonth() - 1) / 7 + 1 == which;
        }
        BitSet days = set(field, 1, 7, DAYS);
        return date -> days.get(weekday(date));
    }

    /** 1 on Sundays to 7 on Saturdays. */
    private static int weekday(LocalDate date) {
        return date.getDayOfWeek().getValue() % 7 + 1;
    }

    /** The values that lists, ranges and steps of numbers and names stand for. */
    private static BitSet set(String field, int first, int last, List<String> names) throws NoCron {
        var values = new BitSet();
        for (String part : field.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : number(part.substring(slash + 1), 1, last, List.of());
            int dash = range.indexOf('-');
            int from = first;
            int to = last;
            if (dash > 0) {
                from = number(range.substring(0, dash), first, last, names);
                to = number(range.substring(dash + 1), first, last, names);
            } else if (!range.equals("*")) {
                from = number(range, first, last, names);
                to = slash < 0 ? from : last;
            }
            int length = last - first + 1;
            int span = from <= to ? to - from : to + length - from;
            for (int i = 0; i <= span; i += step) {
                values.set((from - first + i) % length + first);
            }
        }
        return values;
    }

    private static int number(@Nullable String text, int first, int last, List<String> names) throws NoCron {
        int name = text == null ? -1 : names.indexOf(text);
        if (name >= 0) {
            return name + first;
        }
        try {
            int value = text == null || text.length() > 4 ? -1 : Integer.parseInt(text);
            if (value >= first && value <= last) {
                return value;
            }
        } catch (NumberFormatException e) {
            // no number: no cron expression
        }
        throw new NoCron();
    }
}
