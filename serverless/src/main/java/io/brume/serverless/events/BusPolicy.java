package io.brume.serverless.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;

/** The statements that PutPermission puts into a bus's policy. They are kept and shown; every caller of this server may do all. */
final class BusPolicy {

    private BusPolicy() {}

    /** The policy with a statement more, or in place of the one of the same id; or the one that the request brings. */
    static String with(@Nullable String policy, Bus bus, PutPermissionRequest request) {
        if (request.policy() != null) {
            return Json.object(request.policy())
                    .orElseThrow(() ->
                            EventErrors.invalid("Parameter Policy is not valid. Reason: it is not a JSON object."))
                    .toString();
        }
        if (request.statementId() == null || request.principal() == null || request.action() == null) {
            throw EventErrors.invalid("Parameter(s) Policy, or StatementId, Principal and Action, must be specified.");
        }
        if (!request.action().equals("events:PutEvents")) {
            throw EventErrors.invalid("Provided value in parameter 'action' is not supported.");
        }
        if (!request.principal().equals("*") && !request.principal().matches("\\d{12}")) {
            throw EventErrors.invalid("Provided value in parameter 'principal' is not valid.");
        }
        ObjectNode document = read(policy);
        ArrayNode statements = statements(document);
        remove(statements, request.statementId());
        ObjectNode statement = statements.addObject();
        statement.put("Sid", request.statementId());
        statement.put("Effect", "Allow");
        if (request.principal().equals("*")) {
            statement.put("Principal", "*");
        } else {
            statement.putObject("Principal").put("AWS", "arn:aws:iam::" + request.principal() + ":root");
        }
        statement.put("Action", request.action());
        statement.put("Resource", bus.arn());
        if (request.condition() != null) {
            statement
                    .putObject("Condition")
                    .putObject(request.condition().type())
                    .put(request.condition().key(), request.condition().value());
        }
        return document.toString();
    }

    /** The policy without the statement of that id; null when it was the last. */
    static @Nullable String without(@Nullable String policy, @Nullable String statementId) {
        ObjectNode document = read(policy);
        ArrayNode statements = statements(document);
        if (policy == null) {
            throw EventErrors.missing("EventBus does not have a policy.");
        }
        if (statementId == null || !remove(statements, statementId)) {
            throw EventErrors.missing("Statement with the provided id does not exist.");
        }
        return statements.isEmpty() ? null : document.toString();
    }

    private static boolean remove(ArrayNode statements, String id) {
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).path("Sid").asText().equals(id)) {
                statements.remove(i);
                return true;
            }
        }
        return false;
    }

    private static ObjectNode read(@Nullable String policy) {
        return policy == null
                ? Json.object().put("Version", "2012-10-17")
                : Json.object(policy).orElseGet(Json::object);
    }

    private static ArrayNode statements(ObjectNode document) {
        JsonNode statements = document.get("Statement");
        return statements instanceof ArrayNode array ? array : document.putArray("Statement");
    }
}
