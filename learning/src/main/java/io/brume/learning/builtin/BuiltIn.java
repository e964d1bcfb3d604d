package io.brume.learning.builtin;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.Hyperparameters;
import java.util.Map;
import java.util.Set;

/**
 * A built-in algorithm, as SageMaker documents it.
 *
 * @param repository the last part of its images' names, such as {@code blazingtext}
 * @param contentType what a channel is read as that names no content type
 * @param contentTypes what its channels may be
 */
public record BuiltIn(String repository, Algorithm<?> algorithm, String contentType, Set<String> contentTypes) {

    public BuiltIn {
        contentTypes = Set.copyOf(contentTypes);
    }

    /**
     * Checks hyperparameters as the algorithm documents them.
     *
     * @throws io.brume.algorithms.BadHyperparameterException naming everything that is wrong
     */
    public void check(Map<String, String> hyperparameters) {
        Hyperparameters.parse(algorithm.hyperparameters(), hyperparameters);
    }
}
