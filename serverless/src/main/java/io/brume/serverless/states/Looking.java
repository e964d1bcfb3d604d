package io.brume.serverless.states;

import io.brume.kernel.resource.PageToken;
import io.brume.serverless.states.run.Definitions;
import io.brume.serverless.states.run.Execution;
import io.brume.serverless.states.run.Executions;
import io.brume.serverless.states.run.History;
import io.brume.serverless.states.run.Listings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.*;

/** What there is to see of executions. */
final class Looking {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final Machines machines;
    private final Definitions definitions;
    private final Executions executions;
    private final Listings listings;
    private final History history;

    Looking(Machines machines, Definitions definitions, Executions executions, Listings listings, History history) {
        this.machines = machines;
        this.definitions = definitions;
        this.executions = executions;
        this.listings = listings;
        this.history = history;
    }

    /** @throws RuntimeException {@code ExecutionDoesNotExist} */
    Execution execution(String arn) {
        if (arn.contains(":express:")) {
            throw StatesErrors.wrongType();
        }
        Arns unused = Arns.of(arn, "execution");
        return executions.find(arn).orElseThrow(() -> StatesErrors.noExecution(arn));
    }

    DescribeExecutionResponse describe(DescribeExecutionRequest request) {
        Execution execution = execution(request.executionArn());
        var answer = DescribeExecutionResponse.builder()
                .executionArn(execution.arn())
                .stateMachineArn(execution.machine())
                .stateMachineVersionArn(execution.version())
                .stateMachineAliasArn(execution.alias())
                .name(execution.name())
                .status(execution.status())
                .startDate(execution.started())
                .stopDate(execution.stopped())
                .traceHeader(execution.trace())
                .mapRunArn(execution.mapRun())
                .error(execution.error())
                .cause(execution.cause())
                .redriveCount(execution.redrives())
                .redriveDate(execution.redriven());
        redrivable(answer, execution);
        if (request.includedData() != IncludedData.METADATA_ONLY) {
            answer.input(execution.input()).inputDetails(details -> details.included(true));
            if (execution.output() != null) {
                answer.output(execution.output()).outputDetails(details -> details.included(true));
            }
        }
        return answer.build();
    }

    private static void redrivable(DescribeExecutionResponse.Builder answer, Execution execution) {
        switch (execution.status()) {
            case "FAILED", "ABORTED", "TIMED_OUT" -> answer.redriveStatus(ExecutionRedriveStatus.REDRIVABLE);
            default ->
                answer.redriveStatus(ExecutionRedriveStatus.NOT_REDRIVABLE)
                        .redriveStatusReason(
                                execution.isRunning()
                                        ? "Execution is RUNNING and cannot be redriven"
                                        : "Execution is " + execution.status() + " and cannot be redriven");
        }
    }

    DescribeStateMachineForExecutionResponse machine(DescribeStateMachineForExecutionRequest request) {
        Execution execution = execution(request.executionArn());
        return DescribeStateMachineForExecutionResponse.builder()
                .stateMachineArn(execution.machine())
                .name(execution.machine().substring(execution.machine().lastIndexOf(':') + 1))
                .definition(definitions.body(execution.definition()))
                .roleArn(execution.role())
                .updateDate(execution.started())
                .mapRunArn(execution.mapRun())
                .loggingConfiguration(
                        execution.logging() == null
                                ? null
                                : io.brume.kernel.shape.Shapes.parse(execution.logging(), LoggingConfiguration.class))
                .build();
    }

    private static int most(@Nullable Integer asked) {
        return asked == null || asked == 0 ? PAGE : Math.min(asked, LARGEST_PAGE);
    }

    ListExecutionsResponse list(ListExecutionsRequest request) {
        if ((request.stateMachineArn() == null) == (request.mapRunArn() == null)) {
            throw StatesErrors.invalid("Exactly one of stateMachineArn and mapRunArn must be specified");
        }
        if (request.stateMachineArn() != null) {
            Arns arn = Arns.machine(request.stateMachineArn());
            boolean express = machines.machine(arn).type() == StateMachineType.EXPRESS;
            if (express) {
                throw StatesErrors.wrongType();
            }
        }
        Listings.Page page = listings.executions(
                request.stateMachineArn(),
                request.mapRunArn(),
                request.statusFilterAsString(),
                request.redriveFilterAsString(),
                place("ListExecutions", request.nextToken()),
                most(request.maxResults()));
        return ListExecutionsResponse.builder()
                .executions(page.executions().stream().map(Looking::item).toList())
                .nextToken(page.next() == null ? null : PageToken.of("ListExecutions", page.next()))
                .build();
    }

    private static ExecutionListItem item(Execution execution) {
        return ExecutionListItem.builder()
                .executionArn(execution.arn())
                .stateMachineArn(execution.machine())
                .stateMachineVersionArn(execution.version())
                .stateMachineAliasArn(execution.alias())
                .name(execution.name())
                .status(execution.status())
                .startDate(execution.started())
                .stopDate(execution.stopped())
                .mapRunArn(execution.mapRun())
                .redriveCount(execution.redrives())
                .redriveDate(execution.redriven())
                .itemCount(execution.mapRun() == null ? null : 1)
                .build();
    }

    private static @Nullable List<String> place(String what, @Nullable String token) {
        return token == null ? null : PageToken.read(what, token).orElseThrow(StatesErrors::badToken);
    }

    GetExecutionHistoryResponse history(GetExecutionHistoryRequest request) {
        Execution execution = execution(request.executionArn());
        boolean reverse = Boolean.TRUE.equals(request.reverseOrder());
        String what = "GetExecutionHistory" + reverse + execution.arn();
        List<String> place = place(what, request.nextToken());
        int most = most(request.maxResults());
        List<HistoryEvent> events = history.events(
                execution.arn(),
                reverse,
                place == null ? null : Long.valueOf(place.getFirst()),
                most + 1,
                !Boolean.FALSE.equals(request.includeExecutionData()));
        boolean more = events.size() > most;
        List<HistoryEvent> page = more ? events.subList(0, most) : events;
        return GetExecutionHistoryResponse.builder()
                .events(page)
                .nextToken(more ? PageToken.of(what, List.of(page.getLast().id().toString())) : null)
                .build();
    }

    DescribeMapRunResponse mapRun(DescribeMapRunRequest request) {
        return listings.mapRun(request.mapRunArn()).orElseThrow(() -> StatesErrors.noResource(request.mapRunArn()));
    }

    ListMapRunsResponse mapRuns(ListMapRunsRequest request) {
        Execution execution = execution(request.executionArn());
        return ListMapRunsResponse.builder()
                .mapRuns(listings.mapRuns(execution.arn(), execution.machine()))
                .build();
    }

    UpdateMapRunResponse updateMapRun(UpdateMapRunRequest request) {
        boolean known = listings.updateMapRun(
                request.mapRunArn(),
                request.maxConcurrency(),
                request.toleratedFailureCount(),
                request.toleratedFailurePercentage());
        if (!known) {
            throw StatesErrors.noResource(request.mapRunArn());
        }
        return UpdateMapRunResponse.builder().build();
    }
}
