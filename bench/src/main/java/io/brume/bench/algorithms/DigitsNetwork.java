package io.brume.bench.algorithms;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.search.Parameter;
import io.brume.algorithms.search.Scaling;
import io.brume.algorithms.search.SearchSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A network with one hidden layer that reads scikit-learn's digits after three epochs, as something real to tune: its log loss on
 * the rows that it did not see. The same hyperparameters give the same loss.
 */
final class DigitsNetwork {
    private static final int EPOCHS = 3;
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;

    private final List<float[]> images = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    DigitsNetwork(Path csv) throws IOException {
        try (var reader = Dataset.of(csv, Format.csv()).read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                var dense = (DenseBatch) batch;
                for (int row = 0; row < dense.rows(); row++) {
                    var image = new float[PIXELS];
                    for (int i = 0; i < PIXELS; i++) {
                        image[i] = dense.values()[dense.offset(row) + i] / 16;
                    }
                    images.add(image);
                    labels.add((int) dense.label(row));
                }
            }
        }
    }

    Objective objective() {
        var space = SearchSpace.of(
                new Parameter.Continuous("rate", 1e-4, 10, Scaling.LOGARITHMIC),
                new Parameter.Continuous("decay", 1e-8, 1e-1, Scaling.LOGARITHMIC),
                new Parameter.Continuous("momentum", 0, 0.95, Scaling.LINEAR),
                new Parameter.Whole("hidden", 4, 32, Scaling.LINEAR),
                new Parameter.Whole("batch", 4, 128, Scaling.LOGARITHMIC),
                Parameter.categorical("activation", "tanh", "relu", "sigmoid"));
        return new Objective("log loss of a network on digits", 40, space, this::loss);
    }

    private double loss(Map<String, String> at) {
        int hidden = (int) Objective.number(at, "hidden");
        int batch = (int) Objective.number(at, "batch");
        float rate = (float) Objective.number(at, "rate");
        float decay = (float) Objective.number(at, "decay");
        float momentum = (float) Objective.number(at, "momentum");
        var network = new Network(hidden, String.valueOf(at.get("activation")), new Random(1));
        int training = images.size() * 2 / 3;
        int inBatch = 0;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int row = 0; row < training; row++) {
                network.learn(images.get(row), labels.get(row));
                if (++inBatch == batch) {
                    network.step(rate / batch, decay, momentum);
                    inBatch = 0;
                }
            }
        }
        double loss = 0;
        for (int row = training; row < images.size(); row++) {
            // No probability counts as less than a millionth, and what has diverged counts so.
            double probability = network.forward(images.get(row))[labels.get(row)];
            loss -= Math.log(probability > 1e-6 ? probability : 1e-6);
        }
        return loss / (images.size() - training);
    }

    /** Weights with their gradients and speeds; row h of a layer holds what goes into unit h, its bias last. */
    private static final class Network {
        private final String activation;
        private final float[][] first;
        private final float[][] second;
        private final float[][] firstGradient;
        private final float[][] secondGradient;
        private final float[][] firstSpeed;
        private final float[][] secondSpeed;
        private final float[] units;
        private final float[] slopes;
        private final float[] outputs = new float[CLASSES];

        Network(int hidden, String activation, Random random) {
            this.activation = activation;
            first = weights(hidden, PIXELS, random);
            second = weights(CLASSES, hidden, random);
            firstGradient = new float[hidden][PIXELS + 1];
            secondGradient = new float[CLASSES][hidden + 1];
            firstSpeed = new float[hidden][PIXELS + 1];
            secondSpeed = new float[CLASSES][hidden + 1];
            units = new float[hidden];
            slopes = new float[hidden];
        }

        private static float[][] weights(int to, int from, Random random) {
            var weights = new float[to][from + 1];
            for (float[] row : weights) {
                for (int i = 0; i < from; i++) {
                    row[i] = (float) (random.nextGaussian() / Math.sqrt(from));
                }
            }
            return weights;
        }

        float[] forward(float[] image) {
            for (int h = 0; h < units.length; h++) {
                float sum = into(first[h], image);
                switch (activation) {
                    case "tanh" -> {
                        units[h] = (float) Math.tanh(sum);
                        slopes[h] = 1 - units[h] * units[h];
                    }
                    case "relu" -> {
                        units[h] = Math.max(0, sum);
                        slopes[h] = sum > 0 ? 1 : 0;
                    }
                    default -> {
                        units[h] = (float) (1 / (1 + Math.exp(-sum)));
                        slopes[h] = units[h] * (1 - units[h]);
                    }
                }
            }
            float largest = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < CLASSES; c++) {
                outputs[c] = into(second[c], units);
                largest = Math.max(largest, outputs[c]);
            }
            float total = 0;
            for (int c = 0; c < CLASSES; c++) {
                outputs[c] = (float) Math.exp(outputs[c] - largest);
                total += outputs[c];
            }
            for (int c = 0; c < CLASSES; c++) {
                outputs[c] /= total;
            }
            return outputs;
        }

        private static float into(float[] weights, float[] inputs) {
            float sum = weights[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                sum += weights[i] * inputs[i];
            }
            return sum;
        }

        void learn(float[] image, int label) {
            forward(image);
            var back = new float[units.length];
            for (int c = 0; c < CLASSES; c++) {
                float error = outputs[c] - (c == label ? 1 : 0);
                add(secondGradient[c], error, units);
                for (int h = 0; h < units.length; h++) {
                    back[h] += error * second[c][h];
                }
            }
            for (int h = 0; h < units.length; h++) {
                add(firstGradient[h], back[h] * slopes[h], image);
            }
        }

        private static void add(float[] gradient, float error, float[] inputs) {
            for (int i = 0; i < inputs.length; i++) {
                gradient[i] += error * inputs[i];
            }
            gradient[inputs.length] += error;
        }

        void step(float rate, float decay, float momentum) {
            step(first, firstGradient, firstSpeed, rate, decay, momentum);
            step(second, secondGradient, secondSpeed, rate, decay, momentum);
        }

        private static void step(
                float[][] weights, float[][] gradient, float[][] speed, float rate, float decay, float momentum) {
            for (int r = 0; r < weights.length; r++) {
                for (int i = 0; i < weights[r].length; i++) {
                    speed[r][i] = momentum * speed[r][i] - rate * gradient[r][i];
                    weights[r][i] += speed[r][i] - decay * weights[r][i];
                    gradient[r][i] = 0;
                }
            }
        }
    }
}
