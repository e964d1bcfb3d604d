package io.brume.operations.logs;

import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogLine;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes messages to log groups, as EventBridge's rules send them: the body is the line, a day's lines are one stream. */
final class LogDestination implements Destination {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private final LogGroups groups;
    private final Ingestion ingestion;
    private final Clock clock;

    LogDestination(LogGroups groups, Ingestion ingestion, Clock clock) {
        this.groups = groups;
        this.ingestion = ingestion;
        this.clock = clock;
    }

    @Override
    public void deliver(Message message) throws Undeliverable {
        String[] arn = message.destination().split(":", 6);
        if (arn.length < 6) {
            throw new Undeliverable("'" + message.destination() + "' is no ARN");
        }
        Group group = groups.find(new Scope(arn[4], arn[3]), message.destination())
                .orElseThrow(() -> new Undeliverable("there is no log group " + message.destination()));
        var now = clock.instant();
        ingestion.write(group.scope(), group.name(), DAY.format(now), List.of(new LogLine(now, message.body())));
    }
}
