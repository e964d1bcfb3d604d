package io.brume.serverless.dynamodb;

import static io.brume.serverless.dynamodb.DynamoFixture.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.call.Calls;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.telemetry.LogSink;
import io.brume.serverless.Databases;
import io.brume.serverless.states.StepFunctions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** State machines whose tasks read and write tables. */
class CalledByWorkflowsTest {

    @Test
    void aStateMachinePutsReadsAndCounts() {
        try (var db = new DynamoFixture(Databases.sqlite())) {
            var outbox = new Outbox(db.database, Clock.systemUTC());
            var calls = new Calls(List.of(HostedService.of(db.service)));
            var states = new StepFunctions(db.database, outbox, () -> calls, LogSink.NONE, Clock.systemUTC());
            var client = InProcess.of(HostedService.of(states)).client(SfnClient.class);
            db.simpleTable("orders");
            String machine = client.createStateMachine(request -> request.name("orders")
                            .type(StateMachineType.EXPRESS)
                            .roleArn("arn:aws:iam::123456789012:role/states")
                            .definition("""
                            {"StartAt": "Put", "States": {
                              "Put": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem",
                                "Parameters": {"TableName": "orders", "Item": {"id": {"S.$": "$.id"}, "n": {"N": "1"}}},
                                "ResultPath": null, "Next": "Count"},
                              "Count": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:updateItem",
                                "Parameters": {"TableName": "orders", "Key": {"id": {"S.$": "$.id"}},
                                  "UpdateExpression": "ADD n :two", "ExpressionAttributeValues": {":two": {"N": "2"}}},
                                "ResultPath": null, "Next": "Again"},
                              "Again": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem",
                                "Parameters": {"TableName": "orders", "Item": {"id": {"S.$": "$.id"}},
                                  "ConditionExpression": "attribute_not_exists(id)"},
                                "Catch": [{"ErrorEquals": ["DynamoDB.ConditionalCheckFailedException"],
                                  "ResultPath": "$.error", "Next": "Get"}], "Next": "Get"},
                              "Get": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
                                "Parameters": {"TableName": "orders", "Key": {"id": {"S.$": "$.id"}}},
                                "ResultPath": "$.got", "Next": "Query"},
                              "Query": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:query",
                                "Parameters": {"TableName": "orders", "KeyConditionExpression": "id = :id",
                                  "ExpressionAttributeValues": {":id": {"S.$": "$.id"}}},
                                "ResultPath": "$.found", "End": true}}}
                            """))
                    .stateMachineArn();
            var answer = client.startSyncExecution(
                    request -> request.stateMachineArn(machine).input("{\"id\":\"o1\"}"));
            assertThat(answer.output())
                    .as("%s", answer)
                    .contains("\"Error\":\"DynamoDB.ConditionalCheckFailedException\"")
                    .contains("\"Item\":{\"id\":{\"S\":\"o1\"},\"n\":{\"N\":\"3\"}}")
                    .contains("\"Count\":1");
            assertThat(db.get("orders", "{'id':{'S':'o1'}}")).isEqualTo(item("{'id':{'S':'o1'},'n':{'N':'3'}}"));
            states.close();
            outbox.close();
        }
    }
}
