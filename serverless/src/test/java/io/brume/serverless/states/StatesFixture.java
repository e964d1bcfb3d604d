package io.brume.serverless.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.call.Calls;
import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.telemetry.LogSink;
import io.brume.serverless.Deliveries;
import io.brume.serverless.sqs.Sqs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Step Functions and SQS on one database. */
final class StatesFixture implements AutoCloseable {

    static final String ROLE = "arn:aws:iam::123456789012:role/states";

    final Database database;
    final Outbox outbox;
    final StepFunctions service;
    final SfnClient states;
    final SqsClient sqs;
    final Deliveries events = new Deliveries();

    StatesFixture(Database database) {
        this.database = database;
        outbox = new Outbox(database, Clock.systemUTC());
        outbox.register("events", events);
        var calls = new AtomicReference<Calls>();
        service = new StepFunctions(database, outbox, calls::get, LogSink.NONE, Clock.systemUTC());
        var hosted = List.of(HostedService.of(service), HostedService.of(new Sqs(database, Clock.systemUTC())));
        calls.set(new Calls(hosted));
        var inside = InProcess.of(hosted.toArray(HostedService[]::new));
        states = inside.client(SfnClient.class);
        sqs = inside.client(SqsClient.class);
        outbox.start();
        service.start();
    }

    String machine(String name, String definition) {
        return states.createStateMachine(
                        r -> r.name(name).definition(definition).roleArn(ROLE))
                .stateMachineArn();
    }

    String express(String name, String definition) {
        return states.createStateMachine(
                        r -> r.name(name).definition(definition).roleArn(ROLE).type(StateMachineType.EXPRESS))
                .stateMachineArn();
    }

    String run(String machine, String input) {
        return states.startExecution(r -> r.stateMachineArn(machine).input(input))
                .executionArn();
    }

    DescribeExecutionResponse ended(String execution) {
        return until(
                () -> states.describeExecution(r -> r.executionArn(execution)),
                answer -> answer.status() != ExecutionStatus.RUNNING);
    }

    static <T> T until(Supplier<T> asked, java.util.function.Predicate<T> wanted) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            T answer = asked.get();
            if (wanted.test(answer)) {
                return answer;
            }
            assertThat(System.nanoTime()).as("waited for more than %s", answer).isLessThan(end);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        service.close();
        outbox.close();
        database.close();
    }
}
