package io.brume.serverless.events;

import io.brume.serverless.pattern.Pattern;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;

/** The patterns of rules and archives. */
final class EventPattern {

    private static final List<String> MANDATORY =
            List.of("id", "account", "source", "time", "region", "resources", "detail-type");

    private EventPattern() {}

    /** @throws InvalidEventPatternException with what is wrong */
    static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (Pattern.InvalidPattern e) {
            throw InvalidEventPatternException.builder()
                    .message("Event pattern is not valid. Reason: " + e.reason())
                    .build();
        }
    }

    static TestEventPatternResponse test(TestEventPatternRequest request) {
        Pattern pattern = compile(request.eventPattern());
        var event = Json.object(request.event())
                .orElseThrow(
                        () -> EventErrors.invalid("Parameter Event is not valid. Reason: it is not a JSON object."));
        for (String field : MANDATORY) {
            if (!event.has(field)) {
                throw EventErrors.invalid("Parameter Event is not valid. Reason: " + field + " is a required field.");
            }
        }
        return TestEventPatternResponse.builder().result(pattern.matches(event)).build();
    }
}
