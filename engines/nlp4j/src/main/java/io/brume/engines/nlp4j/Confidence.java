package io.brume.engines.nlp4j;

import io.brume.engines.nlp4j.Nlp4jEntityRecognizer.Decision;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The probability that a mention's bounds and type are right: logistic regression over what is known of it (which rule or which of the
 * model's types, the model's margin, length, case), fitted on labelled text.
 */
final class Confidence {

    private final Map<String, Double> weights;

    Confidence(Map<String, Double> weights) {
        this.weights = weights;
    }

    /** Reads {@code confidence.txt}: a feature and its weight a line. */
    static Confidence load() throws IOException {
        try (InputStream in = Confidence.class.getResourceAsStream("confidence.txt")) {
            if (in == null) {
                throw new FileNotFoundException("confidence.txt");
            }
            Map<String, Double> weights = new HashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(pair -> weights.put(pair[0], Double.parseDouble(pair[1])));
            return new Confidence(weights);
        }
    }

    double of(Decision decision) {
        double sum = 0;
        for (var feature : features(decision).entrySet()) {
            sum += weights.getOrDefault(feature.getKey(), 0.0) * feature.getValue();
        }
        return 1 / (1 + Math.exp(-sum));
    }

    /** What the regression sees of a decision. */
    static Map<String, Double> features(Decision decision) {
        Candidate candidate = decision.candidate();
        Map<String, Double> features = new LinkedHashMap<>();
        features.put("bias", 1.0);
        features.put("origin=" + candidate.origin(), 1.0);
        features.put("type=" + candidate.type(), 1.0);
        if (candidate.origin().startsWith("model-")) {
            features.put("margin", Math.clamp(candidate.margin(), -0.5, 1.5));
        } else {
            features.put(decision.agreed() ? "rule-and-model" : "rule-alone", 1.0);
        }
        long words = decision.surface().chars().filter(c -> c == ' ').count() + 1;
        features.put(words == 1 ? "words=1" : words == 2 ? "words=2" : "words=3+", 1.0);
        features.put("style=" + decision.style(), 1.0);
        return features;
    }
}
