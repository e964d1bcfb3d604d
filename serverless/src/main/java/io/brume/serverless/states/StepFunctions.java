package io.brume.serverless.states;

import io.brume.kernel.call.Calls;
import io.brume.kernel.database.Database;
import io.brume.kernel.event.Announcements;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Tags;
import io.brume.kernel.telemetry.LogSink;
import io.brume.serverless.states.run.Definitions;
import io.brume.serverless.states.run.Execution;
import io.brume.serverless.states.run.Executions;
import io.brume.serverless.states.run.History;
import io.brume.serverless.states.run.Listings;
import io.brume.serverless.states.run.Tokens;
import io.brume.serverless.states.run.Trial;
import io.brume.serverless.states.task.Integrations;
import io.brume.serverless.states.task.ServiceIntegrations;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.*;

/** AWS Step Functions: state machines in the Amazon States Language, and their executions. */
public final class StepFunctions implements SfnClient, AutoCloseable {

    private final Tags tags;
    private final Tokens tokens;
    private final Machines machines;
    private final Activities activities;
    private final Executions executions;
    private final Starting starting;
    private final Looking looking;
    private final Trying trying;

    /**
     * Announces changes of executions' states on the default event bus, and is started by rules through the outbox.
     *
     * @param calls the services that tasks can call; asked for when the first one does
     * @param logs where executions are logged
     */
    public StepFunctions(Database database, Outbox outbox, Supplier<Calls> calls, LogSink logs, Clock clock) {
        Integrations integrations = new ServiceIntegrations(calls);
        var definitions = new Definitions(database);
        tags = new Tags(database);
        tokens = new Tokens(database, clock);
        machines = new Machines(database, tags, clock);
        activities = new Activities(database, tokens, clock);
        executions =
                new Executions(database, definitions, new Announcements(outbox), logs, clock, integrations, tokens);
        starting = new Starting(machines, definitions, executions);
        looking = new Looking(machines, definitions, executions, new Listings(database), new History(database));
        trying = new Trying(new Trial(integrations, clock));
        outbox.register("states", starting);
    }

    /** Goes on with the executions that an earlier process left. */
    public void start() {
        executions.start();
    }

    @Override
    public CreateStateMachineResponse createStateMachine(CreateStateMachineRequest request) {
        return machines.create(request);
    }

    @Override
    public UpdateStateMachineResponse updateStateMachine(UpdateStateMachineRequest request) {
        return machines.update(request);
    }

    @Override
    public DeleteStateMachineResponse deleteStateMachine(DeleteStateMachineRequest request) {
        machines.delete(request.stateMachineArn());
        return DeleteStateMachineResponse.builder().build();
    }

    @Override
    public DescribeStateMachineResponse describeStateMachine(DescribeStateMachineRequest request) {
        return machines.describe(request.stateMachineArn());
    }

    @Override
    public ListStateMachinesResponse listStateMachines(ListStateMachinesRequest request) {
        return machines.list(request);
    }

    @Override
    public ValidateStateMachineDefinitionResponse validateStateMachineDefinition(
            ValidateStateMachineDefinitionRequest request) {
        return trying.validate(request);
    }

    @Override
    public TestStateResponse testState(TestStateRequest request) {
        return trying.test(request);
    }

    @Override
    public PublishStateMachineVersionResponse publishStateMachineVersion(PublishStateMachineVersionRequest request) {
        return machines.publish(request);
    }

    @Override
    public ListStateMachineVersionsResponse listStateMachineVersions(ListStateMachineVersionsRequest request) {
        return machines.versions(request);
    }

    @Override
    public DeleteStateMachineVersionResponse deleteStateMachineVersion(DeleteStateMachineVersionRequest request) {
        machines.deleteVersion(request.stateMachineVersionArn());
        return DeleteStateMachineVersionResponse.builder().build();
    }

    @Override
    public CreateStateMachineAliasResponse createStateMachineAlias(CreateStateMachineAliasRequest request) {
        return machines.createAlias(request);
    }

    @Override
    public DescribeStateMachineAliasResponse describeStateMachineAlias(DescribeStateMachineAliasRequest request) {
        return machines.alias(request.stateMachineAliasArn());
    }

    @Override
    public UpdateStateMachineAliasResponse updateStateMachineAlias(UpdateStateMachineAliasRequest request) {
        return machines.updateAlias(request);
    }

    @Override
    public DeleteStateMachineAliasResponse deleteStateMachineAlias(DeleteStateMachineAliasRequest request) {
        machines.deleteAlias(request.stateMachineAliasArn());
        return DeleteStateMachineAliasResponse.builder().build();
    }

