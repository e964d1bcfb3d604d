package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogLine;
import io.brume.kernel.telemetry.LogSink;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;

/** Takes events in: checks them, keeps them and shows them to the group's metric filters, all in one transaction. */
final class Ingestion implements LogSink {

    /** The longest piece of a line that is one event of {@link #write}. */
    private static final int LONGEST_PIECE = 256 * 1024;

    private final Database database;
    private final Clock clock;
    private final LogGroups groups;
    private final LogStreams streams;
    private final LogEvents events;
    private final MetricFilters filters;

    Ingestion(
            Database database,
            Clock clock,
            LogGroups groups,
            LogStreams streams,
            LogEvents events,
            MetricFilters filters) {
        this.database = database;
        this.clock = clock;
        this.groups = groups;
        this.streams = streams;
        this.events = events;
        this.filters = filters;
    }

    PutLogEventsResponse put(Scope scope, PutLogEventsRequest request) {
        Batch.check(request.logEvents());
        Instant now = clock.instant();
        return database.write(transaction -> {
            Group group = groups.get(scope, request.logGroupName());
            Stream stream = streams.get(group, request.logStreamName());
            Batch batch = Batch.of(request.logEvents(), group, now);
            if (!batch.accepted().isEmpty()) {
                events.add(transaction, stream, batch.accepted(), now);
                filters.observe(group, batch.accepted());
            }
            return PutLogEventsResponse.builder()
                    .nextSequenceToken(Position.digits(stream.id(), now.toEpochMilli()))
                    .rejectedLogEventsInfo(batch.rejected())
                    .build();
        });
    }

    @Override
    public void write(Scope scope, String group, String stream, List<LogLine> lines) {
        List<InputLogEvent> pieces = pieces(lines);
        if (pieces.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        database.change(transaction -> {
            groups.ensure(scope, group);
            Group found = groups.get(scope, group);
            boolean unused = streams.add(found, stream);
            events.add(transaction, streams.get(found, stream), pieces, now);
            filters.observe(found, pieces);
        });
    }

    private static List<InputLogEvent> pieces(List<LogLine> lines) {
        List<InputLogEvent> pieces = new ArrayList<>();
        for (LogLine line : lines) {
            String message = line.message();
            int start = 0;
            while (start < message.length()) {
                int end = Math.min(message.length(), start + LONGEST_PIECE);
                if (end < message.length() && Character.isHighSurrogate(message.charAt(end - 1))) {
                    end--;
                }
                pieces.add(InputLogEvent.builder()
                        .timestamp(Math.max(0, line.at().toEpochMilli()))
                        .message(message.substring(start, end))
                        .build());
                start = end;
            }
        }
        pieces.sort(Comparator.comparing(InputLogEvent::timestamp));
        return pieces;
    }
}
