package io.brume.serverless.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates in the manner of the EventBridge user guide's examples. */
class InputTemplateTest {

    private static final Event EVENT = new Event(
            Json.object("{\"id\":\"e\",\"source\":\"aws.ec2\",\"time\":\"2026-11-25T12:00:00Z\",\"detail\":"
                            + "{\"instance-id\":\"i-1\",\"state\":\"RUN \\\"NING\\\"\",\"n\":2,\"list\":[\"a\",1],"
                            + "\"object\":{\"k\":\"v\"}}}")
                    .orElseThrow(),
            Instant.parse("2026-11-25T12:00:01Z"));

    private static final Map<String, String> PATHS = Map.of(
            "instance", "$.detail.instance-id",
            "state", "$.detail.state",
            "n", "$.detail.n",
            "list", "$.detail.list",
            "object", "$.detail.object",
            "missing", "$.detail.nothing");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"<instance> is in state <n>\"            | \"i-1 is in state 2\"",
                "<instance> is in state <n>                | i-1 is in state 2",
                "<instance>                                | \"i-1\"",
                "<object>                                  | {\"k\":\"v\"}",
                "{\"instance\" : <instance>, \"n\": <n>}   | {\"instance\" : \"i-1\", \"n\": 2}",
                "{\"instance\" : \"<instance>\"}           | {\"instance\" : \"i-1\"}",
                "{\"s\": <state>}                          | {\"s\": \"RUN \\\"NING\\\"\"}",
                "{\"s\": \"<state>!\"}                     | {\"s\": \"RUN \\\"NING\\\"!\"}",
                "{\"l\": <list>, \"o\": <object>}          | {\"l\": [\"a\",1], \"o\": {\"k\":\"v\"}}",
                "{\"l\": \"<list> <object>\"}              | {\"l\": \"[a,1] {k:v}\"}",
                "{\"m\": \"<missing>\"}                    | {\"m\": \"\"}",
                "\"Event <missing>\"                       | \"Event \"",
                "{\"q\": \"\\\"<n>\\\"\", \"r\": <n>}      | {\"q\": \"\\\"2\\\"\", \"r\": 2}",
                "{\"r\": <aws.events.rule-arn>, \"n\": \"<aws.events.rule-name>\"} | {\"r\": \"arn:rule\", \"n\": \"rule\"}",
                "{\"t\": <aws.events.event.ingestion-time>} | {\"t\": \"2026-11-25T12:00:01Z\"}",
                "{\"e\": <aws.events.event>} | {\"e\": {\"id\":\"e\",\"source\":\"aws.ec2\",\"time\":\"2026-11-25T12:00:00Z\"}}",
                "a < b > c                                 | a < b > c"
            })
    void placeholdersBecomePartsOfTheEvent(String template, String filled) {
        assertThat(InputTemplate.fill(template, PATHS, EVENT, "arn:rule", "rule"))
                .isEqualTo(filled);
    }
}
