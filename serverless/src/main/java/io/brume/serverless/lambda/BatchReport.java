package io.brume.serverless.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a function says of its batch: {@code {"batchItemFailures": [{"itemIdentifier": "…"}]}}. */
final class BatchReport {

    private BatchReport() {}

    /** The ids of items that a function reports as failed; null when its answer has no meaning. */
    static @Nullable Set<String> failed(byte[] answer) {
        Set<String> ids = new HashSet<>();
        try {
            JsonNode report = EventDocuments.json().readTree(answer);
            for (JsonNode item : report == null ? List.<JsonNode>of() : report.path("batchItemFailures")) {
                String id = item.path("itemIdentifier").asText("");
                if (id.isEmpty()) {
                    return null;
                }
                ids.add(id);
            }
            return ids;
        } catch (IOException e) {
            return null;
        }
    }
}
