package io.brume.learning.builtin;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.Hyperparameters;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A built-in algorithm, as SageMaker documents it.
 *
 * @param repository the last part of its images' names, such as {@code blazingtext}
 * @param contentType what a channel is read as that names no content type
 * @param contentTypes what its channels may be
 * @param missingValues whether rows of CSV may lack values
 */
public record BuiltIn(
        String repository,
        Algorithm<?> algorithm,
        String contentType,
        Set<String> contentTypes,
        boolean missingValues) {

    public BuiltIn {
        contentTypes = Set.copyOf(contentTypes);
    }

    /** One whose rows have to be complete. */
    public BuiltIn(String repository, Algorithm<?> algorithm, String contentType, Set<String> contentTypes) {
        this(repository, algorithm, contentType, contentTypes, false);
    }

    /**
     * Checks hyperparameters as the algorithm documents them.
     *
     * @throws io.brume.algorithms.BadHyperparameterException naming everything that is wrong
     */
    public void check(Map<String, String> hyperparameters) {
        var _ = Hyperparameters.parse(algorithm.hyperparameters(), own(hyperparameters));
    }

    /** Without those that SageMaker and its SDKs add for themselves, such as {@code _tuning_objective_metric}. */
    public static Map<String, String> own(Map<String, String> hyperparameters) {
        Map<String, String> own = new TreeMap<>(hyperparameters);
        own.keySet().removeIf(name -> name.startsWith("_") || name.startsWith("sagemaker_"));
        return own;
    }
}
