package io.brume.serverless.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions in the manner of the EventBridge user guide's tables. */
class ScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate(1 minute)                  | 2026-11-25T12:00:30Z | 2026-11-25T12:01:30Z",
                "rate(5 hours)                   | 2026-11-25T12:00:30Z | 2026-11-25T17:00:30Z",
                "rate(1 day)                     | 2026-11-25T12:00:30Z | 2026-11-26T12:00:30Z",
                "cron(0 10 * * ? *)              | 2026-11-25T12:00:00Z | 2026-11-26T10:00:00Z",
                "cron(0 10 * * ? *)              | 2026-11-25T10:00:00Z | 2026-11-26T10:00:00Z",
                "cron(15 12 * * ? *)             | 2026-11-25T12:00:00Z | 2026-11-25T12:15:00Z",
                "cron(0 18 ? * MON-FRI *)        | 2026-11-27T18:00:00Z | 2026-11-30T18:00:00Z",
                "cron(0 8 1 * ? *)               | 2026-11-25T12:00:00Z | 2026-12-01T08:00:00Z",
                "cron(0/15 * * * ? *)            | 2026-11-25T12:16:10Z | 2026-11-25T12:30:00Z",
                "cron(0/10 * ? * MON-FRI *)      | 2026-11-27T23:50:00Z | 2026-11-30T00:00:00Z",
                "cron(0/5 8-17 ? * MON-FRI *)    | 2026-11-25T17:55:00Z | 2026-11-26T08:00:00Z",
                "cron(0/30 20-2 ? * MON-FRI *)   | 2026-11-25T02:31:00Z | 2026-11-25T20:00:00Z",
                "cron(0 9 ? * 2#1 *)             | 2026-11-25T12:00:00Z | 2026-12-07T09:00:00Z",
                "cron(0 9 ? * FRI#3 *)           | 2026-11-25T12:00:00Z | 2026-12-18T09:00:00Z",
                "cron(0 9 ? * 6L *)              | 2026-11-25T12:00:00Z | 2026-11-27T09:00:00Z",
                "cron(0 9 L * ? *)               | 2026-02-01T12:00:00Z | 2026-02-28T09:00:00Z",
                "cron(0 9 15W * ? *)             | 2026-11-01T12:00:00Z | 2026-11-16T09:00:00Z",
                "cron(0 9 1W * ? *)              | 2026-07-31T12:00:00Z | 2026-08-03T09:00:00Z",
                "cron(0 9 LW * ? *)              | 2026-10-01T12:00:00Z | 2026-10-30T09:00:00Z",
                "cron(0 0 29 2 ? *)              | 2026-11-25T12:00:00Z | 2028-02-29T00:00:00Z",
                "cron(0 0 1 JAN,JUL ? 2026-2028) | 2026-11-25T12:00:00Z | 2027-01-01T00:00:00Z",
                "cron(0 0 ? * SAT-MON *)         | 2026-11-25T12:00:00Z | 2026-11-28T00:00:00Z"
            })
    void schedulesFireNextWhenTheySay(String expression, Instant after, Instant next) {
        assertThat(Schedule.parse(expression).after(after)).contains(next);
    }

    @Test
    void aScheduleThatIsOverFiresNoMore() {
        assertThat(Schedule.parse("cron(0 0 1 1 ? 2020)").after(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(Schedule.parse("cron(0 0 30 2 ? *)").after(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(1 minutes)",
                "rate(2 minute)",
                "rate(0 minutes)",
                "rate(5 seconds)",
                "rate(5)",
                "cron()",
                "cron(* * * * *)",
                "cron(0 10 * * * *)",
                "cron(0 10 ? * ? *)",
                "cron(60 10 * * ? *)",
                "cron(0 24 * * ? *)",
                "cron(0 10 * 13 ? *)",
                "cron(0 10 ? * 8 *)",
                "cron(0/0 10 * * ? *)",
                "cron(0#1 10 * * ? *)",
                "at(2026-01-01T00:00:00)",
                "daily"
            })
    void whatIsNoScheduleIsRefused(String expression) {
        assertThatThrownBy(() -> Schedule.parse(expression))
                .hasMessageContaining("Parameter ScheduleExpression is not valid.");
    }
}
