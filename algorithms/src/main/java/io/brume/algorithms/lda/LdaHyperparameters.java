package io.brume.algorithms.lda;

import io.brume.algorithms.Hyperparameter;

/** What SageMaker documents for LDA. */
public record LdaHyperparameters(
        @Hyperparameter(range = "[1, )", about = "Topics to find.")
        int numTopics,

        @Hyperparameter(range = "[1, )", about = "Words in the vocabulary.")
        int featureDim,

        @Hyperparameter(range = "[1, )", about = "Documents in the training data.")
        int miniBatchSize,

        @Hyperparameter(
                byDefault = "1.0",
                range = "(0, )",
                about =
                        "The first guess of the Dirichlet prior's sum: small values make documents be about few topics.")
        double alpha0,

        @Hyperparameter(
                byDefault = "10",
                range = "[1, )",
                about = "Starts of the search for topics where words are few; the best is kept.")
        int maxRestarts,

        @Hyperparameter(byDefault = "1000", range = "[1, )", about = "Passes over the documents, at most.")
        int maxIterations,

        @Hyperparameter(
                byDefault = "1e-8",
                range = "(0, )",
                about = "Training ends when the square of the likelihood's relative change in a pass is less.")
        double tol) {}
