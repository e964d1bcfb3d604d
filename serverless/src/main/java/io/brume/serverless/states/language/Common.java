package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What states of several types have.
 *
 * @param jsonata whether its expressions are JSONata, not JSONPath
 * @param next the state that follows; null at the end
 * @param inputPath null for an empty input
 * @param outputPath null for an empty output
 * @param resultPath null to discard the result
 * @param parameters the template of Parameters or Arguments; null for the input itself
 * @param assign variables by name, as a template
 * @param output JSONata's template of the output
 */
public record Common(
        String name,
        boolean jsonata,
        @Nullable String next,
        @Nullable String inputPath,
        @Nullable String outputPath,
        @Nullable String resultPath,
        @Nullable JsonNode parameters,
        @Nullable JsonNode resultSelector,
        @Nullable JsonNode assign,
        @Nullable JsonNode output,
        List<Retrier> retry,
        List<Catcher> catchers) {

    /** @param maxDelaySeconds null for no bound */
    public record Retrier(
            List<String> errors,
            long intervalSeconds,
            int maxAttempts,
            double backoffRate,
            @Nullable Long maxDelaySeconds,
            boolean jitter) {}

    /** @param resultPath null to discard the error */
    public record Catcher(
            List<String> errors,
            String next,
            @Nullable String resultPath,
            @Nullable JsonNode assign,
            @Nullable JsonNode output) {}
}