    @Override
    public ListStateMachineAliasesResponse listStateMachineAliases(ListStateMachineAliasesRequest request) {
        return machines.aliases(request);
    }

    @Override
    public StartExecutionResponse startExecution(StartExecutionRequest request) {
        return starting.start(request);
    }

    @Override
    public StartSyncExecutionResponse startSyncExecution(StartSyncExecutionRequest request) {
        return starting.startSync(request);
    }

    @Override
    public StopExecutionResponse stopExecution(StopExecutionRequest request) {
        Execution execution = looking.execution(request.executionArn());
        Instant stopped = executions.stop(execution, request.error(), request.cause());
        return StopExecutionResponse.builder().stopDate(stopped).build();
    }

    @Override
    public RedriveExecutionResponse redriveExecution(RedriveExecutionRequest request) {
        Execution execution = looking.execution(request.executionArn());
        Instant redriven = executions
                .redrive(execution)
                .orElseThrow(() -> ExecutionNotRedrivableException.builder()
                        .message("Execution is " + execution.status() + " and cannot be redriven")
                        .build());
        return RedriveExecutionResponse.builder().redriveDate(redriven).build();
    }

    @Override
    public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
        return looking.describe(request);
    }

    @Override
    public DescribeStateMachineForExecutionResponse describeStateMachineForExecution(
            DescribeStateMachineForExecutionRequest request) {
        return looking.machine(request);
    }

    @Override
    public ListExecutionsResponse listExecutions(ListExecutionsRequest request) {
        return looking.list(request);
    }

    @Override
    public GetExecutionHistoryResponse getExecutionHistory(GetExecutionHistoryRequest request) {
        return looking.history(request);
    }

    @Override
    public DescribeMapRunResponse describeMapRun(DescribeMapRunRequest request) {
        return looking.mapRun(request);
    }

    @Override
    public ListMapRunsResponse listMapRuns(ListMapRunsRequest request) {
        return looking.mapRuns(request);
    }

    @Override
    public UpdateMapRunResponse updateMapRun(UpdateMapRunRequest request) {
        return looking.updateMapRun(request);
    }

    @Override
    public CreateActivityResponse createActivity(CreateActivityRequest request) {
        CreateActivityResponse created = activities.create(request);
        machines.tag(created.activityArn(), Machines.tags(request.tags()));
        return created;
    }

    @Override
    public DescribeActivityResponse describeActivity(DescribeActivityRequest request) {
        return activities.describe(request.activityArn());
    }

    @Override
    public DeleteActivityResponse deleteActivity(DeleteActivityRequest request) {
        activities.delete(request.activityArn());
        tags.removeAll(request.activityArn());
        return DeleteActivityResponse.builder().build();
    }

    @Override
    public ListActivitiesResponse listActivities(ListActivitiesRequest request) {
        return activities.list(request);
    }

    @Override
    public GetActivityTaskResponse getActivityTask(GetActivityTaskRequest request) {
        return activities.take(request);
    }

    @Override
    public SendTaskSuccessResponse sendTaskSuccess(SendTaskSuccessRequest request) {
        if (io.brume.serverless.states.expression.Json.parse(request.output()).isEmpty()) {
            throw InvalidOutputException.builder()
                    .message("Invalid Output: 'The output is not valid JSON'")
                    .build();
        }
        check(tokens.succeed(request.taskToken(), request.output()));
        return SendTaskSuccessResponse.builder().build();
    }

    @Override
    public SendTaskFailureResponse sendTaskFailure(SendTaskFailureRequest request) {
        check(tokens.fail(request.taskToken(), request.error(), request.cause()));
        return SendTaskFailureResponse.builder().build();
    }

    @Override
    public SendTaskHeartbeatResponse sendTaskHeartbeat(SendTaskHeartbeatRequest request) {
        check(tokens.beat(request.taskToken()));
        return SendTaskHeartbeatResponse.builder().build();
    }

    private static void check(Tokens.Outcome outcome) {
        switch (outcome) {
            case TAKEN -> {}
            case UNKNOWN -> throw StatesErrors.badToken();
            case LATE -> throw StatesErrors.late();
        }
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        checkExists(request.resourceArn());
        machines.tag(request.resourceArn(), Machines.tags(request.tags()));
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        checkExists(request.resourceArn());
        tags.remove(request.resourceArn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        checkExists(request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(request.resourceArn()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private void checkExists(String arn) {
        try {
            if (arn.contains(":activity:")) {
                DescribeActivityResponse unused = activities.describe(arn);
            } else {
                DescribeStateMachineResponse unused = machines.describe(arn);
            }
        } catch (StateMachineDoesNotExistException | ActivityDoesNotExistException e) {
            throw StatesErrors.noResource(arn);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        executions.close();
    }
}
