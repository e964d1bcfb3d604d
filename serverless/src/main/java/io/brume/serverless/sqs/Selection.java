package io.brume.serverless.sqs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * What a receiver wants to be told with each message.
 *
 * @param system names of system attributes, or {@code All}
 * @param own names of message attributes, prefixes as {@code bar.*}, or {@code All}
 */
record Selection(Set<String> system, Set<String> own) {

    private static final String ALL = "All";

    static Selection of(ReceiveMessageRequest request) {
        Set<String> system = new HashSet<>(request.attributeNamesAsStrings());
        system.addAll(request.messageSystemAttributeNamesAsStrings());
        for (String name : system) {
            if (MessageSystemAttributeName.fromValue(name) == MessageSystemAttributeName.UNKNOWN_TO_SDK_VERSION
                    && !name.equals("SqsManagedSseEnabled")) {
                throw Refusal.unknownAttribute(name);
            }
        }
        return new Selection(system, Set.copyOf(request.messageAttributeNames()));
    }

    Message of(Queue queue, Stored stored) {
        Map<String, MessageAttributeValue> attributes = chosen(stored.messageAttributes());
        Message.Builder message = Message.builder()
                .messageId(stored.messageId())
                .receiptHandle(new Receipt(stored.id(), stored.receipt()).handle(queue))
                .body(stored.body())
                .md5OfBody(Digests.md5(stored.body()));
        if (!attributes.isEmpty()) {
            message.messageAttributes(attributes).md5OfMessageAttributes(Digests.md5(attributes));
        }
        if (!system.isEmpty()) {
            Map<String, String> told = new HashMap<>(stored.systemAttributes(queue));
            if (!system.contains(ALL)) {
                told.keySet().retainAll(system);
            }
            if (!told.isEmpty()) {
                message.attributesWithStrings(told);
            }
        }
        return message.build();
    }

    private Map<String, MessageAttributeValue> chosen(Map<String, MessageAttributeValue> all) {
        if (all.isEmpty() || own.isEmpty()) {
            return Map.of();
        }
        Map<String, MessageAttributeValue> chosen = new HashMap<>(all);
        chosen.keySet().removeIf(name -> own.stream().noneMatch(pattern -> matches(pattern, name)));
        return chosen;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.equals(ALL)
                || pattern.equals(name)
                || pattern.endsWith(".*") && name.startsWith(pattern.substring(0, pattern.length() - 2))
                || pattern.equals("*");
    }
}
