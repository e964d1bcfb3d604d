package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.pattern.Pattern;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.ArchiveState;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.ListArchivesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListArchivesResponse;

/** Archives: events that are kept to be replayed. Thread-safe. */
final class Archives {

    private final Database database;
    private final Resources<DescribeArchiveResponse> archives;
    private final Clock clock;

    Archives(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        archives = Resources.of(database, "events/archive", DescribeArchiveResponse.class);
    }

    /**
     * An archive as the events of its bus see it.
     *
     * @param pattern null when it keeps all of them
     * @param days how long it keeps them; 0 for ever
     */
    record Archive(String arn, @Nullable Pattern pattern, int days) {

        boolean takes(Event event) {
            return pattern == null || pattern.matches(event.json());
        }
    }

    static String arn(Scope scope, String name) {
        return scope.arn("events", "archive/" + name);
    }

    DescribeArchiveResponse create(Scope scope, CreateArchiveRequest request) {
        if (request.eventPattern() != null) {
            Pattern unused = EventPattern.compile(request.eventPattern());
        }
        DescribeArchiveResponse made = DescribeArchiveResponse.builder()
                .archiveName(request.archiveName())
                .archiveArn(arn(scope, request.archiveName()))
                .eventSourceArn(request.eventSourceArn())
                .description(request.description())
                .eventPattern(request.eventPattern())
                .retentionDays(request.retentionDays() == null ? 0 : request.retentionDays())
                .state(ArchiveState.ENABLED)
                .creationTime(clock.instant())
                .build();
        archives.create(
                scope,
                request.archiveName(),
                made,
                () -> EventErrors.exists("Archive " + request.archiveName() + " already exists."));
        return made;
    }

    /** As DescribeArchive answers it, with how much it holds. */
    DescribeArchiveResponse get(Scope scope, String name) {
        DescribeArchiveResponse kept = archives.get(scope, name, () -> missing(name));
        return database.read(transaction -> kept.toBuilder()
                .eventCount(
                        transaction.number("SELECT count(*) FROM events_archived WHERE archive = ?", kept.archiveArn()))
                .sizeBytes(transaction.number(
                        "SELECT coalesce(sum(length(event)), 0) FROM events_archived WHERE archive = ?",
                        kept.archiveArn()))
                .build());
    }

    private static RuntimeException missing(String name) {
        return EventErrors.missing("Archive " + name + " does not exist.");
    }

    DescribeArchiveResponse update(Scope scope, String name, UnaryOperator<DescribeArchiveResponse.Builder> change) {
        return archives.update(
                scope, name, kept -> change.apply(kept.toBuilder()).build(), () -> missing(name));
    }

    void delete(Scope scope, String name) {
        database.change(transaction -> {
            if (!archives.delete(scope, name)) {
                throw missing(name);
            }
            transaction.update("DELETE FROM events_archived WHERE archive = ?", arn(scope, name));
        });
    }

    ListArchivesResponse list(Scope scope, ListArchivesRequest request) {
        return archives.page(
                        scope,
                        request,
                        ListArchivesResponse.builder(),
                        kept -> software.amazon.awssdk.services.eventbridge.model.Archive.builder()
                                .archiveName(kept.archiveName())
                                .eventSourceArn(kept.eventSourceArn())
                                .state(kept.state())
                                .retentionDays(kept.retentionDays())
                                .eventCount(get(scope, kept.archiveName()).eventCount())
                                .sizeBytes(get(scope, kept.archiveName()).sizeBytes())
                                .creationTime(kept.creationTime())
                                .build(),
                        kept -> (request.eventSourceArn() == null
                                        || request.eventSourceArn().equals(kept.eventSourceArn()))
                                && (request.state() == null || request.state() == kept.state())
                                && (request.namePrefix() == null
                                        || kept.archiveName().startsWith(request.namePrefix())))
                .build();
    }

    /** The archives of a bus. */
    List<Archive> of(Bus bus) {
        return archives.all(bus.scope()).stream()
                .filter(kept -> Objects.equals(kept.eventSourceArn(), bus.arn()))
                .map(kept -> new Archive(
                        kept.archiveArn(),
                        kept.eventPattern() == null ? null : EventPattern.compile(kept.eventPattern()),
                        kept.retentionDays()))
                .toList();
    }

    /** Keeps an event, and forgets those that have been kept for long enough. */
    void keep(Archive archive, Event event) {
        Instant now = event.ingested();
        database.change(transaction -> {
            if (archive.days > 0) {
                transaction.update(
                        "DELETE FROM events_archived WHERE archive = ? AND time < ?",
                        archive.arn,
                        now.minus(Duration.ofDays(archive.days)));
            }
            transaction.update(
                    "INSERT INTO events_archived (archive, time, event) VALUES (?, ?, ?)",
                    archive.arn,
                    Instant.parse(event.json().path("time").asText()),
                    event.toString());
        });
    }
}
