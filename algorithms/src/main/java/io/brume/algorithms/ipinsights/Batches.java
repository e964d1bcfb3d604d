package io.brume.algorithms.ipinsights;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.kernel.Kernels;
import java.util.Arrays;
import java.util.Random;

/**
 * Steps of learning from a batch of pairs: to tell each pair from the same entity with random addresses and with addresses of
 * other pairs of the batch, by the log loss of the products of their vectors. Every phase gives each thread rows of its own, so
 * a seed and a number of threads give the same vectors again.
 */
final class Batches {
    private final Encoder encoder;
    private final IpInsightsHyperparameters settings;
    private final TrainingContext context;
    private final Random random;
    private final int dimensions;
    private final int most;
    private final int randoms;
    private final int shuffles;

    private final int[] entityRows;
    private final int[] addresses;
    private final int[][] shuffled;
    private final int[][] inverse;
    /** What goes into each layer, and last the addresses' vectors: first those of the pairs, then random ones. */
    private final float[][] outputs;

    private final float[][] tanh;
    private final float[] pairErrors;
    private final float[][] shuffledErrors;
    private final float[] randomErrors;
    private final float[] entityGradients;
    private final float[] gradients;
    private final float[][] layerGradients;
    private final int[] prefixRows;
    private final Grouping entityGroups;
    private final Grouping[] prefixGroups = new Grouping[Encoder.LENGTHS];
    private final double[] losses;
    private int steps;

    /** @param most pairs of a batch */
    Batches(Encoder encoder, IpInsightsHyperparameters settings, int most, TrainingContext context) {
        this.encoder = encoder;
        this.settings = settings;
        this.context = context;
        this.most = most;
        random = new Random(context.seed());
        dimensions = settings.vectorDim();
        randoms = settings.randomNegativeSamplingRate();
        shuffles = settings.shuffledNegativeSamplingRate();
        int all = (1 + randoms) * most;
        entityRows = new int[most];
        addresses = new int[all];
        shuffled = new int[shuffles][most];
        inverse = new int[shuffles][most];
        outputs = new float[settings.numIpEncoderLayers() + 1][all * dimensions];
        tanh = new float[settings.numIpEncoderLayers()][all * dimensions];
        pairErrors = new float[most];
        shuffledErrors = new float[shuffles][most];
        randomErrors = new float[randoms * most];
        entityGradients = new float[most * dimensions];
        gradients = new float[all * dimensions];
        layerGradients = new float[context.threads()][settings.numIpEncoderLayers() == 0 ? 0 : layerSize(dimensions)];
        prefixRows = new int[all];
        entityGroups = new Grouping(encoder.entities().count(), most);
        Arrays.setAll(
                prefixGroups,
                length -> new Grouping(encoder.prefixes().get(length).count(), all));
        losses = new double[context.threads()];
    }

    static int layerSize(int dimensions) {
        return dimensions * dimensions + dimensions;
    }

    /** Learns from the events that {@code order} names from {@code from} on; gives their mean log loss. */
    double learn(Events events, int[] order, int from, int size) {
        steps++;
        for (int i = 0; i < size; i++) {
            entityRows[i] = encoder.entities().of(events.buckets()[order[from + i]]);
            addresses[i] = events.addresses()[order[from + i]];
        }
        for (int i = size; i < (1 + randoms) * size; i++) {
            addresses[i] = random.nextInt();
        }
        for (int s = 0; s < shuffles; s++) {
            shuffle(shuffled[s], inverse[s], size);
        }
        encode((1 + randoms) * size);
        double loss = errors(size);
        addressGradients(size);
        for (int layer = tanh.length - 1; layer >= 0; layer--) {
            backThroughLayer(layer, (1 + randoms) * size);
        }
        update(encoder.entityVectors(), entityGroups, entityRows, size, entityGradients);
        for (int length = 0; length < Encoder.LENGTHS; length++) {
            for (int i = 0; i < (1 + randoms) * size; i++) {
                prefixRows[i] = encoder.row(length, addresses[i]);
            }
            Adam vectors = encoder.prefixVectors().get(length);
            update(vectors, prefixGroups[length], prefixRows, (1 + randoms) * size, gradients);
        }
        return loss;
    }

