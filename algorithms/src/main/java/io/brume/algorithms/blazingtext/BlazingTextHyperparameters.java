package io.brume.algorithms.blazingtext;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;

/** What SageMaker documents for BlazingText, for word vectors and for classification in one record. */
public record BlazingTextHyperparameters(
        @Hyperparameter(
                about = "What to learn: skipgram, cbow and batch_skipgram word vectors, supervised a classifier.")
        Mode mode,

        @Hyperparameter(
                byDefault = "11",
                range = "[1, )",
                about = "Most context words that share negative samples in batch_skipgram; 10 to 20 is sensible.")
        int batchSize,

        @Hyperparameter(
                byDefault = "2000000",
                range = "[1, )",
                about = "Hash buckets for subwords or word n-grams; only those that occur take memory.")
        int buckets,

        @Hyperparameter(
                byDefault = "false",
                about = "Whether supervised training ends when validation accuracy no longer improves.")
        boolean earlyStopping,

        @Hyperparameter(byDefault = "5", range = "[1, )", about = "Passes over the data, at most.")
        int epochs,

        @Hyperparameter(byDefault = "true", about = "Whether word vectors are evaluated on pairs of words.")
        boolean evaluation,

        @Hyperparameter(byDefault = "0.05", range = "(0, )", about = "The first step size; it falls linearly to 0.")
        double learningRate,

        @Hyperparameter(byDefault = "6", range = "[1, )", about = "Most characters of a subword.")
        int maxChar,

        @Hyperparameter(byDefault = "3", range = "[1, )", about = "Fewest characters of a subword.")
        int minChar,

        @Hyperparameter(byDefault = "5", range = "[0, )", about = "Rarer words are left out.")
        int minCount,

        @Hyperparameter(byDefault = "5", range = "[1, )", about = "Fewest epochs before early stopping.")
        int minEpochs,

        @Hyperparameter(byDefault = "5", range = "[1, 1000]", about = "Negative samples for each word to predict.")
        int negativeSamples,

        @Hyperparameter(byDefault = "4", range = "[1, )", about = "Epochs without improvement before early stopping.")
        int patience,

        @Hyperparameter(
                byDefault = "0.0001",
                range = "(0, 1]",
                about = "Words whose share of the text is larger are left out at random; up to 0.001 is sensible.")
        double samplingThreshold,

        @Hyperparameter(byDefault = "false", about = "Whether the characters of a word count, too.")
        boolean subwords,

        @Hyperparameter(byDefault = "100", range = "[1, 65536]", about = "Numbers in a vector.")
        int vectorDim,

        @Hyperparameter(byDefault = "5", range = "[1, 1000]", about = "Context words on either side, at most.")
        int windowSize,

        @Hyperparameter(byDefault = "2", range = "[1, 100]", about = "Words in a row that count as a feature, at most.")
        int wordNgrams) {

    /** What to learn. */
    public enum Mode {
        SKIPGRAM,
        CBOW,
        BATCH_SKIPGRAM,
        SUPERVISED
    }

    /** @throws BadHyperparameterException where values contradict one another */
    void consistent() {
        if (subwords && minChar > maxChar) {
            throw new BadHyperparameterException(
                    "max_char", "max_char must be at least min_char, " + minChar + ", not " + maxChar);
        }
    }
}
