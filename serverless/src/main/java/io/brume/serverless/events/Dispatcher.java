package io.brume.serverless.events;

import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Makes the messages that targets get of events. */
final class Dispatcher {

    /** The attribute that tells an event which comes from another bus from an announcement of a service. */
    static final String FORWARDED = "Forwarded";

    private static final int RETRIES = 185;
    private static final int AGE = 86_400;
    private static final String QUEUE_ATTRIBUTE = Outbox.DEAD_LETTER + "MessageAttribute.String.";

    private final Routing routing;

    Dispatcher(Routing routing) {
        this.routing = routing;
    }

    /**
     * The messages that an event makes.
     *
     * @param forwarded whether it comes from another bus: those go to no third one, so that no two buses send it round for ever
     * @param only the rules that it may match, by ARN; all when it is empty
     */
    List<Message> messages(Bus bus, Event event, boolean forwarded, Collection<String> only) {
        List<Message> messages = new ArrayList<>();
        for (Routing.Route route : routing.routes(bus, event, only)) {
            for (Target target : route.targets()) {
                if (!forwarded || !isBus(target)) {
                    messages.add(message(bus, event, route.ruleArn(), route.ruleName(), target));
                }
            }
        }
        return messages;
    }

    private static boolean isBus(Target target) {
        return target.arn().contains(":event-bus/");
    }

    /** What one target gets. */
    static Message message(Bus bus, Event event, String ruleArn, String ruleName, Target target) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(Outbox.RETRIES, String.valueOf(RETRIES));
        attributes.put(Outbox.AGE, String.valueOf(AGE));
        if (target.retryPolicy() != null) {
            put(attributes, Outbox.RETRIES, target.retryPolicy().maximumRetryAttempts());
            put(attributes, Outbox.AGE, target.retryPolicy().maximumEventAgeInSeconds());
        }
        if (target.sqsParameters() != null) {
            put(attributes, "MessageGroupId", target.sqsParameters().messageGroupId());
        }
        String deadLetter = target.deadLetterConfig() == null
                ? null
                : target.deadLetterConfig().arn();
        if (deadLetter != null) {
            attributes.put(QUEUE_ATTRIBUTE + "RULE_ARN", ruleArn);
            attributes.put(QUEUE_ATTRIBUTE + "TARGET_ARN", target.arn());
            attributes.put(QUEUE_ATTRIBUTE + "ERROR_CODE", "SDK_CLIENT_ERROR");
            attributes.put(QUEUE_ATTRIBUTE + "ERROR_MESSAGE", "{reason}");
        }
        if (isBus(target)) {
            attributes.put(FORWARDED, "true");
        }
        String body = isBus(target) ? event.toString() : TargetInput.of(target, event, ruleArn, ruleName);
        return new Message(bus.scope(), ruleArn, target.arn(), body, attributes, null, deadLetter);
    }

    private static void put(Map<String, String> attributes, String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value.toString());
        }
    }
}