    private void shuffle(int[] order, int[] inverted, int size) {
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[other];
            order[other] = swap;
        }
        for (int i = 0; i < size; i++) {
            inverted[order[i]] = i;
        }
    }

    private void encode(int size) {
        context.parallel(size, (from, to) -> {
            Arrays.fill(outputs[0], from * dimensions, to * dimensions, 0);
            for (int i = from; i < to; i++) {
                encoder.sum(addresses[i], outputs[0], i * dimensions);
            }
            for (int layer = 0; layer < tanh.length; layer++) {
                encoder.layer(layer, outputs[layer], tanh[layer], outputs[layer + 1], from, to);
            }
        });
    }

    /** How far each prediction is from the truth, and the gradients of the entities' vectors. */
    private double errors(int size) {
        float[] entities = encoder.entityVectors().values;
        float[] encoded = outputs[tanh.length];
        Arrays.fill(losses, 0);
        int parts = Math.min(context.threads(), size);
        context.parallel(part -> {
            if (part >= parts) {
                return;
            }
            double loss = 0;
            for (int i = (int) ((long) size * part / parts); i < (long) size * (part + 1) / parts; i++) {
                int entity = entityRows[i] * dimensions;
                int gradient = i * dimensions;
                Arrays.fill(entityGradients, gradient, gradient + dimensions, 0);
                float score = Kernels.dot(entities, entity, encoded, i * dimensions, dimensions);
                loss += Kernels.softplus(-score);
                pairErrors[i] = (Kernels.sigmoid(score) - 1) / size;
                Kernels.axpy(pairErrors[i], encoded, i * dimensions, entityGradients, gradient, dimensions);
                for (int s = 0; s < shuffles; s++) {
                    int other = shuffled[s][i];
                    if (other == i) {
                        shuffledErrors[s][i] = 0;
                        continue;
                    }
                    score = Kernels.dot(entities, entity, encoded, other * dimensions, dimensions);
                    loss += Kernels.softplus(score);
                    shuffledErrors[s][i] = Kernels.sigmoid(score) / size;
                    Kernels.axpy(
                            shuffledErrors[s][i], encoded, other * dimensions, entityGradients, gradient, dimensions);
                }
                for (int r = 0; r < randoms; r++) {
                    int other = (1 + r) * size + i;
                    score = Kernels.dot(entities, entity, encoded, other * dimensions, dimensions);
                    loss += Kernels.softplus(score);
                    float error = Kernels.sigmoid(score) / size;
                    randomErrors[other - size] = error;
                    Kernels.axpy(error, encoded, other * dimensions, entityGradients, gradient, dimensions);
                }
            }
            losses[part] = loss;
        });
        return Arrays.stream(losses).sum() / size / (1 + randoms + shuffles);
    }

    private void addressGradients(int size) {
        float[] entities = encoder.entityVectors().values;
        context.parallel((1 + randoms) * size, (from, to) -> {
            Arrays.fill(gradients, from * dimensions, to * dimensions, 0);
            for (int i = from; i < to; i++) {
                int gradient = i * dimensions;
                if (i >= size) {
                    int entity = entityRows[i % size] * dimensions;
                    Kernels.axpy(randomErrors[i - size], entities, entity, gradients, gradient, dimensions);
                    continue;
                }
                Kernels.axpy(pairErrors[i], entities, entityRows[i] * dimensions, gradients, gradient, dimensions);
                for (int s = 0; s < shuffles; s++) {
                    int pair = inverse[s][i];
                    int entity = entityRows[pair] * dimensions;
                    Kernels.axpy(shuffledErrors[s][pair], entities, entity, gradients, gradient, dimensions);
                }
            }
        });
    }

    /** Turns gradients of what a layer gives into those of what it takes, and takes a step with the layer's own. */
    private void backThroughLayer(int layer, int size) {
        int d = dimensions;
        Adam adam = encoder.layers().get(layer);
        int parts = Math.min(context.threads(), size);
        context.parallel(part -> {
            float[] sums = layerGradients[part];
            Arrays.fill(sums, 0);
            if (part >= parts) {
                return;
            }
            var inner = new float[d];
            for (int i = (int) ((long) size * part / parts); i < (long) size * (part + 1) / parts; i++) {
                for (int k = 0; k < d; k++) {
                    float t = tanh[layer][i * d + k];
                    inner[k] = gradients[i * d + k] * (1 - t * t);
                }
                for (int k = 0; k < d; k++) {
                    Kernels.axpy(inner[k], outputs[layer], i * d, sums, k * d, d);
                    Kernels.axpy(inner[k], adam.values, k * d, gradients, i * d, d);
                }
                Kernels.axpy(1, inner, 0, sums, d * d, d);
            }
        });
        for (int part = 1; part < parts; part++) {
            Kernels.axpy(1, layerGradients[part], 0, layerGradients[0], 0, layerGradients[0].length);
        }
        adam.step(0, layerGradients[0], 0, d * d, settings.learningRate(), settings.weightDecay(), steps);
        adam.step(d * d, layerGradients[0], d * d, d, settings.learningRate(), 0, steps);
    }

    private void update(Adam vectors, Grouping groups, int[] rowOf, int size, float[] from) {
        groups.group(rowOf, size);
        context.parallel(groups.touched, (first, last) -> {
            var sum = new float[dimensions];
            for (int r = first; r < last; r++) {
                Arrays.fill(sum, 0);
                for (int e = groups.starts[r]; e < groups.starts[r + 1]; e++) {
                    Kernels.axpy(1, from, groups.entries[e] * dimensions, sum, 0, dimensions);
                }
                int row = groups.rows[r] * dimensions;
                vectors.step(row, sum, 0, dimensions, settings.learningRate(), settings.weightDecay(), steps);
            }
        });
    }

    int most() {
        return most;
    }
}
