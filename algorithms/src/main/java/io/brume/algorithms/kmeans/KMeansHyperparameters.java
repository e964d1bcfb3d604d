package io.brume.algorithms.kmeans;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;
import io.brume.algorithms.Written;
import java.util.List;
import java.util.OptionalInt;

/** What SageMaker documents for k-means. */
public record KMeansHyperparameters(
        @Hyperparameter(range = "[1, )", about = "Features of a row.")
        int featureDim,

        @Hyperparameter(range = "[1, )", about = "Clusters.")
        int k,

        @Hyperparameter(byDefault = "1", range = "[1, )", about = "Passes over the data.")
        int epochs,

        @Hyperparameter(
                byDefault = "[\"msd\"]",
                about = "What is measured on the channel test: the mean (msd) and the sum (ssd) of squared distances.")
        List<Metric> evalMetrics,

        @Hyperparameter(
                range = "[1, )",
                about = "How many times k centres are kept until the end; auto is 4, less where that would be many.")
        OptionalInt extraCenterFactor,

        @Hyperparameter(
                byDefault = "0",
                range = "[0, )",
                about = "After so many rows a row weighs half; 0 stands for no decay.")
        int halfLifeTimeSize,

        @Hyperparameter(byDefault = "random", about = "How centres are chosen at first.")
        Start initMethod,

        @Hyperparameter(byDefault = "kmeans++", about = "How the final local search begins.")
        Start localLloydInitMethod,

        @Hyperparameter(byDefault = "300", range = "[1, )", about = "Steps of the final local search, at most.")
        int localLloydMaxIter,

        @Hyperparameter(range = "[1, )", about = "Final local searches, of which the best is kept; auto is 10.")
        OptionalInt localLloydNumTrials,

        @Hyperparameter(
                byDefault = "0.0001",
                range = "[0, 1]",
                about = "The final local search ends where the loss falls by a smaller part of itself.")
        double localLloydTol,

        @Hyperparameter(byDefault = "5000", range = "[1, )", about = "Rows after which centres move.")
        int miniBatchSize) {

    /** How centres are chosen. */
    public enum Start {
        RANDOM,
        @Written("kmeans++")
        KMEANS_PLUS_PLUS
    }

    /** What is measured. */
    public enum Metric {
        MSD,
        SSD
    }

    /** More centres than these are not kept where the factor is automatic. */
    private static final int MANY = 3000;

    /** @throws BadHyperparameterException where values contradict one another */
    void consistent() {
        if ((long) k * extraCenterFactor.orElse(1) > Integer.MAX_VALUE / 16) {
            throw new BadHyperparameterException("k", "k times extra_center_factor is too large");
        }
    }

    /** The centres to keep while training. */
    int centres() {
        return k * extraCenterFactor.orElse(Math.clamp(MANY / k, 1, 4));
    }
}
