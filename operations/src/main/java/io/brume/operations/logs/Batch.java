package io.brume.operations.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/**
 * The events of one PutLogEvents that are kept, and where those begin and end that are not.
 *
 * @param rejected null when all are kept
 */
record Batch(List<InputLogEvent> accepted, @Nullable RejectedLogEventsInfo rejected) {

    /** With {@link Event#OVERHEAD} for each event. */
    static final int MOST_BYTES = 1 << 20;

    static final int MOST_EVENTS = 10_000;
    static final Duration LONGEST_SPAN = Duration.ofHours(24);

    private static final Duration AHEAD = Duration.ofHours(2);
    private static final Duration BACK = Duration.ofDays(14);

    /** @throws software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException when no part of it can be taken */
    static void check(List<InputLogEvent> events) {
        long bytes = 0;
        long before = Long.MIN_VALUE;
        for (InputLogEvent event : events) {
            bytes += Event.bytes(event.message());
            if (event.timestamp() < before) {
                throw Problems.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            before = event.timestamp();
        }
        if (bytes > MOST_BYTES) {
            throw Problems.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + MOST_BYTES);
        }
        if (before - events.getFirst().timestamp() > LONGEST_SPAN.toMillis()) {
            throw Problems.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    static Batch of(List<InputLogEvent> events, Group group, Instant now) {
        long expired = group.oldestKept(now);
        long old = now.minus(BACK).toEpochMilli();
        long ahead = now.plus(AHEAD).toEpochMilli();
        int expiredEnd = 0;
        int oldEnd = 0;
        int newStart = events.size();
        for (int i = 0; i < events.size(); i++) {
            long moment = events.get(i).timestamp();
            if (moment < expired) {
                expiredEnd = i + 1;
            }
            if (moment < old) {
                oldEnd = i + 1;
            }
            if (moment > ahead) {
                newStart = Math.min(newStart, i);
            }
        }
        int start = Math.max(expiredEnd, oldEnd);
        if (start == 0 && newStart == events.size()) {
            return new Batch(events, null);
        }
        var rejected = RejectedLogEventsInfo.builder()
                .expiredLogEventEndIndex(expiredEnd == 0 ? null : expiredEnd)
                .tooOldLogEventEndIndex(oldEnd == 0 ? null : oldEnd)
                .tooNewLogEventStartIndex(newStart == events.size() ? null : newStart)
                .build();
        return new Batch(start >= newStart ? List.of() : events.subList(start, newStart), rejected);
    }
}
