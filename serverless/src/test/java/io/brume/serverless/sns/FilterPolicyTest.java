package io.brume.serverless.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Policies and messages in the manner of the SNS developer guide's examples. */
class FilterPolicyTest {

    /** Attributes are written as JSON: strings, numbers and arrays stand for String, Number and String.Array. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"i\":[\"rugby\",\"football\"]}          | {\"i\":\"rugby\"}                 | true",
                "{\"i\":[\"rugby\"]}                       | {\"i\":\"Rugby\"}                 | false",
                "{\"i\":[\"rugby\"]}                       | {\"i\":[\"tennis\",\"rugby\"]}    | true",
                "{\"i\":[\"rugby\"]}                       | {\"other\":\"rugby\"}             | false",
                "{\"i\":[\"rugby\"],\"p\":[1]}             | {\"i\":\"rugby\"}                 | false",
                "{\"i\":[\"rugby\"],\"p\":[1]}             | {\"i\":\"rugby\",\"p\":1}         | true",
                "{\"i\":[{\"prefix\":\"bas\"}]}            | {\"i\":\"baseball\"}              | true",
                "{\"i\":[{\"prefix\":\"bas\"}]}            | {\"i\":\"rugby\"}                 | false",
                "{\"i\":[{\"suffix\":\"ball\"}]}           | {\"i\":\"baseball\"}              | true",
                "{\"i\":[{\"equals-ignore-case\":\"tennis\"}]} | {\"i\":\"TENNIS\"}            | true",
                "{\"i\":[{\"wildcard\":\"*ball\"}]}        | {\"i\":\"baseball\"}              | true",
                "{\"i\":[{\"anything-but\":[\"rugby\"]}]}  | {\"i\":\"tennis\"}                | true",
                "{\"i\":[{\"anything-but\":[\"rugby\"]}]}  | {\"i\":\"rugby\"}                 | false",
                "{\"i\":[{\"anything-but\":[\"rugby\"]}]}  | {\"o\":\"tennis\"}                | false",
                "{\"i\":[{\"anything-but\":{\"prefix\":\"order-\"}}]} | {\"i\":\"order-1\"}     | false",
                "{\"i\":[{\"anything-but\":{\"suffix\":\"ball\"}}]} | {\"i\":\"rugby\"}         | true",
                "{\"p\":[{\"anything-but\":[100,500]}]}    | {\"p\":101}                       | true",
                "{\"p\":[{\"anything-but\":[100,500]}]}    | {\"p\":100.0}                     | false",
                "{\"p\":[301.5]}                           | {\"p\":301.50}                    | true",
                "{\"p\":[{\"numeric\":[\"=\",301.5]}]}     | {\"p\":3.015e2}                   | true",
                "{\"p\":[{\"numeric\":[\">\",0,\"<=\",150]}]} | {\"p\":150}                    | true",
                "{\"p\":[{\"numeric\":[\">\",0,\"<=\",150]}]} | {\"p\":150.1}                  | false",
                "{\"p\":[{\"numeric\":[\"<\",0]}]}         | {\"p\":\"-1\"}                    | false",
                "{\"p\":[100]}                             | {\"p\":\"100\"}                   | false",
                "{\"s\":[{\"exists\":true}]}               | {\"s\":\"any\"}                   | true",
                "{\"s\":[{\"exists\":true}]}               | {\"t\":\"any\"}                   | false",
                "{\"s\":[{\"exists\":false}]}              | {\"t\":\"any\"}                   | true",
                "{\"s\":[{\"exists\":false}]}              | {\"s\":\"any\"}                   | false",
                "{\"a\":[{\"cidr\":\"10.0.0.0/24\"}]}      | {\"a\":\"10.0.0.255\"}            | true",
                "{\"a\":[{\"cidr\":\"10.0.0.0/24\"}]}      | {\"a\":\"10.1.1.0\"}              | false",
                "{\"$or\":[{\"a\":[\"x\"]},{\"b\":[\"y\"]}]} | {\"b\":\"y\"}                   | true",
                "{\"$or\":[{\"a\":[\"x\"]},{\"b\":[\"y\"]}]} | {\"c\":\"y\"}                   | false",
                "{\"i\":[null]}                            | {\"i\":[null]}                    | true",
                "{\"i\":[true]}                            | {\"i\":[false,true]}              | true",
                "{}                                        | {}                                | true"
            })
    void attributesPassOrNot(String policy, String attributes, boolean passes) {
        FilterPolicy filter = FilterPolicy.of(policy, null);
        assertThat(filter.accepts("a message", attributes(attributes))).isEqualTo(passes);
    }

    private static Map<String, MessageAttributeValue> attributes(String json) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        Json.object(json)
                .orElseThrow()
                .forEachEntry((name, value) -> attributes.put(
                        name,
                        MessageAttributeValue.builder()
                                .dataType(type(value))
                                .stringValue(value.isTextual() ? value.textValue() : value.toString())
                                .build()));
        return attributes;
    }

    private static String type(JsonNode value) {
        return value.isArray() ? "String.Array" : value.isNumber() ? "Number" : "String";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"store\":{\"city\":[\"Ulm\"]}}               | {\"store\":{\"city\":\"Ulm\"}}                   | true",
                "{\"store\":{\"city\":[\"Ulm\"]}}               | {\"store\":{\"city\":\"Bonn\"}}                  | false",
                "{\"items\":{\"id\":[7]}}                       | {\"items\":[{\"id\":6},{\"id\":7}]}              | true",
                "{\"items\":{\"id\":[7]}}                       | no JSON                                          | false",
                "{\"items\":{\"id\":[7]}}                       | [1,2]                                            | false",
                "{\"a\":[{\"prefix\":\"auto-\"}]}               | {\"a\":\"auto-test\"}                            | true",
                "{\"a\":[{\"numeric\":[\">\",5]}]}              | {\"a\":5.1}                                      | true",
                "{\"a\":[true]}                                 | {\"a\":true}                                     | true",
                "{\"$or\":[{\"a\":[1]},{\"b\":{\"c\":[2]}}]}    | {\"b\":{\"c\":2}}                                | true"
            })
    void bodiesPassOrNot(String policy, String body, boolean passes) {
        assertThat(FilterPolicy.of(policy, "MessageBody").accepts(body, Map.of()))
                .isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                   | MessageAttributes | failed to parse JSON",
                "{\"a\":\"x\"}                        | MessageAttributes | \"a\" must be an object or an array",
                "{\"a\":[[\"x\"]]}                    | MessageAttributes | Match value must be String, number, true, false, or null",
                "{\"a\":{\"b\":[1]}}                  | MessageAttributes | does not support nested filter policy",
                "{\"a\":[{\"sounds-like\":\"x\"}]}    | MessageBody       | Unrecognized match type sounds-like",
                "{\"a\":[{\"numeric\":[\"<\",\"b\"]}]} | MessageBody      | Value of < must be numeric",
                "{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]} | MessageBody | can not have more than 5 keys"
            })
    void policiesThatMeanNothingAreRefused(String policy, String scope, String reason) {
        assertThatThrownBy(() -> FilterPolicy.of(policy, scope)).hasMessageContaining(reason);
    }

    @Test
    void aPolicyCombinesNoMoreThan150Values() {
        String many = IntStream.range(0, 150).mapToObj(String::valueOf).collect(Collectors.joining(","));
        FilterPolicy unused = FilterPolicy.of("{\"a\":[" + many + "]}", null);
        assertThatThrownBy(() -> FilterPolicy.of("{\"a\":[" + many + "],\"b\":[1,2]}", null))
                .hasMessageContaining("Filter policy is too complex");
        assertThatThrownBy(() -> FilterPolicy.of("{\"a\":{\"b\":[" + many + "]}}", "MessageBody"))
                .hasMessageContaining("Filter policy is too complex");
    }
}
