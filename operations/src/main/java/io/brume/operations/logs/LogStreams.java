package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.resource.PageToken;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/** Log streams. */
final class LogStreams {

    private static final int PAGE = 50;

    private final Database database;
    private final Clock clock;

    LogStreams(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether it was made: it is not when the group has one of that name. */
    boolean add(Group group, String name) {
        if (name.indexOf('\0') >= 0) {
            throw Problems.invalid("The log stream's name has a character that is not allowed.");
        }
        return database.write(transaction -> transaction.update(
                        "INSERT INTO log_stream (group_id, name, created, first_event, last_event, last_ingested)"
                                + " VALUES (?, ?, ?, -1, -1, -1) ON CONFLICT DO NOTHING",
                        group.id(),
                        name,
                        clock.instant()))
                == 1;
    }

    Stream get(Group group, String name) {
        return find(group, name).orElseThrow(Problems::noStream);
    }

    Optional<Stream> find(Group group, String name) {
        return name.indexOf('\0') >= 0
                ? Optional.empty()
                : database.read(transaction -> transaction.first(
                        "SELECT * FROM log_stream WHERE group_id = ? AND name = ?",
                        row -> stream(row, group),
                        group.id(),
                        name));
    }

    /** The name of a stream; empty when it was deleted meanwhile. */
    Optional<String> name(long id) {
        return database.read(transaction ->
                transaction.first("SELECT name FROM log_stream WHERE id = ?", row -> row.text("name"), id));
    }

    /** Deletes a stream at once, and leaves its events to {@link LogHousekeeping}. */
    void delete(Group group, String name) {
        database.change(transaction -> {
            Stream stream = get(group, name);
            transaction.update("DELETE FROM log_stream WHERE id = ?", stream.id());
            transaction.update("INSERT INTO log_deleted (group_id, stream_id) VALUES (?, ?)", group.id(), stream.id());
        });
    }

    DescribeLogStreamsResponse describe(Group group, DescribeLogStreamsRequest request) {
        boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        String prefix = request.logStreamNamePrefix();
        if (byTime && prefix != null) {
            throw Problems.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        boolean descending = Boolean.TRUE.equals(request.descending());
        String order = (byTime ? "time" : "name") + (descending ? " down" : " up");
        var where = new Where("group_id = ?", group.id());
        if (prefix != null) {
            if (prefix.indexOf('\0') >= 0) {
                return DescribeLogStreamsResponse.builder()
                        .logStreams(List.of())
                        .build();
            }
            where.and("name >= ?", prefix)
                    .and("substr(name, 1, " + prefix.codePointCount(0, prefix.length()) + ") = ?", prefix);
        }
        if (request.nextToken() != null) {
            List<String> place = place(request.nextToken(), order);
            String beyond = descending ? "<" : ">";
            if (byTime) {
                where.and("(last_event, name) " + beyond + " (?, ?)", Long.valueOf(place.getFirst()), place.getLast());
            } else {
                where.and("name " + beyond + " ?", place.getLast());
            }
        }
        int limit = request.limit() == null ? PAGE : request.limit();
        List<Stream> streams = page(group, where, byTime, descending, limit + 1);
        boolean more = streams.size() > limit;
        List<Stream> page = more ? streams.subList(0, limit) : streams;
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.stream().map(LogStreams::described).toList())
                .nextToken(more ? token(page.getLast(), order) : null)
                .build();
    }

    private List<Stream> page(Group group, Where where, boolean byTime, boolean descending, int limit) {
        String direction = descending ? " DESC" : "";
        return database.read(transaction -> transaction.query(
                "SELECT * FROM log_stream" + where + " ORDER BY " + (byTime ? "last_event" + direction + ", " : "")
                        + "name" + direction + " LIMIT " + limit,
                row -> stream(row, group),
                where.arguments()));
    }

    private static String token(Stream last, String order) {
        return PageToken.of("logs/streams " + order, List.of(String.valueOf(last.lastEvent()), last.name()));
    }

    private static List<String> place(String token, String order) {
        return PageToken.read("logs/streams " + order, token)
                .filter(values -> values.size() == 2)
                .orElseThrow(Problems::invalidToken);
    }

    private static LogStream described(Stream stream) {
        return LogStream.builder()
                .logStreamName(stream.name())
                .arn(stream.arn())
                .creationTime(stream.created())
                .firstEventTimestamp(momentOrNull(stream.firstEvent()))
                .lastEventTimestamp(momentOrNull(stream.lastEvent()))
                .lastIngestionTime(momentOrNull(stream.lastIngested()))
                .uploadSequenceToken(Position.digits(stream.id(), Math.max(0, stream.lastIngested())))
                .storedBytes(0L)
                .build();
    }

    private static @Nullable Long momentOrNull(long moment) {
        return moment < 0 ? null : moment;
    }

    private static Stream stream(Row row, Group group) throws SQLException {
        return new Stream(
                row.number("id"),
                group,
                row.text("name"),
                row.number("created"),
                row.number("first_event"),
                row.number("last_event"),
                row.number("last_ingested"));
    }
}
