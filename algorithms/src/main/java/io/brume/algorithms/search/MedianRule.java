package io.brume.algorithms.search;

import io.brume.algorithms.search.Trial.Measurement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rule of {@link EarlyStopping#AUTO}. */
final class MedianRule {
    private static final int NEEDED = 3;

    private MedianRule() {}

    static Advice advise(List<Trial> trials, Trial running, Measurement latest, Goal goal) {
        double[] averages = trials.stream()
                .filter(trial -> trial.number() != running.number()
                        && (trial.status() == Trial.Status.COMPLETED || trial.status() == Trial.Status.STOPPED))
                .map(trial -> average(trial, latest.resource(), goal))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (averages.length < NEEDED) {
            return Advice.CONTINUE;
        }
        int middle = averages.length / 2;
        double median = averages.length % 2 == 1 ? averages[middle] : averages[middle - 1] / 2 + averages[middle] / 2;
        return goal.cost(latest.value()) > median ? Advice.STOP : Advice.CONTINUE;
    }

    /** The mean of the costs up to a resource; null where the trial did not come so far. */
    private static @Nullable Double average(Trial trial, int resource, Goal goal) {
        if (trial.measurements().stream().noneMatch(m -> m.resource() >= resource)) {
            return null;
        }
        double[] costs = trial.measurements().stream()
                .filter(m -> m.resource() <= resource)
                .mapToDouble(m -> goal.cost(m.value()))
                .toArray();
        return costs.length == 0
                ? null
                : Double.valueOf(Arrays.stream(costs).map(c -> c / costs.length).sum());
    }
}
