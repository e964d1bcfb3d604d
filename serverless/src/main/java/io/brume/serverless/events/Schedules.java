package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * Fires the rules that have a schedule: each time once, whichever server sees first that it is due. Times that passed while no
 * server ran make up for one firing when the first one starts.
 */
final class Schedules {

    private static final int BATCH = 100;

    private final Database database;
    private final Outbox outbox;
    private final Rules rules;
    private final Clock clock;

    Schedules(Database database, Outbox outbox, Rules rules, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.rules = rules;
        this.clock = clock;
    }

    /** Fires what is due; returns how many rules that were. */
    int fireDue() {
        int fired = 0;
        for (Rules.Due due : rules.due(clock.instant(), BATCH)) {
            if (fire(due)) {
                fired++;
            }
        }
        return fired;
    }

    private boolean fire(Rules.Due due) {
        Instant now = clock.instant();
        Schedule schedule = Schedule.parse(due.rule().scheduleExpression());
        Instant next = next(schedule, due.due(), now);
        Event event = Event.of(
                due.bus().scope(),
                "aws.events",
                "Scheduled Event",
                due.due(),
                List.of(due.rule().arn()),
                Json.object(),
                now);
        return database.write(_ -> {
            if (!rules.fired(due, next)) {
                return false;
            }
            for (Target target : rules.targets(due.bus(), due.rule().name())) {
                outbox.send(Dispatcher.message(
                        due.bus(), event, due.rule().arn(), due.rule().name(), target));
            }
            return true;
        });
    }

    /** The next time from now on; rates keep their beat. */
    private static @Nullable Instant next(Schedule schedule, Instant due, Instant now) {
        if (schedule instanceof Schedule.Rate(java.time.Duration every)) {
            long missed = Math.max(0, now.toEpochMilli() - due.toEpochMilli()) / every.toMillis();
            return due.plus(every.multipliedBy(missed + 1));
        }
        return schedule.after(now).orElse(null);
    }
}
