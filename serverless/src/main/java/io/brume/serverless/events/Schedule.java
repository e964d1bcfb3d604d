package io.brume.serverless.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a rule fires by itself: {@code rate(5 minutes)} or {@code cron(0 10 * * ? *)}, in UTC. */
sealed interface Schedule {

    Pattern RATE = Pattern.compile("rate\\((\\d{1,9}) (minute|minutes|hour|hours|day|days)\\)");
    Pattern CRON = Pattern.compile("cron\\(([^()]*)\\)");

    /** The first time after a moment; empty when there is none any more. */
    Optional<Instant> after(Instant moment);

    /** @throws RuntimeException that the expression is not valid */
    static Schedule parse(String expression) {
        return tryParse(expression)
                .orElseThrow(() -> EventErrors.invalid("Parameter ScheduleExpression is not valid."));
    }

    private static Optional<Schedule> tryParse(String expression) {
        Matcher cron = CRON.matcher(expression);
        if (cron.matches()) {
            return CronExpression.parse(cron.group(1)).map(Cron::new);
        }
        Matcher rate = RATE.matcher(expression);
        if (!rate.matches()) {
            return Optional.empty();
        }
        long value = Long.parseLong(rate.group(1));
        String unit = rate.group(2);
        if (value < 1 || (value == 1) == unit.endsWith("s")) {
            return Optional.empty();
        }
        Duration one = unit.startsWith("minute")
                ? Duration.ofMinutes(1)
                : unit.startsWith("hour") ? Duration.ofHours(1) : Duration.ofDays(1);
        return Optional.of(new Rate(one.multipliedBy(value)));
    }

    /** Always again after the same time. */
    record Rate(Duration every) implements Schedule {

        @Override
        public Optional<Instant> after(Instant moment) {
            return Optional.of(moment.plus(every));
        }
    }

    /** At times of the calendar. */
    record Cron(CronExpression expression) implements Schedule {

        @Override
        public Optional<Instant> after(Instant moment) {
            return expression.after(moment);
        }
    }
}
