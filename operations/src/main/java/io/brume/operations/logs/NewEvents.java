package io.brume.operations.logs;

import io.brume.operations.logs.pattern.FilterPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionUpdate;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;

/** The events that came to some groups since the last look, those of chosen streams that match a pattern. Used by one thread. */
final class NewEvents {

    /** How many events one look shows; of more, only the latest. */
    static final int MOST = 500;

    private static final int PORTION = 1000;

    private final List<Group> groups;
    private final List<String> names;
    private final List<String> prefixes;
    private final FilterPattern pattern;
    private final LogStreams streams;
    private final LogEvents events;
    private final Map<Long, Long> seen = new HashMap<>();
    private final Map<Long, Optional<String>> known = new HashMap<>();

    /** Begins with what comes after now. */
    NewEvents(
            List<Group> groups,
            List<String> names,
            List<String> prefixes,
            FilterPattern pattern,
            LogStreams streams,
            LogEvents events) {
        this.groups = groups;
        this.names = names;
        this.prefixes = prefixes;
        this.pattern = pattern;
        this.streams = streams;
        this.events = events;
        long newest = events.newest();
        groups.forEach(group -> seen.put(group.id(), newest));
    }

    LiveTailSessionUpdate look() {
        List<LiveTailSessionLogEvent> found = new ArrayList<>();
        boolean sampled = false;
        for (Group group : groups) {
            // The unary plus keeps databases from looking through the whole group by its index.
            var which = new Where("+group_id = ?", group.id());
            List<Event> portion;
            do {
                portion = events.since(which, seen.getOrDefault(group.id(), 0L), PORTION);
                for (Event event : portion) {
                    seen.put(group.id(), event.position().id());
                    String stream =
                            known.computeIfAbsent(event.stream(), streams::name).orElse("");
                    if (isChosen(stream) && pattern.matches(event.message())) {
                        found.add(shown(group, stream, event));
                    }
                }
                if (found.size() > MOST) {
                    found = new ArrayList<>(found.subList(found.size() - MOST, found.size()));
                    sampled = true;
                }
            } while (portion.size() == PORTION);
        }
        boolean isSample = sampled;
        return StartLiveTailResponseStream.sessionUpdateBuilder()
                .sessionMetadata(metadata -> metadata.sampled(isSample))
                .sessionResults(found)
                .build();
    }

    private boolean isChosen(String stream) {
        return !stream.isEmpty()
                && (names.isEmpty() || names.contains(stream))
                && (prefixes.isEmpty() || prefixes.stream().anyMatch(stream::startsWith));
    }

    private static LiveTailSessionLogEvent shown(Group group, String stream, Event event) {
        return LiveTailSessionLogEvent.builder()
                .logGroupIdentifier(group.scope().account() + ":" + group.name())
                .logStreamName(stream)
                .message(event.message())
                .timestamp(event.happened())
                .ingestionTime(event.ingested())
                .build();
    }
}
