package io.brume.serverless.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.run.Definitions;
import io.brume.serverless.states.run.Execution;
import io.brume.serverless.states.run.Executions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sfn.model.*;

/** Starts executions: for callers, and for the rules and schedules whose target a state machine is. */
final class Starting implements Destination {

    private static final int LARGEST = 256 * 1024;

    private final Machines machines;
    private final Definitions definitions;
    private final Executions executions;

    Starting(Machines machines, Definitions definitions, Executions executions) {
        this.machines = machines;
        this.definitions = definitions;
        this.executions = executions;
    }

    StartExecutionResponse start(StartExecutionRequest request) {
        Machines.Target target = machines.target(request.stateMachineArn());
        return start(target, request.name(), request.input(), request.traceHeader());
    }

    private StartExecutionResponse start(
            Machines.Target target, @Nullable String given, @Nullable String input, @Nullable String trace) {
        Executions.Start start = prepared(target, given, input, trace);
        Optional<Execution> started = executions.start(start);
        Execution execution = started.orElseGet(() -> again(start));
        return StartExecutionResponse.builder()
                .executionArn(execution.arn())
                .startDate(execution.started())
                .build();
    }

    /** The same request again finds the execution that it started, as long as that runs. */
    private Execution again(Executions.Start start) {
        Execution before = executions.find(start.arn()).orElseThrow(() -> StatesErrors.noExecution(start.arn()));
        if (before.isRunning() && before.input().equals(start.input().toString())) {
            return before;
        }
        throw ExecutionAlreadyExistsException.builder()
                .message("Execution Already Exists: '" + start.arn() + "'")
                .build();
    }

    StartSyncExecutionResponse startSync(StartSyncExecutionRequest request) {
        Machines.Target target = machines.target(request.stateMachineArn());
        if (target.machine().type() != StateMachineType.EXPRESS) {
            throw StatesErrors.wrongType();
        }
        Executions.Start start = prepared(target, request.name(), request.input(), request.traceHeader());
        java.time.Instant started = java.time.Instant.now();
        Executions.Ending ending = executions.runNow(start);
        JsonNode output = ending.output();
        long millis = Math.max(1, Duration.between(started, ending.at()).toMillis());
        return StartSyncExecutionResponse.builder()
                .executionArn(start.arn())
                .stateMachineArn(target.machine().stateMachineArn())
                .name(start.name())
                .startDate(started)
                .stopDate(ending.at())
                .status(ending.status())
                .error(ending.error())
                .cause(ending.cause())
                .input(start.input().toString())
                .inputDetails(details -> details.included(true))
                .output(output == null ? null : output.toString())
                .outputDetails(details -> details.included(true))
                .traceHeader(request.traceHeader())
                .billingDetails(details ->
                        details.billedMemoryUsedInMB(64L).billedDurationInMilliseconds((millis + 99) / 100 * 100))
                .build();
    }

    private Executions.Start prepared(
            Machines.Target target, @Nullable String given, @Nullable String input, @Nullable String trace) {
        DescribeStateMachineResponse machine = target.machine();
        Arns arn = Arns.machine(machine.stateMachineArn());
        Scope scope = arn.scope();
        boolean express = machine.type() == StateMachineType.EXPRESS;
        String name = given == null ? UUID.randomUUID().toString() : Arns.checkedName(given);
        String executionArn = express
                ? scope.arn("states", "express:" + arn.name() + ":" + name + ":" + UUID.randomUUID())
                : scope.arn("states", "execution:" + arn.name() + ":" + name);
        LoggingConfiguration logging = machine.loggingConfiguration();
        boolean logs = logging != null && logging.level() != null && logging.level() != LogLevel.OFF;
        return new Executions.Start(
                scope,
                arn.unqualified(),
                target.version(),
                target.alias(),
                executionArn,
                name,
                express,
                machine.roleArn(),
                definitions.keep(machine.definition()),
                input(input),
                logs ? Shapes.json(logging) : null,
                trace);
    }

    private static JsonNode input(@Nullable String text) {
        String given = text == null || text.isBlank() ? "{}" : text;
        if (given.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw StatesErrors.invalid(
                    "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must"
                            + " have length less than or equal to " + LARGEST);
        }
        return Json.parse(given)
                .orElseThrow(() -> InvalidExecutionInputException.builder()
                        .message("Invalid State Machine Execution Input: 'The input is not valid JSON'")
                        .build());
    }

    /** The message's body is the input. */
    @Override
    public void deliver(Message message) throws Undeliverable {
        try {
            StartExecutionResponse unused = start(machines.target(message.destination()), null, message.body(), null);
        } catch (AwsServiceException e) {
            throw new Undeliverable(message.destination() + " was not started: " + e.getMessage());
        }
    }
}
