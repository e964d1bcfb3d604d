package io.brume.algorithms.randomcutforest;

import io.brume.algorithms.Hyperparameter;
import java.util.List;

/** What SageMaker documents for random cut forest. */
public record RandomCutForestHyperparameters(
        @Hyperparameter(range = "[1, 10000]", about = "Features a row.")
        int featureDim,

        @Hyperparameter(
                byDefault = "accuracy,precision_recall_fscore",
                about = "What is measured on the channel test, whose labels are 1 for anomalies and 0 for the rest.")
        List<Metric> evalMetrics,

        @Hyperparameter(
                byDefault = "256",
                range = "[1, 2048]",
                about = "Rows that each tree is made of, drawn at random.")
        int numSamplesPerTree,

        @Hyperparameter(byDefault = "100", range = "[50, 1000]", about = "Trees.")
        int numTrees) {

    /** What is measured on labelled rows. */
    public enum Metric {
        ACCURACY,
        PRECISION_RECALL_FSCORE
    }
}
