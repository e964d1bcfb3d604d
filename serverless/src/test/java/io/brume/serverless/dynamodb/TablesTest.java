package io.brume.serverless.dynamodb;

import static io.brume.serverless.dynamodb.DynamoFixture.item;
import static io.brume.serverless.dynamodb.DynamoFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.serverless.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Tables, what is made of their items in the background, and their streams, on every database. */
@ParameterizedClass
@MethodSource("io.brume.serverless.Databases#each")
class TablesTest {

    /** One for each kind of database: all tests of a kind share it. */
    private static final Map<Databases.Kind, DynamoFixture> OPEN = new ConcurrentHashMap<>();

    private final DynamoFixture db;

    TablesTest(Databases.Kind kind) {
        db = OPEN.computeIfAbsent(kind, of -> new DynamoFixture(of.fresh()));
    }

    @AfterAll
    static void close() {
        OPEN.values().forEach(DynamoFixture::close);
        OPEN.clear();
    }

    private TableDescription describe(String table) {
        return db.client.describeTable(r -> r.tableName(table)).table();
    }

    @Test
    void aTableIsDescribedAsItWasMade() {
        var made = db.client.createTable(request -> request.tableName("made")
                .provisionedThroughput(p -> p.readCapacityUnits(5L).writeCapacityUnits(6L))
                .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                .deletionProtectionEnabled(true)
                .tags(Tag.builder().key("team").value("blue").build()));
        assertThat(made.tableDescription().tableStatus()).isEqualTo(TableStatus.CREATING);
        db.put("made", "{'id':{'S':'a'},'x':{'N':'12'}}");
        TableDescription table = describe("made");
        assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        assertThat(table.tableArn()).isEqualTo("arn:aws:dynamodb:us-east-1:123456789012:table/made");
        assertThat(table.provisionedThroughput().writeCapacityUnits()).isEqualTo(6);
        assertThat(table.itemCount()).isEqualTo(1);
        assertThat(table.tableSizeBytes()).isEqualTo(6);
        assertThat(describe(table.tableArn()).tableId()).isEqualTo(table.tableId());
        assertThat(db.client
                        .listTagsOfResource(r -> r.resourceArn(table.tableArn()))
                        .tags())
                .containsExactly(Tag.builder().key("team").value("blue").build());
        db.client.untagResource(r -> r.resourceArn(table.tableArn()).tagKeys("team"));
        assertThat(db.client
                        .listTagsOfResource(r -> r.resourceArn(table.tableArn()))
                        .tags())
                .isEmpty();
        assertThat(refusal(() -> db.simpleTable("made")))
                .isEqualTo("ResourceInUseException: Table already exists: made");
        assertThat(refusal(() -> db.client.deleteTable(r -> r.tableName("made"))))
                .isEqualTo(
                        "ValidationException: Resource cannot be deleted as it is currently protected against deletion."
                                + " Disable deletion protection first.");
        db.client.updateTable(
                r -> r.tableName("made").deletionProtectionEnabled(false).billingMode(BillingMode.PAY_PER_REQUEST));
        assertThat(describe("made").billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(db.client
                        .deleteTable(r -> r.tableName("made"))
                        .tableDescription()
                        .tableStatus())
                .isEqualTo(TableStatus.DELETING);
        assertThatThrownBy(() -> describe("made"))
                .isInstanceOfSatisfying(
                        ResourceNotFoundException.class,
                        e -> assertThat(e.awsErrorDetails().errorMessage())
                                .isEqualTo("Requested resource not found: Table: made not found"));
        db.simpleTable("made");
        db.service.housekeeping().doAll();
        assertThat(db.get("made", "{'id':{'S':'a'}}")).isEmpty();
        assertThat(describe("made").itemCount()).isZero();
    }

    @Test
    void tablesAreListedInPages() {
        for (String name : List.of("list.c", "list.a", "list.b")) {
            db.simpleTable(name);
        }
        var first = db.client.listTables(r -> r.exclusiveStartTableName("list").limit(2));
        assertThat(first.tableNames()).containsExactly("list.a", "list.b");
        assertThat(first.lastEvaluatedTableName()).isEqualTo("list.b");
        assertThat(db.client
                        .listTables(r -> r.exclusiveStartTableName("list.b").limit(1))
                        .tableNames())
                .containsExactly("list.c");
    }

    @Test
    void tablesThatCannotBeAreRefused() {
        String begin = "ValidationException: One or more parameter values were invalid: ";
        assertThat(refusal(() -> db.client.createTable(r -> r.tableName("bad")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(a -> a.attributeName("x").attributeType(ScalarAttributeType.S))
                        .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)))))
                .isEqualTo(begin + "Some index key attributes are not defined in AttributeDefinitions. Keys: [id],"
                        + " AttributeDefinitions: [x]");
        assertThat(refusal(() -> db.client.createTable(r -> r.tableName("bad")
                        .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                        .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)))))
                .isEqualTo(begin + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
                        + " PROVISIONED");
        assertThat(refusal(() -> db.table(
                        "bad",
                        r -> r.attributeDefinitions(
                                a -> a.attributeName("h").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("r").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("z").attributeType(ScalarAttributeType.S)))))
                .isEqualTo(begin
                        + "Number of attributes in KeySchema does not exactly match number of attributes defined in"
                        + " AttributeDefinitions");
        assertThat(refusal(() -> db.client.createTable(r -> r.tableName("bad")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(a -> a.attributeName("id").attributeType("X"))
                        .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)))))
                .contains(
                        "1 validation error detected: Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to"
                                + " satisfy constraint: Member must satisfy enum value set");
        assertThat(refusal(
                        () -> db.client.updateTable(r -> r.tableName("absent").deletionProtectionEnabled(true))))
                .isEqualTo("ResourceNotFoundException: Requested resource not found: Table: absent not found");
    }

    @Test
    void aNewIndexGetsTheItemsThatThereAre() {
        db.table("filled");
        for (int from = 0; from < 450; from += 25) {
            List<WriteRequest> puts = IntStream.range(from, from + 25)
                    .mapToObj(r -> Map.of(
                            "h", AttributeValue.fromS("h" + r % 7),
                            "r", AttributeValue.fromN(String.valueOf(r)),
                            "g", r == 13 ? AttributeValue.fromN("1") : AttributeValue.fromS("g" + r % 2)))
                    .map(item -> WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build())
                    .toList();
            db.client.batchWriteItem(request -> request.requestItems(Map.of("filled", puts)));
        }
        db.client.updateTable(request -> request.tableName("filled")
                .attributeDefinitions(a -> a.attributeName("g").attributeType(ScalarAttributeType.S))
                .globalSecondaryIndexUpdates(u -> u.create(c -> c.indexName("byG")
                        .keySchema(k -> k.attributeName("g").keyType(KeyType.HASH))
                        .projection(p -> p.projectionType(ProjectionType.ALL)))));
        assertThat(describe("filled").globalSecondaryIndexes().getFirst().indexStatus())
                .isEqualTo(IndexStatus.CREATING);
        assertThat(refusal(() -> count("filled", "byG", "g0")))
                .isEqualTo("ValidationException: Cannot read from backfilling global secondary index: byG");
        db.client.deleteItem(r -> r.tableName("filled").key(item("{'h':{'S':'h0'},'r':{'N':'0'}}")));
        db.service.housekeeping().doAll();
        assertThat(describe("filled").globalSecondaryIndexes().getFirst().indexStatus())
                .isEqualTo(IndexStatus.ACTIVE);
        assertThat(count("filled", "byG", "g0")).isEqualTo(224);
        assertThat(count("filled", "byG", "g1")).isEqualTo(224);
        db.client.updateTable(request ->
                request.tableName("filled").globalSecondaryIndexUpdates(u -> u.delete(d -> d.indexName("byG"))));
        assertThat(describe("filled").hasGlobalSecondaryIndexes()).isFalse();
        assertThat(describe("filled").attributeDefinitions()).hasSize(2);
        db.put("filled", "{'h':{'S':'h'},'r':{'N':'1'},'g':{'N':'1'}}");
    }

    private int count(String table, String index, String g) {
        return db.client
                .query(r -> r.tableName(table)
                        .indexName(index)
                        .keyConditionExpression("g = :g")
                        .expressionAttributeValues(Map.of(":g", AttributeValue.fromS(g))))
                .count();
    }

    @Test
    void itemsExpire() {
        db.client.createTable(request -> request.tableName("expiring")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                .streamSpecification(s -> s.streamEnabled(true).streamViewType(StreamViewType.OLD_IMAGE)));
        long now = db.clock.instant().getEpochSecond();
        db.put(
                "expiring",
                "{'id':{'S':'past'},'ttl':{'N':'" + (now - 100) + "'}}",
                "{'id':{'S':'text'},'ttl':{'S':'" + (now - 100) + "'}}",
                "{'id':{'S':'millis'},'ttl':{'N':'" + (now - 100) * 1000 + "'}}",
                "{'id':{'S':'ancient'},'ttl':{'N':'" + (now - 6L * 366 * 86400) + "'}}");
        db.client.updateTimeToLive(r -> r.tableName("expiring")
                .timeToLiveSpecification(t -> t.enabled(true).attributeName("ttl")));
        db.put("expiring", "{'id':{'S':'soon'},'ttl':{'N':'" + (now + 100) + "'}}");
        assertThat(db.client
                        .describeTimeToLive(r -> r.tableName("expiring"))
                        .timeToLiveDescription()
                        .timeToLiveStatus())
                .isEqualTo(TimeToLiveStatus.ENABLED);
        db.service.housekeeping().doAll();
        db.service.housekeeping().doAll();
        assertThat(db.get("expiring", "{'id':{'S':'past'}}")).isEmpty();
        assertThat(db.client.scan(r -> r.tableName("expiring")).count()).isEqualTo(4);
        List<Record> records = records("expiring", ShardIteratorType.TRIM_HORIZON);
        assertThat(records.getLast().eventName()).isEqualTo(OperationType.REMOVE);
        assertThat(records.getLast().userIdentity().principalId()).isEqualTo("dynamodb.amazonaws.com");
        assertThat(refusal(() -> db.client.updateTimeToLive(r -> r.tableName("expiring")
                        .timeToLiveSpecification(t -> t.enabled(true).attributeName("ttl")))))
                .isEqualTo("ValidationException: TimeToLive is already enabled");
        db.client.updateTimeToLive(r -> r.tableName("expiring")
                .timeToLiveSpecification(t -> t.enabled(false).attributeName("ttl")));
        assertThat(db.client
                        .describeTimeToLive(r -> r.tableName("expiring"))
                        .timeToLiveDescription()
                        .timeToLiveStatus())
                .isEqualTo(TimeToLiveStatus.DISABLED);
    }

    private String iterator(String table, ShardIteratorType type, String sequence) {
        String arn = describe(table).latestStreamArn();
        String shard = db.streams
                .describeStream(r -> r.streamArn(arn))
                .streamDescription()
                .shards()
                .getFirst()
                .shardId();
        return db.streams
                .getShardIterator(r -> r.streamArn(arn)
                        .shardId(shard)
                        .shardIteratorType(type)
                        .sequenceNumber(sequence.isEmpty() ? null : sequence))
                .shardIterator();
    }

    private List<Record> records(String table, ShardIteratorType type) {
        return db.streams
                .getRecords(r -> r.shardIterator(iterator(table, type, "")))
                .records();
    }

    @Test
    void aStreamTellsWhatChanged() {
        db.table(
                "streamed",
                r -> r.streamSpecification(
                        s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        String latest = iterator("streamed", ShardIteratorType.LATEST, "");
        db.put("streamed", "{'h':{'S':'a'},'r':{'N':'1'},'x':{'N':'1'}}");
        db.put("streamed", "{'h':{'S':'a'},'r':{'N':'1'},'x':{'N':'1'}}"); // changes nothing
        db.put("streamed", "{'h':{'S':'a'},'r':{'N':'1'},'x':{'N':'2'}}");
        db.client.deleteItem(r -> r.tableName("streamed").key(item("{'h':{'S':'a'},'r':{'N':'1'}}")));
        db.client.deleteItem(r -> r.tableName("streamed").key(item("{'h':{'S':'a'},'r':{'N':'1'}}")));
        var answer = db.streams.getRecords(r -> r.shardIterator(latest));
        assertThat(answer.records())
                .extracting(Record::eventName)
                .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
        Record modified = answer.records().get(1);
        assertThat(modified.dynamodb().keys()).isEqualTo(item("{'h':{'S':'a'},'r':{'N':'1'}}"));
        assertThat(modified.dynamodb().oldImage()).containsEntry("x", AttributeValue.fromN("1"));
        assertThat(modified.dynamodb().newImage()).containsEntry("x", AttributeValue.fromN("2"));
        assertThat(modified.dynamodb().sequenceNumber()).isEqualTo("100000000000000000002");
        assertThat(answer.records().getFirst().dynamodb().hasOldImage()).isFalse();
        assertThat(db.streams
                        .getRecords(r -> r.shardIterator(answer.nextShardIterator()))
                        .records())
                .isEmpty();
        assertThat(db.streams
                        .getRecords(r -> r.shardIterator(
                                iterator("streamed", ShardIteratorType.AFTER_SEQUENCE_NUMBER, "100000000000000000002")))
                        .records())
                .hasSize(1);
        assertThat(db.streams.listStreams(r -> r.tableName("streamed")).streams())
                .singleElement()
                .satisfies(stream -> assertThat(stream.streamArn())
                        .isEqualTo(describe("streamed").latestStreamArn()));
        db.client.updateTable(r -> r.tableName("streamed").streamSpecification(s -> s.streamEnabled(false)));
        assertThat(db.streams
                        .describeStream(r -> r.streamArn(describe("streamed").latestStreamArn()))
                        .streamDescription()
                        .streamStatus())
                .isEqualTo(StreamStatus.DISABLED);
        assertThat(db.streams
                        .getRecords(r -> r.shardIterator(answer.nextShardIterator()))
                        .nextShardIterator())
                .isNull();
        assertThat(refusal(() -> db.streams.getRecords(r -> r.shardIterator("nonsense"))))
                .isEqualTo("ValidationException: Invalid ShardIterator");
    }

    @Test
    void aStreamKeepsADay() {
        try (var own = new DynamoFixture(Databases.sqlite())) {
            own.table(
                    "day",
                    r -> r.streamSpecification(s -> s.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
            own.put("day", "{'h':{'S':'a'},'r':{'N':'1'}}");
            String arn =
                    own.client.describeTable(r -> r.tableName("day")).table().latestStreamArn();
            String shard = own.streams
                    .describeStream(r -> r.streamArn(arn))
                    .streamDescription()
                    .shards()
                    .getFirst()
                    .shardId();
            String horizon = own.streams
                    .getShardIterator(
                            r -> r.streamArn(arn).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            own.clock.advance(Duration.ofMinutes(16));
            assertThatThrownBy(() -> own.streams.getRecords(r -> r.shardIterator(horizon)))
                    .isInstanceOf(ExpiredIteratorException.class);
            own.clock.advance(Duration.ofHours(24));
            own.put("day", "{'h':{'S':'a'},'r':{'N':'2'}}");
            own.service.housekeeping().doAll();
            assertThatThrownBy(() -> own.streams.getShardIterator(r -> r.streamArn(arn)
                            .shardId(shard)
                            .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                            .sequenceNumber("100000000000000000001")))
                    .isInstanceOf(TrimmedDataAccessException.class);
            String fresh = own.streams
                    .getShardIterator(
                            r -> r.streamArn(arn).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            assertThat(own.streams.getRecords(r -> r.shardIterator(fresh)).records())
                    .singleElement()
                    .satisfies(record ->
                            assertThat(record.dynamodb().keys()).isEqualTo(item("{'h':{'S':'a'},'r':{'N':'2'}}")));
        }
    }
}
