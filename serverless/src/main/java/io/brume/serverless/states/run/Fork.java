package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.Machine;
import io.brume.serverless.states.language.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Lines within a line, each walked by a thread of its own: all succeed, or the first that fails ends the others. */
final class Fork {

    private final Work work;
    private final Line line;

    Fork(Work work, Line line) {
        this.work = work;
        this.line = line;
    }

    /** Told of the lines' beginnings and ends, to add events to them. */
    interface Listener {
        void started(Line child, int index);

        void succeeded(Line child, int index);

        void failed(Line child, int index);

        /** Says nothing. */
        Listener NONE = new Listener() {
            @Override
            public void started(Line child, int index) {}

            @Override
            public void succeeded(Line child, int index) {}

            @Override
            public void failed(Line child, int index) {}
        };
    }

    /** The outputs of a Parallel state's branches. */
    JsonNode parallel(State.Parallel parallel, JsonNode arguments) {
        begin("ParallelStateStarted", null);
        List<Machine> branches = parallel.branches();
        try {
            List<JsonNode> outputs = all(
                    branches.size(),
                    branches.size(),
                    index -> new Line(id(index), branches.get(index), line, arguments, Json.object()),
                    Listener.NONE);
            end("ParallelStateSucceeded");
            return Json.array(outputs);
        } catch (StateFailure failure) {
            end("ParallelStateFailed");
            throw failure;
        }
    }

    /** Notes once that the lines begin. */
    void begin(String type, @Nullable ObjectNode details) {
        if (!line.visit.has("forked")) {
            line.visit.put("forked", true);
            line.pending.add(
                    details == null
                            ? Event.of(type, work.now())
                            : Event.of(type, work.now(), "mapStateStartedEventDetails", details));
            work.journal().commit(line);
        }
    }

    void end(String type) {
        line.visit.remove("forked");
        line.pending.add(Event.of(type, work.now()));
        line.joined = true; // with the state's exit, in one commit: an end that is kept alone would be a new beginning
    }

    /** Unique for the visit and the attempt, so that nothing of an earlier one is mistaken for this one's. */
    String id(int index) {
        return line.id + "/" + line.entered + "-"
                + line.visit.path("retryCount").asInt() + "." + index;
    }

    private record Ended(
            int index, @Nullable JsonNode output, @Nullable RuntimeException failure) {}

    /**
     * The outputs in order.
     *
     * @param concurrency how many are walked at once
     * @throws StateFailure the first that one ends with
     */
    List<JsonNode> all(int count, int concurrency, IntFunction<Line> lines, Listener listener) {
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        Map<Integer, Thread> threads = new LinkedHashMap<>();
        List<Line> begun = new ArrayList<>();
        JsonNode[] outputs = new JsonNode[count];
        int next = 0;
        try {
            for (int done = 0; done < count; done++) {
                while (next < count && threads.size() < concurrency) {
                    Line child = lines.apply(next);
                    begun.add(child);
                    int index = next++;
                    threads.put(
                            index,
                            Thread.ofVirtual()
                                    .name("branch-" + index)
                                    .start(() -> ended.add(walk(child, index, listener))));
                }
                Ended one = ended.take();
                threads.remove(one.index);
                if (one.failure != null) {
                    throw one.failure;
                }
                outputs[one.index] = one.output;
            }
            return List.of(outputs);
        } catch (InterruptedException e) {
            throw new Over();
        } finally {
            begun.forEach(Line::cancel);
            threads.values().forEach(Thread::interrupt);
        }
    }

    private Ended walk(Line child, int index, Listener listener) {
        try {
            JsonNode known = restore(child);
            if (known != null) {
                return new Ended(index, known, null);
            }
            if (child.previous == line.previous && !child.visit.has("entered")) {
                listener.started(child, index);
            }
            JsonNode output = new Walk(work, child).run();
            listener.succeeded(child, index);
            child.output = output;
            work.journal().commit(child);
            return new Ended(index, output, null);
        } catch (StateFailure failure) {
            return failed(child, index, listener, failure);
        } catch (RuntimeException e) {
            return new Ended(index, null, e);
        } catch (Error e) {
            return new Ended(index, null, new IllegalStateException(e));
        }
    }

    private Ended failed(Line child, int index, Listener listener, StateFailure failure) {
        try {
            listener.failed(child, index);
            work.journal().commit(child);
            return new Ended(index, null, failure);
        } catch (RuntimeException e) {
            return new Ended(index, null, e);
        }
    }

    /** Where an earlier run left the line; its output when it has ended. */
    private @Nullable JsonNode restore(Line child) {
        Journal.Saved saved = work.journal().saved(child.id);
        if (saved == null) {
            return null;
        }
        restore(child, saved);
        return saved.output();
    }

    static void restore(Line line, Journal.Saved saved) {
        line.state = saved.state();
        line.input = saved.input();
        saved.variables().properties().forEach(entry -> line.variables.put(entry.getKey(), entry.getValue()));
        line.visit = (ObjectNode) saved.visit();
        line.previous = saved.previous();
        line.entered = saved.entered();
    }
}
