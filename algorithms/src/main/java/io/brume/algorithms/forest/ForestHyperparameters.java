package io.brume.algorithms.forest;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;
import java.util.OptionalInt;

/** How a forest is grown. SageMaker has none of its own; names are those of its other algorithms and of the literature. */
public record ForestHyperparameters(
        @Hyperparameter(about = "Whether labels are classes or numbers.")
        PredictorType predictorType,

        @Hyperparameter(byDefault = "100", range = "[1, 100000]", about = "Trees; 1 for a single decision tree.")
        int numTrees,

        @Hyperparameter(
                range = "[1, )",
                about =
                        "Columns that a split is chosen among; without it the root of their number for classes, a third for"
                                + " numbers, all for a single tree.")
        OptionalInt mtry,

        @Hyperparameter(byDefault = "0", range = "[0, )", about = "Most splits in a row; 0 for any number.")
        int maxDepth,

        @Hyperparameter(
                range = "[1, )",
                about = "Nodes of at most so many rows are not split; without it 1 for classes, 5 for numbers.")
        OptionalInt minNodeSize,

        @Hyperparameter(byDefault = "1", range = "[1, )", about = "Rows that a leaf has at least.")
        int minLeafSize,

        @Hyperparameter(
                about = "Whether each tree sees rows drawn with replacement; without it true, false for a single tree.")
        java.util.Optional<Boolean> bootstrap,

        @Hyperparameter(byDefault = "1", range = "(0, 1]", about = "How many rows a tree sees, as a part of all.")
        double sampleFraction,

        @Hyperparameter(
                byDefault = "true",
                about =
                        "Whether trees give the parts of each class in a leaf, of which the mean is taken; otherwise they vote.")
        boolean probability,

        @Hyperparameter(
                byDefault = "255",
                range = "[2, 255]",
                about = "Bins that a column's values are put into where it has more different ones.")
        int maxBin,

        @Hyperparameter(about = "For the same trees again; where it is not given, the training's own seed.")
        OptionalInt seed) {

    /** What labels are. */
    public enum PredictorType {
        CLASSIFIER,
        REGRESSOR
    }

    boolean classifies() {
        return predictorType == PredictorType.CLASSIFIER;
    }

    boolean drawsWithReplacement() {
        return bootstrap.orElse(numTrees > 1);
    }

    int leastToSplit() {
        return minNodeSize.orElse(classifies() ? 1 : 5) + 1;
    }

    /** @throws BadHyperparameterException where there are not as many columns */
    int tried(int columns) {
        if (mtry.isPresent() && mtry.getAsInt() > columns) {
            throw new BadHyperparameterException(
                    "mtry", "mtry must be at most " + columns + ", the number of columns, not " + mtry.getAsInt());
        }
        int standard = numTrees == 1 ? columns : classifies() ? (int) Math.sqrt(columns) : columns / 3;
        return mtry.orElse(Math.max(1, standard));
    }
}
