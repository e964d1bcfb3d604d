package io.brume.serverless.dynamodb;

import static io.brume.serverless.dynamodb.DynamoFixture.item;
import static io.brume.serverless.dynamodb.DynamoFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.serverless.Databases;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnItemCollectionMetrics;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Items, read and written in every way, on every database. Each test has a table of its own. */
@ParameterizedClass
@MethodSource("io.brume.serverless.Databases#each")
class DynamoDbTest {

    /** One for each kind of database: all tests of a kind share it. */
    private static final Map<Databases.Kind, DynamoFixture> OPEN = new ConcurrentHashMap<>();

    private final DynamoFixture db;

    DynamoDbTest(Databases.Kind kind) {
        db = OPEN.computeIfAbsent(kind, of -> new DynamoFixture(of.fresh()));
    }

    @AfterAll
    static void close() {
        OPEN.values().forEach(DynamoFixture::close);
        OPEN.clear();
    }

    private static AttributeValue n(int number) {
        return AttributeValue.fromN(String.valueOf(number));
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue of(Map<String, AttributeValue> item, String attribute) {
        return Objects.requireNonNull(item.get(attribute), attribute);
    }

    @Test
    void anItemComesBackAsItWasPut() {
        db.simpleTable("values");
        Map<String, AttributeValue> item = item(
                "{'id':{'S':'x'},'s':{'S':''},'n':{'N':'-1.50e2'},'b':{'B':'AAECAw=='},"
                        + "'t':{'BOOL':true},'nothing':{'NULL':true},'ss':{'SS':['z','é','a','']},'ns':{'NS':['10','9','-1e1']},"
                        + "'bs':{'BS':['/w==','AA==']},'l':{'L':[{'S':'1'},{'L':[]},{'M':{}}]},'m':{'M':{'a b':{'N':'1'},'':{'S':'e'}}}}");
        db.client.putItem(r -> r.tableName("values").item(item));
        Map<String, AttributeValue> back = db.get("values", "{'id':{'S':'x'}}");
        assertThat(back.keySet()).isEqualTo(item.keySet());
        assertThat(back.get("n")).isEqualTo(n(-150));
        assertThat(of(back, "ss").ss()).containsExactlyInAnyOrder("z", "é", "a", "");
        assertThat(of(back, "ns").ns()).containsExactlyInAnyOrder("10", "9", "-10");
        assertThat(of(back, "bs").bs()).hasSize(2);
        for (String same : List.of("s", "b", "t", "nothing", "l", "m")) {
            assertThat(back.get(same)).isEqualTo(item.get(same));
        }
        assertThat(db.client
                        .getItem(r -> r.tableName("values").key(Map.of("id", s("none"))))
                        .hasItem())
                .isFalse();
    }

    @Test
    void itemsThatCannotBeAreRefused() {
        db.table("rules");
        String begin = "ValidationException: One or more parameter values were invalid: ";
        assertThat(putting("{'r':{'N':'1'}}")).isEqualTo(begin + "Missing the key h in the item");
        assertThat(putting("{'h':{'S':'a'},'r':{'S':'1'}}"))
                .isEqualTo(begin + "Type mismatch for key r expected: N actual: S");
        assertThat(putting("{'h':{'S':''},'r':{'N':'1'}}"))
                .isEqualTo(
                        "ValidationException: One or more parameter values are not valid. The AttributeValue for a key"
                                + " attribute cannot contain an empty string value. Key: h");
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':{}}"))
                .isEqualTo(
                        "ValidationException: Supplied AttributeValue is empty, must contain exactly one of the supported"
                                + " datatypes");
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':{'S':'a','N':'1'}}"))
                .isEqualTo(
                        "ValidationException: Supplied AttributeValue has more than one datatypes set, must contain exactly"
                                + " one of the supported datatypes");
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':{'SS':['a','a']}}"))
                .isEqualTo(begin + "Input collection [a, a] contains duplicates.");
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':{'SS':[]}}"))
                .isEqualTo(begin + "An string set  may not be empty");
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':{'NULL':false}}"))
                .isEqualTo(begin + "Null attribute value types must have the value of true");
        assertThat(putting("{'h':{'S':'" + "k".repeat(2049) + "'},'r':{'N':'1'}}"))
                .isEqualTo(begin + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':{'S':'" + "x".repeat(410_000) + "'}}"))
                .isEqualTo("ValidationException: Item size has exceeded the maximum allowed size");
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':" + nested(31) + "}"))
                .isEmpty();
        assertThat(putting("{'h':{'S':'a'},'r':{'N':'1'},'x':" + nested(32) + "}"))
                .startsWith("ValidationException: Nesting Levels have exceeded supported limits");
        assertThat(refusal(() -> db.get("rules", "{'h':{'S':'a'}}")))
                .isEqualTo("ValidationException: The provided key element does not match the schema");
        assertThat(refusal(() -> db.get("rules", "{'h':{'S':'a'},'r':{'S':'1'}}")))
                .isEqualTo("ValidationException: The provided key element does not match the schema");
        assertThat(refusal(() -> db.get("nowhere", "{'h':{'S':'a'}}")))
                .isEqualTo("ResourceNotFoundException: Requested resource not found");
        assertThat(refusal(() -> db.get("a", "{'h':{'S':'a'}}")))
                .startsWith("ValidationException: Invalid table/index name.");
    }

    private String putting(String item) {
        return refusal(() -> db.put("rules", item));
    }

    private static String nested(int levels) {
        return "{'L':[".repeat(levels) + "{'S':'x'}" + "]}".repeat(levels);
    }

    @Test
    void conditionsGuardWrites() {
        db.simpleTable("conditions");
        db.put("conditions", "{'id':{'S':'a'},'n':{'N':'1'}}");
        assertThatThrownBy(() -> db.client.putItem(r -> r.tableName("conditions")
                        .item(item("{'id':{'S':'a'}}"))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(ConditionalCheckFailedException.class, e -> {
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("The conditional request failed");
                    assertThat(e.item()).isEqualTo(item("{'id':{'S':'a'},'n':{'N':'1'}}"));
                });
        assertThat(refusal(() -> db.client.deleteItem(r -> r.tableName("conditions")
                        .key(Map.of("id", s("a")))
                        .conditionExpression("#n > :one")
                        .expressionAttributeNames(Map.of("#n", "n"))
                        .expressionAttributeValues(Map.of(":one", n(1))))))
                .isEqualTo("ConditionalCheckFailedException: The conditional request failed");
        assertThat(db.client
                        .deleteItem(r -> r.tableName("conditions")
                                .key(Map.of("id", s("a")))
                                .conditionExpression("n = :one")
                                .expressionAttributeValues(Map.of(":one", n(1)))
                                .returnValues(ReturnValue.ALL_OLD))
                        .attributes())
                .containsEntry("n", n(1));
        assertThat(db.get("conditions", "{'id':{'S':'a'}}")).isEmpty();
    }

    @Test
    void anUpdateTellsWhatItIsAskedFor() {
        db.simpleTable("updates");
        db.put("updates", "{'id':{'S':'a'},'n':{'N':'1'},'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}}}");
        assertThat(updated("SET n = n + :one, m.x = :one", ReturnValue.UPDATED_OLD))
                .isEqualTo(item("{'n':{'N':'1'},'m':{'M':{'x':{'N':'1'}}}}"));
        assertThat(updated("ADD n :one SET fresh = :one", ReturnValue.UPDATED_NEW))
                .isEqualTo(item("{'n':{'N':'3'},'fresh':{'N':'1'}}"));
        assertThat(updated("SET n = :one", ReturnValue.ALL_OLD)).containsEntry("n", n(3));
        assertThat(updated("SET n = n - :one", ReturnValue.ALL_NEW))
                .isEqualTo(item("{'id':{'S':'a'},'n':{'N':'0'},'fresh':{'N':'1'},"
                        + "'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}}}"));
        assertThat(updated("SET n = :one", ReturnValue.NONE)).isEmpty();
        assertThat(refusal(() -> updated("SET id = :one", ReturnValue.NONE)))
                .isEqualTo("ValidationException: One or more parameter values were invalid: Cannot update attribute id."
                        + " This attribute is part of the key");
        assertThat(refusal(() -> updated("SET n = :none", ReturnValue.NONE)))
                .isEqualTo(
                        "ValidationException: Invalid UpdateExpression: An expression attribute value used in expression is"
                                + " not defined; attribute value: :none");
        db.client.updateItem(r -> r.tableName("updates").key(Map.of("id", s("fresh"))));
        assertThat(db.get("updates", "{'id':{'S':'fresh'}}")).isEqualTo(Map.of("id", s("fresh")));
    }

    private Map<String, AttributeValue> updated(String expression, ReturnValue returned) {
        return db.client
                .updateItem(r -> r.tableName("updates")
                        .key(Map.of("id", s("a")))
                        .updateExpression(expression)
                        .expressionAttributeValues(Map.of(":one", n(1)))
                        .returnValues(returned))
                .attributes();
    }

    @Test
    void olderRequestsWorkToo() {
        db.table("legacy");
        db.put("legacy", "{'h':{'S':'a'},'r':{'N':'1'},'c':{'N':'1'},'t':{'SS':['x','y']},'old':{'S':'o'}}");
        Map<String, AttributeValue> after = db.client
                .updateItem(r -> r.tableName("legacy")
                        .key(Map.of("h", s("a"), "r", n(1)))
                        .attributeUpdates(Map.of(
                                "c",
                                AttributeValueUpdate.builder()
                                        .action(AttributeAction.ADD)
                                        .value(n(5))
                                        .build(),
                                "t",
                                AttributeValueUpdate.builder()
                                        .action(AttributeAction.DELETE)
                                        .value(AttributeValue.fromSs(List.of("x")))
                                        .build(),
                                "old",
                                AttributeValueUpdate.builder()
                                        .action(AttributeAction.DELETE)
                                        .build(),
                                "fresh",
                                AttributeValueUpdate.builder().value(s("new")).build()))
                        .expected(Map.of(
                                "c",
                                ExpectedAttributeValue.builder().value(n(1)).build(),
                                "none",
                                ExpectedAttributeValue.builder().exists(false).build()))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();
        assertThat(after)
                .isEqualTo(item("{'h':{'S':'a'},'r':{'N':'1'},'c':{'N':'6'},'t':{'SS':['y']},'fresh':{'S':'new'}}"));
        db.put("legacy", "{'h':{'S':'a'},'r':{'N':'2'},'c':{'N':'7'}}", "{'h':{'S':'a'},'r':{'N':'3'}}");
        QueryResponse found = db.client.query(r -> r.tableName("legacy")
                .keyConditions(Map.of(
                        "h", condition(ComparisonOperator.EQ, s("a")), "r", condition(ComparisonOperator.GE, n(2))))
                .queryFilter(Map.of("c", condition(ComparisonOperator.NOT_NULL)))
                .attributesToGet("c"));
        assertThat(found.items()).containsExactly(Map.of("c", n(7)));
        assertThat(db.client
                        .scan(r -> r.tableName("legacy")
                                .scanFilter(Map.of("c", condition(ComparisonOperator.BETWEEN, n(1), n(6)))))
                        .count())
                .isEqualTo(1);
        assertThat(refusal(() -> db.client.query(r -> r.tableName("legacy")
                        .keyConditionExpression("h = :h")
                        .expressionAttributeValues(Map.of(":h", s("a")))
                        .attributesToGet("c"))))
                .isEqualTo(
                        "ValidationException: Can not use both expression and non-expression parameters in the same request:"
                                + " Non-expression parameters: {AttributesToGet} Expression parameters: {KeyConditionExpression}");
    }

    private static Condition condition(ComparisonOperator operator, AttributeValue... values) {
        return Condition.builder()
                .comparisonOperator(operator)
                .attributeValueList(values)
                .build();
    }

    private QueryResponse query(String table, String condition, Map<String, AttributeValue> values) {
        return db.client.query(
                r -> r.tableName(table).keyConditionExpression(condition).expressionAttributeValues(values));
    }

    private static List<String> numbers(List<Map<String, AttributeValue>> items) {
        return items.stream().map(item -> of(item, "r").n()).toList();
    }

    @Test
    void aQueryReadsARangeInOrder() {
        db.table("ranges");
        for (String r : List.of("-20", "-3.5", "-3", "0", "0.001", "2", "10", "1e20")) {
            db.put("ranges", "{'h':{'S':'a'},'r':{'N':'" + r + "'}}", "{'h':{'S':'b'},'r':{'N':'" + r + "'}}");
        }
        Map<String, AttributeValue> a = Map.of(":h", s("a"));
        assertThat(numbers(query("ranges", "h = :h", a).items()))
                .containsExactly("-20", "-3.5", "-3", "0", "0.001", "2", "10", "100000000000000000000");
        Map<String, AttributeValue> both = Map.of(":h", s("a"), ":x", n(-3));
        assertThat(numbers(query("ranges", "h = :h AND r < :x", both).items())).containsExactly("-20", "-3.5");
        assertThat(numbers(query("ranges", "r <= :x AND h = :h", both).items())).containsExactly("-20", "-3.5", "-3");
        assertThat(numbers(query("ranges", "h = :h AND r = :x", both).items())).containsExactly("-3");
        assertThat(numbers(query("ranges", "h = :h AND :x < r", both).items())).hasSize(5);
        assertThat(numbers(query(
                                "ranges",
                                "(h = :h) AND (r BETWEEN :x AND :y)",
                                Map.of(":h", s("a"), ":x", n(-3), ":y", n(2)))
                        .items()))
                .containsExactly("-3", "0", "0.001", "2");
        assertThat(numbers(db.client
                        .query(r -> r.tableName("ranges")
                                .keyConditionExpression("h = :h")
                                .expressionAttributeValues(a)
                                .scanIndexForward(false)
                                .limit(2))
                        .items()))
                .containsExactly("100000000000000000000", "10");
        List<String> paged = new ArrayList<>();
        for (QueryResponse page : db.client.queryPaginator(r -> r.tableName("ranges")
                .keyConditionExpression("h = :h AND r > :x")
                .expressionAttributeValues(both)
                .scanIndexForward(false)
                .limit(2))) {
            assertThat(page.count()).isLessThanOrEqualTo(2);
            paged.addAll(numbers(page.items()));
        }
        assertThat(paged).containsExactly("100000000000000000000", "10", "2", "0.001", "0");
    }

    @Test
    void textsSortByTheirBytes() {
        db.client.createTable(request -> request.tableName("texts")
                .billingMode("PAY_PER_REQUEST")
                .attributeDefinitions(
                        a -> a.attributeName("h").attributeType(ScalarAttributeType.B),
                        a -> a.attributeName("r").attributeType(ScalarAttributeType.S))
                .keySchema(
                        k -> k.attributeName("h").keyType(KeyType.HASH),
                        k -> k.attributeName("r").keyType(KeyType.RANGE)));
        AttributeValue h = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1}));
        List<String> texts = List.of("A", "Z", "a", "ab", "b", "é", "\uFFFD", "😀");
        for (String text : texts.reversed()) {
            db.client.putItem(r -> r.tableName("texts").item(Map.of("h", h, "r", s(text))));
        }
        assertThat(query("texts", "h = :h", Map.of(":h", h)).items())
                .extracting(item -> of(item, "r").s())
                .containsExactlyElementsOf(texts);
        assertThat(query("texts", "h = :h AND begins_with(r, :p)", Map.of(":h", h, ":p", s("a")))
                        .items())
                .extracting(item -> of(item, "r").s())
                .containsExactly("a", "ab");
    }

    @Test
    void queriesThatCannotBeAreRefused() {
        db.table("queries");
        Map<String, AttributeValue> h = Map.of(":h", s("a"));
        Map<String, AttributeValue> hx = Map.of(":h", s("a"), ":x", n(1));
        assertThat(querying("r = :h", h)).isEqualTo("Query condition missed key schema element: h");
        assertThat(querying("h = :h AND z = :x", hx)).isEqualTo("Query condition missed key schema element: r");
        assertThat(querying("h > :h", h)).isEqualTo("Query key condition not supported");
        assertThat(querying("h = :h OR r = :x", hx))
                .isEqualTo("Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR");
        assertThat(querying("h = :h AND r <> :x", hx))
                .isEqualTo("Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>");
        assertThat(querying("h = :h AND attribute_exists(r)", h))
                .isEqualTo(
                        "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: attribute_exists");
        assertThat(querying("h = :h AND h = :h", h))
                .isEqualTo(
                        "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key");
        assertThat(querying("h = :x", Map.of(":x", n(1))))
                .isEqualTo(
                        "One or more parameter values were invalid: Condition parameter type does not match schema type");
        assertThat(refusal(() -> db.client.query(r -> r.tableName("queries"))))
                .isEqualTo(
                        "ValidationException: Either the KeyConditions or KeyConditionExpression parameter must be specified"
                                + " in the request.");
        assertThat(refusal(() -> db.client.query(r -> r.tableName("queries")
                        .keyConditionExpression("h = :h")
                        .filterExpression("r > :x")
                        .expressionAttributeValues(hx))))
                .isEqualTo(
                        "ValidationException: Filter Expression can only contain non-primary key attributes: Primary key"
                                + " attribute: r");
        assertThat(refusal(() -> db.client.query(r -> r.tableName("queries")
                        .indexName("none")
                        .keyConditionExpression("h = :h")
                        .expressionAttributeValues(h))))
                .isEqualTo("ValidationException: The table does not have the specified index: none");
        assertThat(refusal(() -> db.client.query(r -> r.tableName("queries")
                        .keyConditionExpression("h = :h")
                        .expressionAttributeValues(h)
                        .exclusiveStartKey(Map.of("h", s("b"), "r", n(1))))))
                .isEqualTo(
                        "ValidationException: The provided starting key is outside query boundaries based on provided"
                                + " conditions");
        assertThat(refusal(() ->
                        db.client.scan(r -> r.tableName("queries").segment(4).totalSegments(4))))
                .isEqualTo("ValidationException: The Segment parameter is zero-based and must be less than parameter"
                        + " TotalSegments: Segment: 4 is not less than TotalSegments: 4");
    }

    private String querying(String condition, Map<String, AttributeValue> values) {
        return refusal(() -> query("queries", condition, values)).replace("ValidationException: ", "");
    }

    @Test
    void aPageHoldsAMegabyte() {
        db.table("pages");
        String filler = "x".repeat(100_000);
        for (int i = 0; i < 25; i++) {
            db.put("pages", "{'h':{'S':'a'},'r':{'N':'" + i + "'},'x':{'S':'" + filler + "'}}");
        }
        List<QueryResponse> pages = db
                .client
                .queryPaginator(r -> r.tableName("pages")
                        .keyConditionExpression("h = :h")
                        .filterExpression("size(x) > :n")
                        .expressionAttributeValues(Map.of(":h", s("a"), ":n", n(1)))
                        .projectionExpression("r")
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .stream()
                .toList();
        assertThat(pages).extracting(QueryResponse::count).containsExactly(10, 10, 5);
        assertThat(pages.getFirst().consumedCapacity().capacityUnits()).isEqualTo(122.5);
        assertThat(pages.getLast().hasLastEvaluatedKey()).isFalse();
        QueryResponse counted = db.client.query(r -> r.tableName("pages")
                .keyConditionExpression("h = :h AND r < :n")
                .expressionAttributeValues(Map.of(":h", s("a"), ":n", n(3)))
                .select(Select.COUNT));
        assertThat(counted.count()).isEqualTo(3);
        assertThat(counted.hasItems()).isFalse();
    }

    @Test
    void segmentsOfAScanAreAllOfIt() {
        db.simpleTable("segments");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i += 25) {
            List<WriteRequest> some = IntStream.range(i, i + 25)
                    .mapToObj(id -> WriteRequest.builder()
                            .putRequest(put -> put.item(Map.of("id", s("id" + id))))
                            .build())
                    .toList();
            some.forEach(one -> ids.add(of(one.putRequest().item(), "id").s()));
            assertThat(db.client
                            .batchWriteItem(r -> r.requestItems(Map.of("segments", some)))
                            .hasUnprocessedItems())
                    .isTrue();
        }
        List<String> found = new ArrayList<>();
        for (int segment = 0; segment < 3; segment++) {
            int number = segment;
            int before = found.size();
            db.client
                    .scanPaginator(ScanRequest.builder()
                            .tableName("segments")
                            .segment(number)
                            .totalSegments(3)
                            .limit(7)
                            .build())
                    .items()
                    .forEach(item -> found.add(of(item, "id").s()));
            assertThat(found.size() - before).isBetween(15, 55);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(db.client.describeTable(r -> r.tableName("segments")).table().itemCount())
                .isEqualTo(100);
    }

    @Test
    void indexesFollowTheItems() {
        db.table(
                "indexes",
                request -> request.attributeDefinitions(
                                a -> a.attributeName("h").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("r").attributeType(ScalarAttributeType.N),
                                a -> a.attributeName("g").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("l").attributeType(ScalarAttributeType.S))
                        .globalSecondaryIndexes(
                                g -> g.indexName("byG")
                                        .keySchema(
                                                k -> k.attributeName("g").keyType(KeyType.HASH),
                                                k -> k.attributeName("r").keyType(KeyType.RANGE))
                                        .projection(p -> p.projectionType(ProjectionType.INCLUDE)
                                                .nonKeyAttributes("x")),
                                g -> g.indexName("keys")
                                        .keySchema(k -> k.attributeName("g").keyType(KeyType.HASH))
                                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY)))
                        .localSecondaryIndexes(l -> l.indexName("byL")
                                .keySchema(
                                        k -> k.attributeName("h").keyType(KeyType.HASH),
                                        k -> k.attributeName("l").keyType(KeyType.RANGE))
                                .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))));
        for (int i = 0; i < 6; i++) {
            db.put(
                    "indexes",
                    "{'h':{'S':'h%d'},'r':{'N':'%d'},'g':{'S':'g%d'},'l':{'S':'l%d'},'x':{'N':'%d'},'y':{'N':'1'}}"
                            .formatted(i % 2, i, i % 3, 9 - i, i * i));
        }
        db.put("indexes", "{'h':{'S':'h0'},'r':{'N':'100'}}");
        QueryRequest byG = QueryRequest.builder()
                .tableName("indexes")
                .indexName("byG")
                .keyConditionExpression("g = :g")
                .expressionAttributeValues(Map.of(":g", s("g1")))
                .build();
        assertThat(db.client.query(byG).items())
                .containsExactly(
                        item("{'h':{'S':'h1'},'r':{'N':'1'},'g':{'S':'g1'},'x':{'N':'1'}}"),
                        item("{'h':{'S':'h0'},'r':{'N':'4'},'g':{'S':'g1'},'x':{'N':'16'}}"));
        assertThat(numbers(db.client
                        .query(r -> r.tableName("indexes")
                                .indexName("byL")
                                .keyConditionExpression("h = :h")
                                .expressionAttributeValues(Map.of(":h", s("h0"))))
                        .items()))
                .containsExactly("4", "2", "0");
        assertThat(db.client
                        .query(r -> r.tableName("indexes")
                                .indexName("byL")
                                .keyConditionExpression("h = :h AND begins_with(l, :l)")
                                .expressionAttributeValues(Map.of(":h", s("h0"), ":l", s("l9")))
                                .projectionExpression("y"))
                        .items())
                .containsExactly(Map.of("y", n(1)));
        db.client.updateItem(r -> r.tableName("indexes")
                .key(Map.of("h", s("h1"), "r", n(1)))
                .updateExpression("SET g = :g")
                .expressionAttributeValues(Map.of(":g", s("moved"))));
        db.client.deleteItem(r -> r.tableName("indexes").key(Map.of("h", s("h0"), "r", n(4))));
        assertThat(db.client.query(byG).items()).isEmpty();
        assertThat(db.client.scan(r -> r.tableName("indexes").indexName("keys")).items())
                .hasSize(5)
                .allSatisfy(item -> assertThat(item).containsOnlyKeys("h", "r", "g"));
        List<Map<String, AttributeValue>> paged = new ArrayList<>();
        db.client
                .queryPaginator(byG.toBuilder()
                        .expressionAttributeValues(Map.of(":g", s("g2")))
                        .limit(1)
                        .build())
                .forEach(page -> paged.addAll(page.items()));
        assertThat(numbers(paged)).containsExactly("2", "5");
        assertThat(refusal(() ->
                        db.client.query(byG.toBuilder().consistentRead(true).build())))
                .isEqualTo("ValidationException: Consistent reads are not supported on global secondary indexes");
        assertThat(refusal(() -> db.client.query(
                        byG.toBuilder().projectionExpression("y").build())))
                .isEqualTo(
                        "ValidationException: One or more parameter values were invalid: Global secondary index byG does not"
                                + " project [y]");
        assertThat(refusal(() -> db.put("indexes", "{'h':{'S':'a'},'r':{'N':'1'},'g':{'N':'1'}}")))
                .isEqualTo(
                        "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key g"
                                + " Expected: S Actual: N IndexName: byG");
        assertThat(refusal(() -> db.put("indexes", "{'h':{'S':'a'},'r':{'N':'1'},'g':{'S':''}}")))
                .endsWith("cannot contain an empty string value. IndexName: byG, IndexKey: g");
        var metrics = db.client.putItem(r -> r.tableName("indexes")
                .item(item("{'h':{'S':'m'},'r':{'N':'1'},'g':{'S':'m'}}"))
                .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
        assertThat(metrics.itemCollectionMetrics().itemCollectionKey()).isEqualTo(Map.of("h", s("m")));
        assertThat(metrics.itemCollectionMetrics().sizeEstimateRangeGB()).containsExactly(0.0, 1.0);
        assertThat(metrics.consumedCapacity().capacityUnits()).isEqualTo(3.0);
        assertThat(metrics.consumedCapacity().globalSecondaryIndexes()).containsOnlyKeys("byG", "keys");
    }

