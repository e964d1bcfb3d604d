package io.brume.algorithms.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What earlier searches found, for a search to begin with.
 *
 * <p>Their spaces may have been others: values outside the new ranges are learnt from too. A trial tells nothing where it lacks a
 * parameter of the new space, so one that was fixed then has to be among its hyperparameters with its fixed value.
 *
 * @param parents the results of each earlier search
 */
public record WarmStart(Kind kind, List<List<Result>> parents) {
    public WarmStart {
        parents = parents.stream().map(List::copyOf).toList();
    }

    /** How the earlier objective and this one belong together. */
    public enum Kind {
        /** They are the same: an earlier value counts like one of this search, and the best may be an earlier one. */
        IDENTICAL_DATA_AND_ALGORITHM,
        /** They are alike, and how much is learnt: only what is good and bad in comparison carries over. */
        TRANSFER_LEARNING
    }

    /** An earlier trial. */
    public record Result(Map<String, String> hyperparameters, double value) {
        public Result {
            hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("an earlier result has to have a finite value, not " + value);
            }
        }
    }

    /** The trials of a search that have a value. */
    public static List<Result> results(Search search) {
        return search.trials().stream()
                .filter(trial -> trial.value().isPresent())
                .map(trial -> new Result(trial.hyperparameters(), trial.value().getAsDouble()))
                .toList();
    }
}
