package io.brume.bench.algorithms;

import io.brume.algorithms.search.Parameter;
import io.brume.algorithms.search.SearchSpace;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a search is to minimise.
 *
 * @param trials how many configurations a search may try
 */
record Objective(String name, int trials, SearchSpace space, ToDoubleFunction<Map<String, String>> value) {
    private static final double[] HEIGHTS = {1, 1.2, 3, 3.2};
    private static final double[][] SCALES = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] CENTRES = {
        {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
        {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
        {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
        {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
    };

    /** Three equal minima of 0.397887. */
    static Objective branin() {
        var space = SearchSpace.of(Parameter.continuous("x", -5, 10), Parameter.continuous("y", 0, 15));
        return new Objective("Branin (least 0.3979)", 30, space, at -> {
            double x = number(at, "x");
            double valley = number(at, "y") - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
            return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
        });
    }

    /** A minimum of -3.32237 among several others, in six dimensions. */
    static Objective hartmann() {
        var parameters = new ArrayList<Parameter>();
        for (int i = 0; i < 6; i++) {
            parameters.add(Parameter.continuous("x" + i, 0, 1));
        }
        return new Objective("Hartmann-6 (least -3.3224)", 60, new SearchSpace(parameters), at -> {
            double sum = 0;
            for (int i = 0; i < HEIGHTS.length; i++) {
                double distance = 0;
                for (int j = 0; j < 6; j++) {
                    double difference = number(at, "x" + j) - CENTRES[i][j];
                    distance += SCALES[i][j] * difference * difference;
                }
                sum -= HEIGHTS[i] * Math.exp(-distance);
            }
            return sum;
        });
    }

    static double number(Map<String, String> at, String name) {
        String text = at.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no " + name + " in " + at);
        }
        return Double.parseDouble(text);
    }
}
