package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.State;
import io.brume.serverless.states.run.MapRuns.Child;
import io.brume.serverless.states.run.MapRuns.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A Map state whose items each have an execution of their own. */
final class DistributedStep {

    /** AWS runs up to 10,000; one machine is busy with fewer. */
    private static final int CONCURRENCY = 100;

    private final Work work;
    private final Line line;
    private final State.MapState map;
    private final Environment selected;
    private final MapRuns runs;

    DistributedStep(Work work, Line line, State.MapState map, Environment selected, MapRuns runs) {
        this.work = work;
        this.line = line;
        this.map = map;
        this.selected = selected;
        this.runs = runs;
    }

    JsonNode run() {
        State.Distributed distributed = java.util.Objects.requireNonNull(map.distributed());
        List<JsonNode> inputs = inputs(distributed);
        int most = MapStep.count(map.maxConcurrency(), selected, 0);
        var limits = new Limits(most, MapStep.count(map.toleratedCount(), selected, -1), percentage());
        JsonNode known = line.visit.get("mapRun");
        MapRuns.Run run = runs.begin(work, known == null ? null : known.textValue(), map, limits, inputs.size());
        if (known == null) {
            begun(run, inputs.size());
        }
        try {
            List<Child> children = children(run, inputs, most == 0 ? CONCURRENCY : Math.min(most, CONCURRENCY));
            JsonNode result = new ResultWriting(work, caller(), map, selected).result(run.arn(), children);
            run.end(true);
            line.pending.add(Event.of("MapRunSucceeded", work.now()));
            ended("MapStateSucceeded");
            return result;
        } catch (StateFailure failure) {
            run.end(false);
            line.pending.add(Event.failure(
                    "MapRunFailed", work.now(), "mapRunFailedEventDetails", failure.error(), failure.reason()));
            ended("MapStateFailed");
            throw failure;
        }
    }

    private io.brume.serverless.states.task.Integrations.Caller caller() {
        return new io.brume.serverless.states.task.Integrations.Caller(
                work.subject().scope(), work.subject().arn(), line.id);
    }

    private double percentage() {
        var setting = map.toleratedPercentage();
        return setting == null ? -1 : setting.in(selected).asDouble();
    }

    private void begun(MapRuns.Run run, int items) {
        line.visit.put("mapRun", run.arn());
        ObjectNode length = Json.object();
        length.put("length", items);
        line.pending.add(Event.of("MapStateStarted", work.now(), "mapStateStartedEventDetails", length));
        ObjectNode arn = Json.object();
        arn.put("mapRunArn", run.arn());
        line.pending.add(Event.of("MapRunStarted", work.now(), "mapRunStartedEventDetails", arn));
        work.journal().commit(line);
    }

    private void ended(String type) {
        line.visit.remove("mapRun");
        line.pending.add(Event.of(type, work.now()));
    }

    /** The inputs of all executions: each item as ItemSelector makes it, or batches of them. */
    private List<JsonNode> inputs(State.Distributed distributed) {
        JsonNode reader = distributed.itemReader();
        Iterable<JsonNode> items = reader == null
                ? MapStep.items(map, selected)
                : new ItemReading(work, caller(), map.common().jsonata(), selected).items(reader);
        List<JsonNode> inputs = new ArrayList<>();
        for (JsonNode item : items) {
            inputs.add(MapStep.input(map, selected, item, MapStep.context(inputs.size(), item)));
        }
        JsonNode batcher = distributed.itemBatcher();
        return batcher == null ? inputs : new Batching(map.common().jsonata(), selected).batches(batcher, inputs);
    }

    private record Ended(
            @Nullable Child child, int index, @Nullable RuntimeException failure) {}

    private List<Child> children(MapRuns.Run run, List<JsonNode> inputs, int concurrency) {
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        Map<Integer, Thread> threads = new HashMap<>();
        Child[] children = new Child[inputs.size()];
        int next = 0;
        int failed = 0;
        try {
            for (int done = 0; done < children.length; done++) {
                while (next < children.length && threads.size() < concurrency) {
                    int index = next++;
                    threads.put(
                            index,
                            Thread.ofVirtual()
                                    .name("item-" + index)
                                    .start(() -> ended.add(child(run, index, inputs.get(index)))));
                }
                Ended one = ended.take();
                threads.remove(one.index);
                if (one.failure != null || one.child == null) {
                    throw one.failure == null ? new Over() : one.failure;
                }
                children[one.index] = one.child;
                failed += one.child.succeeded() ? 0 : 1;
                checkTolerance(run.limits(), failed, children.length);
            }
            return List.of(children);
        } catch (InterruptedException e) {
            throw new Over();
        } finally {
            threads.values().forEach(Thread::interrupt);
        }
    }

    private static Ended child(MapRuns.Run run, int index, JsonNode input) {
        try {
            return new Ended(run.child(index, input), index, null);
        } catch (RuntimeException e) {
            return new Ended(null, index, e);
        }
    }

    private static void checkTolerance(Limits limits, int failed, int all) {
        boolean byCount = limits.toleratedCount() >= 0;
        boolean byPercentage = limits.toleratedPercentage() >= 0;
        boolean exceeded = failed > 0
                && ((!byCount && !byPercentage)
                        || (byCount && failed > limits.toleratedCount())
                        || (byPercentage && failed * 100.0 / all > limits.toleratedPercentage()));
        if (exceeded) {
            throw new StateFailure(StateFailure.TOLERATED, "The specified tolerated failure threshold was exceeded");
        }
    }
}
