package io.brume.serverless.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.lambda.runtime.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;

/** JSON that events are and that tells of them. */
final class EventDocuments {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private EventDocuments() {}

    static ObjectMapper json() {
        return JSON;
    }

    /** @throws InvalidRequestContentException when a payload is no JSON */
    static void requireJson(byte[] payload) {
        String flaw;
        try (JsonParser parser = new JsonFactory().createParser(payload)) {
            if (parser.nextToken() == null) {
                return;
            }
            parser.skipChildren();
            flaw = parser.nextToken() == null ? "" : "more than one value";
        } catch (IOException e) {
            flaw = e instanceof com.fasterxml.jackson.core.JsonProcessingException json
                    ? json.getOriginalMessage()
                    : String.valueOf(e.getMessage());
        }
        if (!flaw.isEmpty()) {
            throw InvalidRequestContentException.builder()
                    .type("User")
                    .message("Could not parse request body into json: " + flaw)
                    .build();
        }
    }

    private static JsonNode node(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            return node == null || node.isMissingNode() ? JSON.nullNode() : node;
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(new String(json, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** What a destination hears of an asynchronous invocation. */
    static String record(
            FunctionRef ref,
            String version,
            String requestId,
            String condition,
            int attempts,
            byte[] payload,
            Outcome outcome,
            Instant now) {
        ObjectNode record = JSON.createObjectNode().put("version", "1.0").put("timestamp", TIME.format(now));
        record.putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", ref.with(ref.qualifierOrLatest()).arn())
                .put("condition", condition)
                .put("approximateInvokeCount", attempts);
        record.set("requestPayload", node(payload));
        ObjectNode response = record.putObject("responseContext");
        response.put("statusCode", 200).put("executedVersion", version);
        if (outcome.error() != null) {
            response.put("functionError", "Unhandled");
        }
        record.set("responsePayload", node(outcome.payload()));
        return record.toString();
    }
}