    @Test
    void manyItemsAreReadAtOnce() {
        db.simpleTable("many");
        db.put("many", "{'id':{'S':'a'},'n':{'N':'1'}}", "{'id':{'S':'b'},'n':{'N':'2'}}");
        var answer = db.client.batchGetItem(r -> r.requestItems(Map.of(
                "many",
                KeysAndAttributes.builder()
                        .keys(Map.of("id", s("a")), Map.of("id", s("b")), Map.of("id", s("c")))
                        .projectionExpression("n")
                        .build())));
        assertThat(answer.responses().get("many")).containsExactlyInAnyOrder(Map.of("n", n(1)), Map.of("n", n(2)));
        assertThat(answer.hasUnprocessedKeys()).isTrue();
        assertThat(refusal(() -> db.client.batchGetItem(r -> r.requestItems(Map.of(
                        "many",
                        KeysAndAttributes.builder()
                                .keys(Map.of("id", s("a")), Map.of("id", s("a")))
                                .build())))))
                .isEqualTo("ValidationException: Provided list of item keys contains duplicates");
        var both = db.client.transactGetItems(r -> r.transactItems(
                t -> t.get(g -> g.tableName("many").key(Map.of("id", s("b")))),
                t -> t.get(g -> g.tableName("many").key(Map.of("id", s("none"))))));
        assertThat(both.responses().getFirst().item()).containsEntry("n", n(2));
        assertThat(both.responses().getLast().hasItem()).isFalse();
    }

