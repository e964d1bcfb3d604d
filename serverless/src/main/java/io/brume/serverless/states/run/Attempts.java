package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.Common;
import io.brume.serverless.states.language.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Tries a state again where Retry says so, and goes where Catch says when that is of no use. */
final class Attempts {

    /** Errors of the definition itself: these end the execution. */
    private static final Set<String> TERMINAL = Set.of(StateFailure.RUNTIME);

    private final Work work;
    private final Line line;
    private final Common common;
    private final boolean task;
    private final boolean branches;

    Attempts(Work work, Line line, State state) {
        this.work = work;
        this.line = line;
        this.common = state.common();
        this.task = state instanceof State.Task;
        this.branches = state instanceof State.Parallel;
    }

    Walk.Done done(Supplier<Walk.Done> attempt, Supplier<Environment> environment) {
        while (true) {
            awaitRetry();
            try {
                return attempt.get();
            } catch (StateFailure failure) {
                if (!retries(failure)) {
                    return caught(failure, environment.get());
                }
            }
        }
    }

    private void awaitRetry() {
        if (line.visit.has("retryAt")) {
            work.pause(Instant.parse(line.visit.get("retryAt").textValue()));
            line.visit.remove("retryAt");
        }
    }

    /** Notes the next attempt; false when there is none. */
    private boolean retries(StateFailure failure) {
        List<Common.Retrier> retriers = common.retry();
        for (int i = 0; i < retriers.size(); i++) {
            Common.Retrier retrier = retriers.get(i);
            if (matches(retrier.errors(), failure.error())) {
                ObjectNode counts = line.visit.withObject("/retries");
                int before = counts.path(String.valueOf(i)).asInt();
                if (before >= retrier.maxAttempts()) {
                    return false;
                }
                counts.put(String.valueOf(i), before + 1);
                again(retrier, before);
                return true;
            }
        }
        return false;
    }

    private void again(Common.Retrier retrier, int before) {
        double seconds = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), before);
        Long most = retrier.maxDelaySeconds();
        if (most != null) {
            seconds = Math.min(seconds, most);
        }
        if (retrier.jitter()) {
            seconds = ThreadLocalRandom.current().nextDouble() * seconds;
        }
        Instant at = work.now().plus(Duration.ofMillis(Math.round(Math.min(seconds, 99_999_999) * 1000)));
        line.visit.put("retryAt", at.toString());
        line.visit.put("retryCount", line.visit.path("retryCount").asInt() + 1);
        line.visit.remove(TaskStep.KEPT);
        work.journal().commit(line);
    }

    private Walk.Done caught(StateFailure failure, Environment environment) {
        for (Common.Catcher catcher : common.catchers()) {
            if (matches(catcher.errors(), failure.error())) {
                ObjectNode error = Json.object();
                error.put("Error", failure.error());
                String cause = failure.reason();
                error.put("Cause", cause == null ? "" : cause);
                line.visit.remove(TaskStep.KEPT);
                return new Walk.Done(Flow.caught(common, catcher, line.input, error, environment), catcher.next());
            }
        }
        throw failure;
    }

    private boolean matches(List<String> errors, String error) {
        if (TERMINAL.contains(error)) {
            return false;
        }
        for (String each : errors) {
            if (each.equals(error)
                    || (each.equals(StateFailure.ALL) && !error.equals(StateFailure.DATA_LIMIT))
                    || (each.equals(StateFailure.BRANCH_FAILED) && branches)
                    || (each.equals(StateFailure.TASK_FAILED) && task && !error.equals(StateFailure.TIMEOUT))) {
                return true;
            }
        }
        return false;
    }
}
