package io.brume.operations.logs;

import io.brume.kernel.resource.PageToken;
import io.brume.operations.logs.LogEvents.Cursor;
import io.brume.operations.logs.pattern.FilterPattern;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** Reads events back: a stream's in order, or a group's that match a pattern. */
final class Reading {

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_EVENTS = 10_000;

    /** How much one FilterLogEvents looks through before it answers with what it has and a token. */
    private static final long MOST_SEARCHED_BYTES = 64L << 20;

    private final Clock clock;
    private final LogStreams streams;
    private final LogEvents events;

    Reading(Clock clock, LogStreams streams, LogEvents events) {
        this.clock = clock;
        this.streams = streams;
        this.events = events;
    }

    /** Where a page of GetLogEvents begins: {@code f/} and {@code b/} tokens, which never run out. */
    private record Token(boolean forward, Position position) {

        static Optional<Token> read(String text) {
            boolean known = (text.startsWith("f/") || text.startsWith("b/")) && text.endsWith("/s");
            return !known || text.length() < 5
                    ? Optional.empty()
                    : Position.ofDigits(text.substring(2, text.length() - 2))
                            .map(position -> new Token(text.startsWith("f/"), position));
        }

        static String of(boolean forward, Position position) {
            return (forward ? "f/" : "b/") + position.digits() + "/s";
        }
    }

    GetLogEventsResponse get(Group group, GetLogEventsRequest request) {
        Stream stream = streams.get(group, request.logStreamName());
        Token token = request.nextToken() == null
                ? null
                : Token.read(request.nextToken()).orElseThrow(Problems::invalidToken);
        boolean forward = token == null ? Boolean.TRUE.equals(request.startFromHead()) : token.forward;
        Position start = start(group, request.startTime());
        Position end = request.endTime() == null ? Position.LAST : Position.before(request.endTime());
        Cursor cursor = events.cursor(
                new Where("stream_id = ?", stream.id()),
                forward,
                token == null || !forward ? start : Position.max(start, token.position),
                token == null || forward ? end : Position.min(end, token.position));
        List<Event> page = page(cursor, request.limit() == null ? MOST_EVENTS : request.limit());
        if (!forward) {
            Collections.reverse(page);
        }
        Position reached = token == null ? start : token.position;
        Position before = page.isEmpty()
                ? forward ? reached.next() : reached
                : page.getFirst().position();
        Position after = page.isEmpty()
                ? forward ? reached : previous(reached)
                : page.getLast().position();
        return GetLogEventsResponse.builder()
                .events(page.stream().map(Reading::output).toList())
                .nextForwardToken(Token.of(true, after))
                .nextBackwardToken(Token.of(false, before))
                .build();
    }

    private static Position previous(Position position) {
        return position.id() == 0 ? position : position.previous();
    }

    /** From where on events are wanted, and kept. */
    private Position start(Group group, @Nullable Long startTime) {
        return Position.before(Math.max(startTime == null ? 0 : startTime, group.oldestKept(clock.instant())));
    }

    private static List<Event> page(Cursor cursor, int limit) {
        List<Event> page = new ArrayList<>();
        long bytes = 0;
        while (page.size() < limit) {
            Event event = cursor.peek();
            if (event == null || bytes + event.bytes() > MOST_BYTES && !page.isEmpty()) {
                break;
            }
            bytes += event.bytes();
            page.add(event);
            Event unused = cursor.next();
        }
        return page;
    }

    private static OutputLogEvent output(Event event) {
        return OutputLogEvent.builder()
                .timestamp(event.happened())
                .message(event.message())
                .ingestionTime(event.ingested())
                .build();
    }

    FilterLogEventsResponse filter(Group group, FilterLogEventsRequest request) {
        if (request.hasLogStreamNames() && request.logStreamNamePrefix() != null) {
            throw Problems.invalid("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        }
        FilterPattern pattern = Patterns.parse(request.filterPattern());
        Where where = which(group, request);
        String tokens = "logs/filter " + group.id();
        Position start = start(group, request.startTime());
        Position from = request.nextToken() == null
                ? start
                : PageToken.read(tokens, request.nextToken())
                        .filter(values -> values.size() == 1)
                        .flatMap(values -> Position.ofDigits(values.getFirst()))
                        .orElseThrow(Problems::invalidToken);
        int limit = request.limit() == null ? MOST_EVENTS : request.limit();
        Search search = new Search(pattern, limit);
        Position reached = search.through(events.cursor(
                where,
                true,
                Position.max(start, from),
                request.endTime() == null ? Position.LAST : Position.after(request.endTime())));
        return FilterLogEventsResponse.builder()
                .events(search.found)
                .searchedLogStreams(List.of())
                .nextToken(reached == null ? null : PageToken.of(tokens, List.of(reached.digits())))
                .build();
    }

    private Where which(Group group, FilterLogEventsRequest request) {
        var where = new Where("group_id = ?", group.id());
        if (request.hasLogStreamNames()) {
            List<Long> ids = request.logStreamNames().stream()
                    .distinct()
                    .map(name -> streams.get(group, name).id())
                    .toList();
            where = ids.size() == 1 ? new Where("stream_id = ?", ids.getFirst()) : where.andIn("stream_id", ids);
        }
        String prefix = request.logStreamNamePrefix();
        if (prefix != null) {
            where.and(
                    "stream_id IN (SELECT id FROM log_stream WHERE group_id = ? AND substr(name, 1, "
                            + prefix.codePointCount(0, prefix.length()) + ") = ?)",
                    group.id(),
                    prefix.replace('\0', '*')); // no stream's name has either
        }
        return where;
    }

    /** One FilterLogEvents on its way through the events. */
    private final class Search {

        private final FilterPattern pattern;
        private final int limit;
        private final List<FilteredLogEvent> found = new ArrayList<>();
        private final Map<Long, Optional<String>> names = new HashMap<>();

        Search(FilterPattern pattern, int limit) {
            this.pattern = pattern;
            this.limit = limit;
        }

        /** Returns where to go on; null at the end. */
        @Nullable
        Position through(Cursor cursor) {
            Position reached = null;
            long bytes = 0;
            long searched = 0;
            for (Event event = cursor.peek(); event != null; event = cursor.peek()) {
                boolean matches = pattern.matches(event.message());
                boolean full = found.size() == limit || bytes + event.bytes() > MOST_BYTES && !found.isEmpty();
                if (matches && full || searched > MOST_SEARCHED_BYTES) {
                    return reached;
                }
                if (matches) {
                    bytes += event.bytes();
                    add(event);
                }
                searched += event.bytes();
                reached = event.position();
                Event unused = cursor.next();
            }
            return null;
        }

        private void add(Event event) {
            names.computeIfAbsent(event.stream(), streams::name)
                    .ifPresent(name -> found.add(FilteredLogEvent.builder()
                            .logStreamName(name)
                            .timestamp(event.happened())
                            .message(event.message())
                            .ingestionTime(event.ingested())
                            .eventId(event.position().digits())
                            .build()));
        }
    }
}