    private static TransactWriteItem putting(String table, String item, String condition) {
        return TransactWriteItem.builder()
                .put(p -> p.tableName(table)
                        .item(item(item))
                        .conditionExpression(condition)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    @Test
    void aTransactionIsDoneWhollyOrNotAtAll() {
        db.simpleTable("transactions");
        db.put("transactions", "{'id':{'S':'a'},'n':{'N':'1'}}");
        assertThatThrownBy(() -> db.client.transactWriteItems(r -> r.transactItems(
                        putting("transactions", "{'id':{'S':'b'}}", "attribute_not_exists(id)"),
                        putting("transactions", "{'id':{'S':'a'}}", "attribute_not_exists(id)"))))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> {
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons"
                                    + " [None, ConditionalCheckFailed]");
                    assertThat(e.cancellationReasons())
                            .extracting(reason -> reason.code())
                            .containsExactly("None", "ConditionalCheckFailed");
                    assertThat(e.cancellationReasons().getLast().item()).containsEntry("n", n(1));
                });
        assertThat(db.get("transactions", "{'id':{'S':'b'}}")).isEmpty();
        for (int i = 0; i < 2; i++) {
            db.client.transactWriteItems(r -> r.clientRequestToken("once")
                    .transactItems(
                            TransactWriteItem.builder()
                                    .update(u -> u.tableName("transactions")
                                            .key(Map.of("id", s("a")))
                                            .updateExpression("ADD n :one")
                                            .expressionAttributeValues(Map.of(":one", n(1))))
                                    .build(),
                            TransactWriteItem.builder()
                                    .conditionCheck(c -> c.tableName("transactions")
                                            .key(Map.of("id", s("b")))
                                            .conditionExpression("attribute_not_exists(id)"))
                                    .build()));
        }
        assertThat(db.get("transactions", "{'id':{'S':'a'}}")).containsEntry("n", n(2));
        assertThatThrownBy(() -> db.client.transactWriteItems(r -> r.clientRequestToken("once")
                        .transactItems(putting("transactions", "{'id':{'S':'c'}}", "attribute_not_exists(id)"))))
                .isInstanceOf(IdempotentParameterMismatchException.class);
        assertThat(refusal(() -> db.client.transactWriteItems(r -> r.transactItems(
                        putting("transactions", "{'id':{'S':'c'}}", "attribute_not_exists(id)"),
                        putting("transactions", "{'id':{'S':'c'}}", "attribute_not_exists(id)")))))
                .isEqualTo("ValidationException: Transaction request cannot include multiple operations on one item");
    }

    @Test
    void concurrentUpdatesAreAllCounted() throws Exception {
        db.simpleTable("counters");
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Object>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                work.add(() -> db.client.updateItem(r -> r.tableName("counters")
                        .key(Map.of("id", s("c")))
                        .updateExpression("ADD n :one")
                        .expressionAttributeValues(Map.of(":one", n(1)))));
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isNotNull();
            }
        }
        assertThat(db.get("counters", "{'id':{'S':'c'}}")).containsEntry("n", n(40));
    }
}
