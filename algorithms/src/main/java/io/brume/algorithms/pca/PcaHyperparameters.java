package io.brume.algorithms.pca;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;

/** What SageMaker documents for PCA. */
public record PcaHyperparameters(
        @Hyperparameter(range = "[1, )", about = "Features of a row.")
        int featureDim,

        @Hyperparameter(range = "[1, )", about = "Rows that are looked at together; more where they are few.")
        int miniBatchSize,

        @Hyperparameter(range = "[1, )", about = "Components to find.")
        int numComponents,

        @Hyperparameter(byDefault = "regular", about = "regular for the exact answer, randomized for many features.")
        AlgorithmMode algorithmMode,

        @Hyperparameter(
                byDefault = "-1",
                range = "[-1, )",
                about =
                        "Vectors beside the components that randomized multiplies in each of its passes; -1 is 10 to 33.")
        int extraComponents,

        @Hyperparameter(byDefault = "true", about = "Whether the mean is subtracted, in training and after it.")
        boolean subtractMean) {

    /** How components are found. */
    public enum AlgorithmMode {
        REGULAR,
        RANDOMIZED
    }

    /** @throws BadHyperparameterException where values contradict one another */
    void consistent() {
        if (numComponents > featureDim) {
            throw new BadHyperparameterException(
                    "num_components",
                    "num_components must be at most feature_dim, " + featureDim + ", not " + numComponents);
        }
    }

    /** Vectors that the randomised mode multiplies at once. */
    int sketched() {
        int extra = extraComponents < 0 ? Math.max(10, numComponents) : extraComponents;
        return (int) Math.min(featureDim, (long) numComponents + extra);
    }
}
