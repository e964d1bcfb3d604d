package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.serverless.states.language.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the runs of distributed maps, and runs an execution of its own for each item. Thread-safe. */
interface MapRuns {

    /** How many may be worked on at once, and may fail. */
    record Limits(int concurrency, int toleratedCount, double toleratedPercentage) {}

    /** What became of an item. @param status as DescribeExecution names it */
    record Child(
            String arn,
            String name,
            String status,
            JsonNode input,
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable String cause,
            Instant started,
            Instant stopped) {

        boolean succeeded() {
            return status.equals("SUCCEEDED");
        }
    }

    /** The run of a state. */
    interface Run {
        String arn();

        Limits limits();

        /** Runs an item's execution to its end, or tells of the one that has ended before. */
        Child child(int index, JsonNode input);

        void end(boolean succeeded);
    }

    /**
     * Begins a run, or takes up the one that was begun before.
     *
     * @param known its ARN; null for a new one
     */
    Run begin(Work work, @Nullable String known, State.MapState map, Limits limits, int items);

    /** Does a whole state. */
    default JsonNode run(
            Work work, Line line, State.MapState map, io.brume.serverless.states.expression.Environment selected) {
        return new DistributedStep(work, line, map, selected, this).run();
    }
}
