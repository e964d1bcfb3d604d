package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.State;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Map runs of which nothing is kept. */
final class MemoryMapRuns implements MapRuns {

    @Override
    public Run begin(Work work, @Nullable String known, State.MapState map, Limits limits, int items) {
        Subject parent = work.subject();
        String arn = parent.scope().arn("states", "mapRun:" + parent.name() + "/map:" + UUID.randomUUID());
        return new Run() {
            @Override
            public String arn() {
                return arn;
            }

            @Override
            public Limits limits() {
                return limits;
            }

            @Override
            public Child child(int index, JsonNode input) {
                return walk(work, map, input);
            }

            @Override
            public void end(boolean succeeded) {}
        };
    }

    private static MapRuns.Child walk(Work work, State.MapState map, JsonNode input) {
        Subject parent = work.subject();
        String name = UUID.randomUUID().toString();
        String arn = parent.arn() + ":" + name;
        Instant started = work.now();
        var subject = new Subject(
                parent.scope(),
                arn,
                name,
                parent.machine(),
                parent.role(),
                input,
                started,
                0,
                null,
                true,
                parent.deadline());
        var item = new Work(subject, new MemoryJournal(HistoryTooLong.MOST, _ -> {}), work.tools());
        try {
            JsonNode output = new Walk(item, new Line(Line.ROOT, map.processor(), null, input, Json.object())).run();
            return new MapRuns.Child(arn, name, "SUCCEEDED", input, output, null, null, started, work.now());
        } catch (StateFailure e) {
            return new MapRuns.Child(arn, name, "FAILED", input, null, e.error(), e.reason(), started, work.now());
        }
    }
}
