package io.brume.serverless.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The statements that AddPermission puts into a topic's policy. */
final class TopicPolicy {

    private TopicPolicy() {}

    /** The policy with a statement more. */
    static String with(String policy, SnsArn topic, String label, List<String> accounts, List<String> actions) {
        ObjectNode document = read(policy);
        ArrayNode statements = document.withArray("Statement");
        for (JsonNode statement : statements) {
            if (statement.path("Sid").asText().equals(label)) {
                throw SnsErrors.invalid("Statement already exists");
            }
        }
        ObjectNode statement = statements.addObject();
        statement.put("Sid", label);
        statement.put("Effect", "Allow");
        ArrayNode principals = statement.putObject("Principal").putArray("AWS");
        accounts.forEach(account -> principals.add("arn:aws:iam::" + account + ":root"));
        ArrayNode allowed = statement.putArray("Action");
        actions.forEach(action -> allowed.add("SNS:" + action));
        statement.put("Resource", topic.toString());
        return Json.write(document);
    }

    /** The policy without the statement of that label. */
    static String without(String policy, String label) {
        ObjectNode document = read(policy);
        ArrayNode statements = document.withArray("Statement");
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).path("Sid").asText().equals(label)) {
                statements.remove(i);
                return Json.write(document);
            }
        }
        throw SnsErrors.invalid("Label Reason: no statement has that label");
    }

    private static ObjectNode read(String policy) {
        return Json.object(policy).orElseThrow(() -> SnsErrors.invalid("Policy"));
    }
}
