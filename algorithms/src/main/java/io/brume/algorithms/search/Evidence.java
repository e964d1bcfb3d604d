package io.brume.algorithms.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gathers what a Gaussian process can learn from: a search's trials and those of a warm start. */
final class Evidence {
    private final Search.Settings settings;
    private final List<double[]> points = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<Integer> tasks = new ArrayList<>();

    private Evidence(Search.Settings settings) {
        this.settings = settings;
    }

    /** How many results there are. */
    static int count(Search.Settings settings, List<Trial> trials) {
        return gathered(settings, trials).values.size();
    }

    static Bayes of(Search.Settings settings, List<Trial> trials) {
        Evidence evidence = gathered(settings, trials);
        var bayes = new Bayes(settings.space(), evidence.observations());
        for (Trial trial : trials) {
            boolean failed = trial.status() == Trial.Status.FAILED;
            if (failed || trial.status() == Trial.Status.RUNNING) {
                bayes.assume(trial.hyperparameters(), failed);
            }
        }
        return bayes;
    }

    private static Evidence gathered(Search.Settings settings, List<Trial> trials) {
        var evidence = new Evidence(settings);
        WarmStart start = settings.warmStart();
        if (start != null) {
            for (int parent = 0; parent < start.parents().size(); parent++) {
                int task = start.kind() == WarmStart.Kind.TRANSFER_LEARNING ? parent + 1 : 0;
                for (WarmStart.Result result : start.parents().get(parent)) {
                    evidence.add(result.hyperparameters(), result.value(), task);
                }
            }
        }
        for (Trial trial : trials) {
            if (trial.value().isPresent()) {
                evidence.add(trial.hyperparameters(), trial.value().getAsDouble(), 0);
            }
        }
        return evidence;
    }

    private void add(Map<String, String> configuration, double value, int task) {
        double @Nullable [] point = settings.space().point(configuration);
        if (point != null) {
            points.add(point);
            values.add(settings.goal().cost(value));
            tasks.add(task);
        }
    }

    /** With the costs of each task normalised by themselves. */
    private Observations observations() {
        int[] all = tasks.stream().mapToInt(task -> task).toArray();
        var normalized = new double[all.length];
        for (int task : tasks.stream().distinct().toList()) {
            int[] own =
                    IntStream.range(0, all.length).filter(i -> all[i] == task).toArray();
            double[] costs = Outputs.normalized(
                    Arrays.stream(own).mapToDouble(values::get).toArray());
            for (int i = 0; i < own.length; i++) {
                normalized[own[i]] = costs[i];
            }
        }
        return new Observations(points.toArray(double[][]::new), normalized, all);
    }
}
