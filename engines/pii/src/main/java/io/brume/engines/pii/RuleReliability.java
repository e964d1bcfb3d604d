package io.brume.engines.pii;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each rule was right on labelled text, as a probability: its share of right findings, drawn towards the share of all rules
 * as far as it was seen seldom (the mean of a beta distribution).
 *
 * <p>The resource {@code rule-reliability.txt} has a rule, how often it was right and how often wrong a line.
 */
final class RuleReliability {

    /** How many findings of an average rule each rule is thought to have shown before. */
    private static final double PRIOR = 3;

    private final Map<String, int[]> counts;
    private final double overall;

    RuleReliability(Map<String, int[]> counts) {
        this.counts = counts;
        int right = counts.values().stream().mapToInt(c -> c[0]).sum();
        int wrong = counts.values().stream().mapToInt(c -> c[1]).sum();
        this.overall = (right + 1.0) / (right + wrong + 2.0);
    }

    static RuleReliability load() throws IOException {
        try (InputStream in = RuleReliability.class.getResourceAsStream("rule-reliability.txt")) {
            if (in == null) {
                throw new FileNotFoundException("rule-reliability.txt");
            }
            Map<String, int[]> counts = new HashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .forEach(f -> counts.put(f[0], new int[] {Integer.parseInt(f[1]), Integer.parseInt(f[2])}));
            return new RuleReliability(counts);
        }
    }

    double of(String rule) {
        int[] seen = counts.getOrDefault(rule, new int[2]);
        return (seen[0] + PRIOR * overall) / (seen[0] + seen[1] + PRIOR);
    }
}
