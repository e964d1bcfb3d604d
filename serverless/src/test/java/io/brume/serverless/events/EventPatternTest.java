package io.brume.serverless.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;

/** The pattern language, operator by operator, in the manner of the EventBridge user guide's examples. */
class EventPatternTest {

    private static final String EVENT = "{\"version\":\"0\",\"id\":\"1\",\"detail-type\":\"EC2 Instance State-change\","
            + "\"source\":\"aws.ec2\",\"account\":\"111122223333\",\"time\":\"2026-11-25T00:00:00Z\","
            + "\"region\":\"us-east-1\",\"resources\":[\"arn:a\",\"arn:b\"],\"detail\":%s}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"source\":[\"aws.ec2\"]}                                        | {}                              | true",
                "{\"source\":[\"aws.s3\"]}                                         | {}                              | false",
                "{\"source\":[\"aws.s3\",\"aws.ec2\"]}                             | {}                              | true",
                "{\"resources\":[\"arn:b\"]}                                       | {}                              | true",
                "{\"detail-type\":[{\"prefix\":\"EC2\"}]}                          | {}                              | true",
                "{\"detail\":{\"state\":[\"running\"]}}                            | {\"state\":\"running\"}         | true",
                "{\"detail\":{\"state\":[\"running\"]}}                            | {\"state\":\"Running\"}         | false",
                "{\"detail\":{\"state\":[\"\"]}}                                   | {\"state\":\"\"}                | true",
                "{\"detail\":{\"state\":[null]}}                                   | {\"state\":null}                | true",
                "{\"detail\":{\"state\":[null]}}                                   | {\"state\":\"\"}                | false",
                "{\"detail\":{\"on\":[true]}}                                      | {\"on\":true}                   | true",
                "{\"detail\":{\"n\":[300]}}                                        | {\"n\":3.0e2}                   | true",
                "{\"detail\":{\"s\":[{\"suffix\":\".png\"}]}}                      | {\"s\":\"a.png\"}               | true",
                "{\"detail\":{\"s\":[{\"prefix\":{\"equals-ignore-case\":\"EV\"}}]}} | {\"s\":\"event\"}             | true",
                "{\"detail\":{\"s\":[{\"suffix\":{\"equals-ignore-case\":\".PNG\"}}]}} | {\"s\":\"a.png\"}           | true",
                "{\"detail\":{\"s\":[{\"equals-ignore-case\":\"ALICE\"}]}}         | {\"s\":\"aLiCe\"}               | true",
                "{\"detail\":{\"s\":[{\"wildcard\":\"dir/*/file.*\"}]}}            | {\"s\":\"dir/x/file.txt\"}      | true",
                "{\"detail\":{\"s\":[{\"wildcard\":\"a\\\\*b\"}]}}                 | {\"s\":\"a*b\"}                 | true",
                "{\"detail\":{\"s\":[{\"anything-but\":\"init\"}]}}                | {\"s\":\"run\"}                 | true",
                "{\"detail\":{\"s\":[{\"anything-but\":[\"a\",\"b\"]}]}}           | {\"s\":\"b\"}                   | false",
                "{\"detail\":{\"n\":[{\"anything-but\":[1,2]}]}}                   | {\"n\":3}                       | true",
                "{\"detail\":{\"s\":[{\"anything-but\":{\"prefix\":\"init\"}}]}}   | {\"s\":\"initial\"}             | false",
                "{\"detail\":{\"s\":[{\"anything-but\":{\"suffix\":\".txt\"}}]}}   | {\"s\":\"a.png\"}               | true",
                "{\"detail\":{\"s\":[{\"anything-but\":{\"wildcard\":\"*/lib/*\"}}]}} | {\"s\":\"a/lib/b\"}          | false",
                "{\"detail\":{\"s\":[{\"anything-but\":{\"equals-ignore-case\":[\"A\"]}}]}} | {\"s\":\"a\"}          | false",
                "{\"detail\":{\"n\":[{\"numeric\":[\">\",0,\"<=\",5]}]}}           | {\"n\":5}                       | true",
                "{\"detail\":{\"n\":[{\"numeric\":[\">\",0,\"<=\",5]}]}}           | {\"n\":5.01}                    | false",
                "{\"detail\":{\"n\":[{\"numeric\":[\"=\",-3.018e2]}]}}             | {\"n\":-301.8}                  | true",
                "{\"detail\":{\"n\":[{\"numeric\":[\"<\",10]}]}}                   | {\"n\":\"5\"}                   | false",
                "{\"detail\":{\"ip\":[{\"cidr\":\"10.0.0.0/24\"}]}}                | {\"ip\":\"10.0.0.7\"}           | true",
                "{\"detail\":{\"ip\":[{\"cidr\":\"2001:db8::/32\"}]}}              | {\"ip\":\"2001:db8::1\"}        | true",
                "{\"detail\":{\"x\":[{\"exists\":true}]}}                          | {\"x\":null}                    | true",
                "{\"detail\":{\"x\":[{\"exists\":false}]}}                         | {\"y\":1}                       | true",
                "{\"detail\":{\"x\":[{\"exists\":false}]}}                         | {\"x\":1}                       | false",
                "{\"detail\":{\"l\":[\"b\"]}}                                      | {\"l\":[\"a\",\"b\"]}           | true",
                "{\"detail\":{\"i\":{\"a\":[1],\"b\":[2]}}}                        | {\"i\":[{\"a\":1,\"b\":3},{\"a\":2,\"b\":2}]} | false",
                "{\"detail\":{\"i\":{\"a\":[1],\"b\":[2]}}}                        | {\"i\":[{\"a\":2},{\"a\":1,\"b\":2}]} | true",
                "{\"detail\":{\"$or\":[{\"a\":[1]},{\"b\":[{\"prefix\":\"x\"}]}]}} | {\"b\":\"xy\"}                  | true",
                "{\"detail\":{\"$or\":[{\"a\":[1]},{\"b\":[2]}]}}                  | {\"a\":2,\"b\":1}               | false",
                "{\"detail\":{\"a\":[{\"prefix\":\"x\"},{\"suffix\":\"y\"}]}}      | {\"a\":\"zy\"}                  | true"
            })
    void eventsMatchOrNot(String pattern, String detail, boolean matches) {
        assertThat(matches(pattern, EVENT.formatted(detail))).isEqualTo(matches);
    }

    private static boolean matches(String pattern, String event) {
        return EventPattern.test(TestEventPatternRequest.builder()
                        .eventPattern(pattern)
                        .event(event)
                        .build())
                .result();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"detail\":{\"a\":[]}}                       | Empty arrays are not allowed",
                "{\"detail\":{\"a\":[{\"sounds-like\":1}]}}    | Unrecognized match type sounds-like",
                "{\"detail\":{\"a\":[{\"prefix\":7}]}}         | prefix match pattern must be a string",
                "{\"detail\":{\"a\":[{\"exists\":\"x\"}]}}     | exists match pattern must be either true or false.",
                "{\"detail\":{\"a\":[{\"numeric\":[\"~\",1]}]}} | Unrecognized numeric range operator: ~",
                "{\"detail\":{\"a\":[{\"cidr\":\"10.0.0.0\"}]}} | Malformed CIDR",
                "{\"detail\":{\"a\":[[1]]}}                    | Match value must be String, number, true, false, or null",
                "[]                                            | Filter is not an object"
            })
    void patternsThatMeanNothingAreRefused(String pattern, String reason) {
        assertThatThrownBy(() -> matches(pattern, EVENT.formatted("{}")))
                .isInstanceOf(InvalidEventPatternException.class)
                .hasMessageContaining("Event pattern is not valid. Reason: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aPatternThatIsCostlyToMatchIsRefused() {
        String wildcard = "{\"wildcard\":\"" + "*a".repeat(200) + "\"}";
        assertThatThrownBy(() -> matches("{\"detail\":{\"a\":[" + wildcard + "]}}", EVENT.formatted("{}")))
                .hasMessageContaining("Rule is too complex");
    }

    @Test
    void numbersOfAnySizeDoNoHarm() {
        String pattern = "{\"detail\":{\"n\":[{\"numeric\":[\">\",0]}]}}";
        assertThat(matches(pattern, EVENT.formatted("{\"n\":1e999999999}"))).isFalse();
        assertThat(matches(pattern, EVENT.formatted("{\"n\":" + "9".repeat(900) + "}")))
                .isFalse();
        assertThat(matches(pattern, EVENT.formatted("{\"n\":1e-999999999}"))).isFalse();
    }

    @Test
    void anEventNeedsItsMandatoryFields() {
        assertThatThrownBy(() -> matches("{\"source\":[\"a\"]}", "{\"source\":\"a\"}"))
                .hasMessageContaining("Parameter Event is not valid.");
    }
}
