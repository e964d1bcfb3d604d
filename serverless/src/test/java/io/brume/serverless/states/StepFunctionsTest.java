package io.brume.serverless.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.serverless.Databases;
import io.brume.serverless.Databases.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sfn.model.*;

class StepFunctionsTest {

    private static final String PASS = """
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"x": 1}, "Next": "B"},
              "B": {"Type": "Succeed"}}}""";
    private static final String FOREVER = """
            {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1000000, "End": true}}}""";

    static Stream<Kind> databases() {
        return Databases.each();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anExecutionRunsAndItsHistoryIsInOrder(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String execution = fixture.run(fixture.machine("m", PASS), "{\"q\":1}");

            DescribeExecutionResponse ended = fixture.ended(execution);

            assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(ended.output()).isEqualTo("{\"x\":1}");
            var events = fixture.states
                    .getExecutionHistory(r -> r.executionArn(execution))
                    .events();
            assertThat(events)
                    .extracting(HistoryEvent::typeAsString)
                    .containsExactly(
                            "ExecutionStarted",
                            "PassStateEntered",
                            "PassStateExited",
                            "SucceedStateEntered",
                            "SucceedStateExited",
                            "ExecutionSucceeded");
            assertThat(events).extracting(HistoryEvent::id).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(events).extracting(HistoryEvent::previousEventId).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            var first = fixture.states.getExecutionHistory(
                    r -> r.executionArn(execution).reverseOrder(true).maxResults(2));
            assertThat(first.events()).extracting(HistoryEvent::id).containsExactly(6L, 5L);
            assertThat(fixture.states
                            .getExecutionHistory(r -> r.executionArn(execution)
                                    .reverseOrder(true)
                                    .maxResults(2)
                                    .nextToken(first.nextToken()))
                            .events())
                    .extracting(HistoryEvent::id)
                    .containsExactly(4L, 3L);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void startIsIdempotentByNameWhileTheExecutionRuns(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String machine = fixture.machine("m", FOREVER);
            var first = fixture.states.startExecution(
                    r -> r.stateMachineArn(machine).name("one").input("{}"));

            var again = fixture.states.startExecution(
                    r -> r.stateMachineArn(machine).name("one").input("{}"));

            assertThat(again.executionArn()).isEqualTo(first.executionArn());
            assertThatThrownBy(() -> fixture.states.startExecution(
                            r -> r.stateMachineArn(machine).name("one").input("{\"other\":1}")))
                    .isInstanceOf(ExecutionAlreadyExistsException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStoppedExecutionIsAbortedAndCanBeRedriven(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String execution = fixture.run(fixture.machine("m", FOREVER), "{}");

            fixture.states.stopExecution(
                    r -> r.executionArn(execution).error("E").cause("C"));

            DescribeExecutionResponse stopped = fixture.ended(execution);
            assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
            assertThat(stopped.error()).isEqualTo("E");
            fixture.states.redriveExecution(r -> r.executionArn(execution));
            assertThat(fixture.states
                            .describeExecution(r -> r.executionArn(execution))
                            .redriveCount())
                    .isEqualTo(1);
            assertThatThrownBy(() -> fixture.states.redriveExecution(r -> r.executionArn(execution)))
                    .isInstanceOf(ExecutionNotRedrivableException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anyOperationOfAHostedServiceIsATask(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String url = fixture.sqs.createQueue(r -> r.queueName("q")).queueUrl();
            String machine = fixture.machine("m", """
                    {"StartAt": "Send", "States": {
                      "Send": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "ResultPath": "$.sent",
                        "Parameters": {"QueueUrl.$": "$.url", "MessageBody": {"hello.$": "$.who"}}, "Next": "Receive"},
                      "Receive": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:receiveMessage",
                        "Parameters": {"QueueUrl.$": "$.url"}, "OutputPath": "$.Messages[0].Body", "Next": "Delete"},
                      "Delete": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:deleteQueue",
                        "Parameters": {"QueueUrl": "http://localhost/123456789012/none"}, "ResultPath": null,
                        "Catch": [{"ErrorEquals": ["Sqs.QueueDoesNotExistException"], "ResultPath": null, "Next": "End"}],
                        "Next": "End"},
                      "End": {"Type": "Pass", "End": true}}}""");

            DescribeExecutionResponse ended =
                    fixture.ended(fixture.run(machine, "{\"url\":\"" + url + "\",\"who\":\"world\"}"));

            assertThat(ended.status()).as(ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(ended.output()).isEqualTo("\"{\\\"hello\\\":\\\"world\\\"}\"");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTaskWaitsForItsToken(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String url = fixture.sqs.createQueue(r -> r.queueName("q")).queueUrl();
            String machine = fixture.machine("m", """
                    {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true, "HeartbeatSeconds": 600,
                      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                      "Parameters": {"QueueUrl.$": "$.url", "MessageBody.$": "$$.Task.Token"}}}}""");
            String execution = fixture.run(machine, "{\"url\":\"" + url + "\"}");
            String token = fixture.sqs
                    .receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20))
                    .messages()
                    .getFirst()
                    .body();

            fixture.states.sendTaskHeartbeat(r -> r.taskToken(token));
            fixture.states.sendTaskSuccess(r -> r.taskToken(token).output("{\"answer\":42}"));

            assertThat(fixture.ended(execution).output()).isEqualTo("{\"answer\":42}");
            assertThatThrownBy(() -> fixture.states.sendTaskSuccess(
                            r -> r.taskToken(token).output("{}")))
                    .isInstanceOf(TaskTimedOutException.class);
            assertThatThrownBy(() -> fixture.states.sendTaskSuccess(
                            r -> r.taskToken("nobody's").output("{}")))
                    .isInstanceOf(InvalidTokenException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aWorkerGetsTheWorkOfAnActivity(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String activity = fixture.states.createActivity(r -> r.name("work")).activityArn();
            String machine = fixture.machine(
                    "m",
                    "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"" + activity
                            + "\", \"End\": true, \"Catch\": [{\"ErrorEquals\": [\"Bad\"], \"Next\": \"B\"}]},"
                            + " \"B\": {\"Type\": \"Pass\", \"End\": true}}}");
            String execution = fixture.run(machine, "{\"n\":1}");

            var task =
                    fixture.states.getActivityTask(r -> r.activityArn(activity).workerName("w"));
            fixture.states.sendTaskFailure(
                    r -> r.taskToken(task.taskToken()).error("Bad").cause("it is"));

            assertThat(task.input()).isEqualTo("{\"n\":1}");
            assertThat(fixture.ended(execution).output()).isEqualTo("{\"Error\":\"Bad\",\"Cause\":\"it is\"}");
            assertThat(fixture.states
                            .getExecutionHistory(r -> r.executionArn(execution))
                            .events())
                    .extracting(HistoryEvent::typeAsString)
                    .contains("ActivityScheduled", "ActivityStarted", "ActivityFailed");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anExecutionWaitsForTheOneThatItStarts(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String child = fixture.machine("child", PASS);
            String machine = fixture.machine(
                    "parent",
                    "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\":"
                            + " \"arn:aws:states:::states:startExecution.sync:2\", \"Parameters\": {\"StateMachineArn\": \""
                            + child + "\", \"Input\": {\"a\": 1}}, \"OutputPath\": \"$.Output\", \"End\": true}}}");

            assertThat(fixture.ended(fixture.run(machine, "{}")).output()).isEqualTo("{\"x\":1}");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDistributedMapRunsAnExecutionForEachItem(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String machine = fixture.machine("m", """
                    {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "Label": "items", "MaxConcurrency": 5,
                      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                        "StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}}}}""");

            String execution = fixture.run(machine, "[1,2,3,4,5,6,7]");

            assertThat(fixture.ended(execution).output()).isEqualTo("[1,2,3,4,5,6,7]");
            String run = fixture.states
                    .listMapRuns(r -> r.executionArn(execution))
                    .mapRuns()
                    .getFirst()
                    .mapRunArn();
            DescribeMapRunResponse described = fixture.states.describeMapRun(r -> r.mapRunArn(run));
            assertThat(described.status()).isEqualTo(MapRunStatus.SUCCEEDED);
            assertThat(described.itemCounts().succeeded()).isEqualTo(7);
            assertThat(fixture.states.listExecutions(r -> r.mapRunArn(run)).executions())
                    .hasSize(7);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anExpressExecutionAnswersAtOnce(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String machine = fixture.express("e", PASS);

            StartSyncExecutionResponse answer = fixture.states.startSyncExecution(
                    r -> r.stateMachineArn(machine).input("{}"));

            assertThat(answer.status()).isEqualTo(SyncExecutionStatus.SUCCEEDED);
            assertThat(answer.output()).isEqualTo("{\"x\":1}");
            assertThatThrownBy(() -> fixture.states.listExecutions(r -> r.stateMachineArn(machine)))
                    .isInstanceOf(StateMachineTypeNotSupportedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void versionsStayAndAliasesPointToThem(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String machine = fixture.machine("m", PASS);
            String first = fixture.states
                    .publishStateMachineVersion(r -> r.stateMachineArn(machine))
                    .stateMachineVersionArn();
            fixture.states.updateStateMachine(r -> r.stateMachineArn(machine)
                    .definition(
                            "{\"StartAt\":\"Z\",\"States\":{\"Z\":{\"Type\":\"Pass\",\"Result\":2,\"End\":true}}}"));
            String alias = fixture.states
                    .createStateMachineAlias(r -> r.name("prod")
                            .routingConfiguration(
                                    route -> route.stateMachineVersionArn(first).weight(100)))
                    .stateMachineAliasArn();

            DescribeExecutionResponse old = fixture.ended(fixture.run(alias, "{}"));

            assertThat(first).endsWith(":m:1");
            assertThat(old.output()).isEqualTo("{\"x\":1}");
            assertThat(old.stateMachineAliasArn()).isEqualTo(alias);
            assertThat(old.stateMachineVersionArn()).isEqualTo(first);
            assertThat(fixture.ended(fixture.run(machine, "{}")).output()).isEqualTo("2");
            assertThat(fixture.states
                            .listStateMachineVersions(r -> r.stateMachineArn(machine))
                            .stateMachineVersions())
                    .hasSize(1);
            assertThatThrownBy(() -> fixture.states.deleteStateMachineVersion(r -> r.stateMachineVersionArn(first)))
                    .isInstanceOf(ConflictException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void changesOfStatusAreAnnounced(Kind kind) throws Exception {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String execution = fixture.run(fixture.machine("m", PASS), "{}");

            DescribeExecutionResponse unused = fixture.ended(execution);

            var both = fixture.events.next().body() + fixture.events.next().body();
            assertThat(both).contains("\"status\":\"RUNNING\"", "\"status\":\"SUCCEEDED\"", execution);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAnotherServiceSendsToAStateMachineStartsIt(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String machine = fixture.machine("m", PASS);
            fixture.outbox.send(io.brume.kernel.event.Message.of(
                    new io.brume.kernel.resource.Scope("123456789012", "us-east-1"),
                    "rule",
                    machine,
                    "{\"from\":\"rule\"}"));

            var executions = StatesFixture.until(
                    () -> fixture.states
                            .listExecutions(r -> r.stateMachineArn(machine))
                            .executions(),
                    list -> !list.isEmpty());

            assertThat(fixture.ended(executions.getFirst().executionArn()).input())
                    .isEqualTo("{\"from\":\"rule\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStateIsTriedOutByItself(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            TestStateResponse answer = fixture.states.testState(
                    r -> r.definition("{\"Type\":\"Pass\",\"Parameters\":{\"v.$\":\"$.a\"},\"Next\":\"B\"}")
                            .roleArn(StatesFixture.ROLE)
                            .input("{\"a\":1}")
                            .inspectionLevel(InspectionLevel.DEBUG));

            assertThat(answer.status()).isEqualTo(TestExecutionStatus.SUCCEEDED);
            assertThat(answer.output()).isEqualTo("{\"v\":1}");
            assertThat(answer.nextState()).isEqualTo("B");
            assertThat(answer.inspectionData().afterParameters()).isEqualTo("{\"v\":1}");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDefinitionIsCheckedBeforeItIsKept(Kind kind) {
        try (var fixture = new StatesFixture(kind.fresh())) {
            String wrong = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"}}}";

            ValidateStateMachineDefinitionResponse answer =
                    fixture.states.validateStateMachineDefinition(r -> r.definition(wrong));

            assertThat(answer.result()).isEqualTo(ValidateStateMachineDefinitionResultCode.FAIL);
            assertThat(answer.diagnostics().getFirst().code()).isEqualTo("MISSING_TRANSITION_TARGET");
            assertThat(answer.diagnostics().getFirst().location()).isEqualTo("/States/A/Next");
            assertThatThrownBy(() -> fixture.machine("m", wrong))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("Missing 'Next' target: B at /States/A/Next");
        }
    }
}
