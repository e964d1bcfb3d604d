package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.IllegalStatusException;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysRequest;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysResponse;
import software.amazon.awssdk.services.eventbridge.model.Replay;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;
import software.amazon.awssdk.services.eventbridge.model.StartReplayRequest;

/** Replays: archived events sent to their bus again, in the order of their times. A replay goes on after a restart. Thread-safe. */
final class Replays {

    private static final int BATCH = 100;

    private final Database database;
    private final Outbox outbox;
    private final Dispatcher dispatcher;
    private final Resources<DescribeReplayResponse> replays;
    private final Clock clock;

    Replays(Database database, Outbox outbox, Dispatcher dispatcher, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.dispatcher = dispatcher;
        this.clock = clock;
        replays = Resources.of(database, "events/replay", DescribeReplayResponse.class);
    }

    static String arn(Scope scope, String name) {
        return scope.arn("events", "replay/" + name);
    }

    DescribeReplayResponse start(Scope scope, StartReplayRequest request) {
        if (!request.eventStartTime().isBefore(request.eventEndTime())) {
            throw EventErrors.invalid(
                    "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
        }
        String name = request.replayName();
        DescribeReplayResponse made = DescribeReplayResponse.builder()
                .replayName(name)
                .replayArn(arn(scope, name))
                .description(request.description())
                .eventSourceArn(request.eventSourceArn())
                .destination(request.destination())
                .eventStartTime(request.eventStartTime())
                .eventEndTime(request.eventEndTime())
                .state(ReplayState.STARTING)
                .replayStartTime(clock.instant())
                .build();
        database.change(transaction -> {
            replays.create(scope, name, made, () -> EventErrors.exists("Replay " + name + " already exists."));
            transaction.update(
                    "INSERT INTO events_replay (replay, time, id) VALUES (?, ?, 0)",
                    made.replayArn(),
                    request.eventStartTime());
        });
        return made;
    }

    DescribeReplayResponse get(Scope scope, String name) {
        return replays.get(scope, name, () -> missing(name));
    }

    private static RuntimeException missing(String name) {
        return EventErrors.missing("Replay " + name + " does not exist.");
    }

    DescribeReplayResponse cancel(Scope scope, String name) {
        return database.write(transaction -> {
            DescribeReplayResponse replay = get(scope, name);
            if (transaction.update("DELETE FROM events_replay WHERE replay = ?", replay.replayArn()) == 0) {
                throw IllegalStatusException.builder()
                        .message("Replay " + name + " is not in a valid state for this operation.")
                        .build();
            }
            return change(scope, name, kept -> kept.state(ReplayState.CANCELLED).replayEndTime(clock.instant()));
        });
    }

    ListReplaysResponse list(Scope scope, ListReplaysRequest request) {
        return replays.page(
                        scope,
                        request,
                        ListReplaysResponse.builder(),
                        kept -> Replay.builder()
                                .replayName(kept.replayName())
                                .eventSourceArn(kept.eventSourceArn())
                                .state(kept.state())
                                .stateReason(kept.stateReason())
                                .eventStartTime(kept.eventStartTime())
                                .eventEndTime(kept.eventEndTime())
                                .eventLastReplayedTime(kept.eventLastReplayedTime())
                                .replayStartTime(kept.replayStartTime())
                                .replayEndTime(kept.replayEndTime())
                                .build(),
                        kept -> (request.eventSourceArn() == null
                                        || request.eventSourceArn().equals(kept.eventSourceArn()))
                                && (request.state() == null || request.state() == kept.state())
                                && (request.namePrefix() == null
                                        || kept.replayName().startsWith(request.namePrefix())))
                .build();
    }

    private DescribeReplayResponse change(
            Scope scope, String name, UnaryOperator<DescribeReplayResponse.Builder> change) {
        return replays.update(
                scope, name, kept -> change.apply(kept.toBuilder()).build(), () -> missing(name));
    }

    /** Where a replay stands: the time and the number of the last event sent. */
    private record Place(String replay, Instant time, long id) {}

    private record Archived(long id, Instant time, String event) {}

    /** Sends the next events of every running replay. */
    void advance() {
        List<Place> running = database.read(transaction -> transaction.query(
                "SELECT replay, time, id FROM events_replay ORDER BY replay LIMIT " + BATCH,
                row -> new Place(row.text("replay"), row.instant("time"), row.number("id"))));
        running.forEach(this::advance);
    }

    private void advance(Place place) {
        String[] parts = place.replay.split(":", 6);
        Scope scope = new Scope(parts[4], parts[3]);
        DescribeReplayResponse replay = get(scope, parts[5].substring("replay/".length()));
        Bus bus = Bus.ofArn(replay.destination().arn());
        List<Archived> events = next(replay, place);
        List<Message> messages = new ArrayList<>();
        for (Archived archived : events) {
            var json = Json.object(archived.event).orElseGet(Json::object);
            json.put("replay-name", replay.replayName());
            messages.addAll(dispatcher.messages(
                    bus,
                    new Event(json, clock.instant()),
                    false,
                    replay.destination().filterArns()));
        }
        database.change(transaction -> {
            int moved = events.isEmpty()
                    ? transaction.update(
                            "DELETE FROM events_replay WHERE replay = ? AND id = ?", place.replay, place.id)
                    : transaction.update(
                            "UPDATE events_replay SET time = ?, id = ? WHERE replay = ? AND time = ? AND id = ?",
                            events.getLast().time,
                            events.getLast().id,
                            place.replay,
                            place.time,
                            place.id);
            if (moved == 0) {
                return; // another server was first, or the replay was cancelled
            }
            messages.forEach(outbox::send);
            DescribeReplayResponse unused = change(
                    scope,
                    replay.replayName(),
                    kept -> events.isEmpty()
                            ? kept.state(ReplayState.COMPLETED).replayEndTime(clock.instant())
                            : kept.state(ReplayState.RUNNING).eventLastReplayedTime(events.getLast().time));
        });
    }

    private List<Archived> next(DescribeReplayResponse replay, Place place) {
        return database.read(transaction -> transaction.query(
                "SELECT id, time, event FROM events_archived WHERE archive = ? AND (time, id) > (?, ?) AND time < ?"
                        + " ORDER BY time, id LIMIT " + BATCH,
                row -> new Archived(row.number("id"), row.instant("time"), row.text("event")),
                replay.eventSourceArn(),
                place.time,
                place.id,
                replay.eventEndTime()));
    }
}
