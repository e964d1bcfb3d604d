package io.brume.serverless.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The JSON objects that some attributes are. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** The object that a text is; null when it is none. */
    static @Nullable ObjectNode object(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    static ObjectNode empty() {
        return MAPPER.createObjectNode();
    }

    static String text(JsonNode node) {
        return node.toString();
    }

    /** Whether two texts are the same, or the same object written differently. */
    static boolean agree(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        ObjectNode object = object(one);
        return object != null && object.equals(object(other));
    }
}
