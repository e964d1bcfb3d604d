package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.shape.Shapes;
import io.brume.testing.SettableClock;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** DynamoDB on a database and a clock that stands, asked through the SDK's own clients. */
final class DynamoFixture implements AutoCloseable {

    final SettableClock clock = new SettableClock("2026-11-25T12:00:00Z");
    final Database database;
    final DynamoDb service;
    final DynamoDbClient client;
    final DynamoDbStreamsClient streams;

    DynamoFixture(Database database) {
        this.database = database;
        service = new DynamoDb(database, clock);
        InProcess inside = InProcess.of(HostedService.of(service), HostedService.of(service.streams()));
        client = inside.client(DynamoDbClient.class);
        streams = inside.client(DynamoDbStreamsClient.class);
    }

    /** Makes a table with the keys {@code h} (text) and {@code r} (number). */
    void table(String name, Consumer<CreateTableRequest.Builder> more) {
        client.createTable(request -> {
            request.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            a -> a.attributeName("h").attributeType(ScalarAttributeType.S),
                            a -> a.attributeName("r").attributeType(ScalarAttributeType.N))
                    .keySchema(
                            k -> k.attributeName("h").keyType(KeyType.HASH),
                            k -> k.attributeName("r").keyType(KeyType.RANGE));
            more.accept(request);
        });
    }

    void table(String name) {
        table(name, _ -> {});
    }

    /** Makes a table with one key, {@code id}, a text. */
    void simpleTable(String name) {
        client.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)));
    }

    /** An item of DynamoDB's JSON; single quotes stand for double ones. */
    static Map<String, AttributeValue> item(String json) {
        return Shapes.parse("{\"Item\":" + json.replace('\'', '"') + "}", GetItemResponse.class)
                .item();
    }

    void put(String table, String... items) {
        for (String item : items) {
            client.putItem(request -> request.tableName(table).item(item(item)));
        }
    }

    Map<String, AttributeValue> get(String table, String key) {
        return client.getItem(request -> request.tableName(table).key(item(key)))
                .item();
    }

    /** The code and the message of what a call is refused with; empty when it is not refused. */
    static String refusal(Runnable call) {
        try {
            call.run();
            return "";
        } catch (AwsServiceException e) {
            return e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
        }
    }

    @Override
    public void close() {
        service.close();
        client.close();
        streams.close();
        database.close();
    }
}
