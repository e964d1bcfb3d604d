package io.brume.serverless.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds statements to a queue's policy and removes them, by their labels. */
final class Permissions {

    private static final String POLICY = "Policy";
    private static final int MOST_ACTIONS = 7;

    /** What others can be allowed; all else is the owner's alone. */
    private static final Set<String> ACTIONS = Set.of(
            "*",
            "SendMessage",
            "ReceiveMessage",
            "DeleteMessage",
            "ChangeMessageVisibility",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ListDeadLetterSourceQueues",
            "PurgeQueue");

    private Permissions() {}

    /** A queue's attributes with one statement more in the policy. */
    static Map<String, String> added(
            QueueName queue,
            Map<String, String> attributes,
            String label,
            List<String> accounts,
            List<String> actions) {
        if (!label.matches("[A-Za-z0-9_-]{1,80}")) {
            throw Refusal.value(
                    label,
                    "Label",
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }
        check(accounts, actions);
        ObjectNode policy = policy(queue, attributes);
        if (statements(policy).findValuesAsText("Sid").contains(label)) {
            throw Refusal.value(label, "Label", "Already exists.");
        }
        ObjectNode statement = statements(policy).addObject();
        statement.put("Sid", label).put("Effect", "Allow");
        put(
                statement.putObject("Principal"),
                "AWS",
                accounts.stream()
                        .map(account -> "arn:aws:iam::" + account + ":root")
                        .toList());
        put(statement, "Action", actions.stream().map(action -> "SQS:" + action).toList());
        statement.put("Resource", queue.arn());
        Map<String, String> after = new LinkedHashMap<>(attributes);
        after.put(POLICY, Json.text(policy));
        return after;
    }

    private static void check(List<String> accounts, List<String> actions) {
        if (accounts.isEmpty()) {
            throw Refusal.missing("PrincipalId");
        }
        if (actions.isEmpty()) {
            throw Refusal.missing("ActionName");
        }
        if (actions.size() > MOST_ACTIONS) {
            throw Refusal.tooManyActions(actions.size(), MOST_ACTIONS);
        }
        for (String account : accounts) {
            if (!account.matches("[0-9]{12}")) {
                throw Refusal.value(account, "PrincipalId", "Unable to verify.");
            }
        }
        for (String action : actions) {
            if (!ACTIONS.contains(action)) {
                throw Refusal.value(
                        "SQS:" + action, "ActionName", "Only the queue owner is allowed to invoke this action.");
            }
        }
    }

    /** A queue's attributes without a statement of the policy; without the policy when it was the last. */
    static Map<String, String> removed(QueueName queue, Map<String, String> attributes, String label) {
        ObjectNode policy = policy(queue, attributes);
        ArrayNode statements = statements(policy);
        int before = statements.size();
        for (int i = before - 1; i >= 0; i--) {
            if (statements.get(i).path("Sid").asText().equals(label)) {
                statements.remove(i);
            }
        }
        if (statements.size() == before) {
            throw Refusal.value(label, "Label", "can't find label.");
        }
        Map<String, String> after = new LinkedHashMap<>(attributes);
        if (statements.isEmpty()) {
            after.remove(POLICY);
        } else {
            after.put(POLICY, Json.text(policy));
        }
        return after;
    }

    private static ObjectNode policy(QueueName queue, Map<String, String> attributes) {
        ObjectNode policy = Json.object(attributes.getOrDefault(POLICY, ""));
        return policy != null
                ? policy
                : Json.empty().put("Version", "2008-10-17").put("Id", queue.arn() + "/SQSDefaultPolicy");
    }

    /** A policy's statements, as a list also where it is a single one. */
    private static ArrayNode statements(ObjectNode policy) {
        JsonNode statement = policy.get("Statement");
        if (statement instanceof ArrayNode list) {
            return list;
        }
        ArrayNode list = policy.putArray("Statement");
        if (statement != null) {
            list.add(statement);
        }
        return list;
    }

    /** One value as it is, several as a list. */
    private static void put(ObjectNode object, String name, List<String> values) {
        if (values.size() == 1) {
            object.put(name, values.getFirst());
        } else {
            values.forEach(object.putArray(name)::add);
        }
    }
}
