package io.brume.bench.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/** Jobs: each submitted one ends in one success, with its effect done once. */
final class Executions implements Subject {

    static final String MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:crash";

    private final SfnClient jobs;
    private final Set<String> submitted = new HashSet<>();
    private final Set<String> recent = new HashSet<>();
    private long counter;

    Executions(SfnClient jobs) {
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "job";
    }

    @Override
    public void act(RandomGenerator random) {
        String name;
        synchronized (this) {
            name = "job-" + ++counter;
        }
        jobs.startExecution(b -> b.stateMachineArn(MACHINE).name(name));
        synchronized (this) {
            submitted.add(name);
            recent.add(name);
        }
    }

    @Override
    public List<String> check() {
        List<String> violations = new ArrayList<>();
        for (String name : recent) {
            state(name, violations);
        }
        recent.clear();
        return violations;
    }

    @Override
    public List<String> checkAtTheEnd() throws InterruptedException {
        List<String> violations = new ArrayList<>();
        long end = System.nanoTime() + 300_000_000_000L;
        for (String name : submitted) {
            DescribeExecutionResponse state = state(name, violations);
            while (state != null && state.statusAsString().equals("RUNNING") && System.nanoTime() < end) {
                Thread.sleep(50);
                state = state(name, violations);
            }
            if (state != null && !state.statusAsString().equals("SUCCEEDED")) {
                violations.add(name + " is " + state.statusAsString() + ": " + state.cause());
            } else if (state != null && !state.output().equals("1")) {
                violations.add(name + " was done " + state.output() + " times");
            }
        }
        return violations;
    }

    private @Nullable DescribeExecutionResponse state(String name, List<String> violations) {
        try {
            return jobs.describeExecution(b -> b.executionArn(name));
        } catch (ExecutionDoesNotExistException e) {
            violations.add(name + " is lost");
            return null;
        }
    }

    @Override
    public synchronized long acknowledged() {
        return submitted.size();
    }
}
