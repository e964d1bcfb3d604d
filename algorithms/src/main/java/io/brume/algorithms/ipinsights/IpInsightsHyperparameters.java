package io.brume.algorithms.ipinsights;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;

/** What SageMaker documents for IP insights. */
public record IpInsightsHyperparameters(
        @Hyperparameter(
                range = "[1, 250000000]",
                about = "Vectors that entities are hashed to; twice the entities is good.")
        int numEntityVectors,

        @Hyperparameter(range = "[4, 4096]", about = "Numbers in a vector; 128 is recommended.")
        int vectorDim,

        @Hyperparameter(byDefault = "1000", range = "[1, )", about = "After how many batches the speed is logged.")
        int batchMetricsPublishInterval,

        @Hyperparameter(byDefault = "10", range = "[1, )", about = "Passes over the data.")
        int epochs,

        @Hyperparameter(byDefault = "0.001", range = "[1e-6, 10]", about = "The step size of Adam.")
        double learningRate,

        @Hyperparameter(byDefault = "10000", range = "[1, 500000]", about = "Pairs a step.")
        int miniBatchSize,

        @Hyperparameter(byDefault = "1", range = "[0, 100]", about = "Fully connected layers over an address's vector.")
        int numIpEncoderLayers,

        @Hyperparameter(byDefault = "1", range = "[0, 500]", about = "Random addresses an entity is told apart from.")
        int randomNegativeSamplingRate,

        @Hyperparameter(
                byDefault = "1",
                range = "[0, 500]",
                about = "Addresses of the same batch it is told apart from.")
        int shuffledNegativeSamplingRate,

        @Hyperparameter(byDefault = "0.00001", range = "[0, 10]", about = "How much vectors and layers are drawn to 0.")
        double weightDecay) {

    /** @throws BadHyperparameterException where values contradict one another */
    void consistent() {
        int negatives = randomNegativeSamplingRate + shuffledNegativeSamplingRate;
        if (negatives < 1 || negatives > 500) {
            throw new BadHyperparameterException(
                    "random_negative_sampling_rate",
                    "random_negative_sampling_rate and shuffled_negative_sampling_rate must sum up to at least 1 and at"
                            + " most 500, not " + negatives);
        }
    }
}
