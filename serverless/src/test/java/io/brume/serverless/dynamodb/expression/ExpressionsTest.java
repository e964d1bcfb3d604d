package io.brume.serverless.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.brume.kernel.shape.Shapes;
import io.brume.serverless.dynamodb.item.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/** The table of expressions in {@code dynamodb/expressions.json}: what each makes of one item, or how it is refused. */
class ExpressionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SUITE = suite();

    private static JsonNode suite() {
        try (InputStream in = ExpressionsTest.class.getResourceAsStream("/dynamodb/expressions.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, AttributeValue> item(JsonNode item) {
        return Shapes.parse(JSON.createObjectNode().set("Item", item).toString(), GetItemResponse.class)
                .item();
    }

    private static StandIns standIns() {
        Map<String, String> names = new LinkedHashMap<>();
        SUITE.path("names")
                .properties()
                .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
        return new StandIns(names, item(SUITE.path("values")));
    }

    private static Stream<Arguments> cases(String part) {
        return StreamSupport.stream(SUITE.path(part).spliterator(), false)
                .map(one -> Arguments.of(one.get(0).asText(), one.get(1)));
    }

    static Stream<Arguments> conditions() {
        return cases("conditions");
    }

    static Stream<Arguments> updates() {
        return cases("updates");
    }

    static Stream<Arguments> projections() {
        return cases("projections");
    }

    private static String refusal(Runnable work) {
        try {
            work.run();
            return "";
        } catch (RuntimeException e) {
            if (!Refusal.isInvalid(e)) {
                throw e;
            }
            return Refusal.message(e);
        }
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionHoldsOrNotOrIsRefused(String expression, JsonNode expected) {
        if (expected.isTextual()) {
            assertThat(refusal(() -> standIns().criterion("ConditionExpression", expression)))
                    .isEqualTo("Invalid ConditionExpression: " + expected.asText());
            return;
        }
        Criterion criterion = Objects.requireNonNull(standIns().criterion("ConditionExpression", expression));
        assertThat(new Evaluation(item(SUITE.path("item"))).holds(criterion)).isEqualTo(expected.asBoolean());
    }

    /** What is expected of an update: attributes as they are afterwards, null for those that are gone. */
    @ParameterizedTest
    @MethodSource("updates")
    void anUpdateChangesTheItemOrIsRefused(String expression, JsonNode expected) {
        Map<String, AttributeValue> before = item(SUITE.path("item"));
        if (expected.isTextual()) {
            assertThat(refusal(() -> Objects.requireNonNull(standIns().update(expression))
                            .of(before)))
                    .isEqualTo(expected.asText());
            return;
        }
        Map<String, AttributeValue> wanted = new LinkedHashMap<>(before);
        for (var attribute : expected.properties()) {
            @Nullable
            AttributeValue value = item(JSON.createObjectNode().set(attribute.getKey(), attribute.getValue()))
                    .get(attribute.getKey());
            if (value == null) {
                wanted.remove(attribute.getKey());
            } else {
                wanted.put(attribute.getKey(), value);
            }
        }
        assertThat(Objects.requireNonNull(standIns().update(expression)).of(before))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void aProjectionTakesAPartOrIsRefused(String expression, JsonNode expected) {
        if (expected.isTextual()) {
            assertThat(refusal(() -> standIns().projection(expression)))
                    .isEqualTo("Invalid ProjectionExpression: " + expected.asText());
            return;
        }
        assertThat(Objects.requireNonNull(standIns().projection(expression)).of(item(SUITE.path("item"))))
                .isEqualTo(item(expected));
    }

    @ParameterizedTest
    @MethodSource("standInCases")
    void standInsAreHeldToTheirRules(
            @Nullable Map<String, String> names,
            @Nullable Map<String, AttributeValue> values,
            @Nullable String expression,
            String message) {
        assertThat(refusal(() -> {
                    var standIns = new StandIns(names, values);
                    Criterion unused = standIns.criterion("FilterExpression", expression);
                    standIns.requireAllUsed("FilterExpression is null");
                }))
                .isEqualTo(message);
    }

    static List<Arguments> standInCases() {
        Map<String, AttributeValue> value = Map.of(":v", AttributeValue.fromN("1"));
        return List.of(
                Arguments.of(Map.of(), null, "a = b", "ExpressionAttributeNames must not be empty"),
                Arguments.of(null, Map.of(), "a = b", "ExpressionAttributeValues must not be empty"),
                Arguments.of(
                        Map.of("n", "x"),
                        null,
                        "a = b",
                        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"n\""),
                Arguments.of(
                        null,
                        Map.of("v", AttributeValue.fromN("1")),
                        "a = b",
                        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"v\""),
                Arguments.of(
                        null,
                        Map.of(":v", AttributeValue.fromN("x")),
                        "a = :v",
                        "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric"
                                + " value: x for key :v"),
                Arguments.of(
                        Map.of("#n", "x"),
                        null,
                        "a = b",
                        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}"),
                Arguments.of(
                        null,
                        value,
                        "a = b",
                        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"),
                Arguments.of(
                        Map.of("#n", "x"),
                        null,
                        null,
                        "ExpressionAttributeNames can only be specified when using expressions"),
                Arguments.of(
                        null,
                        value,
                        null,
                        "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null"));
    }
}
