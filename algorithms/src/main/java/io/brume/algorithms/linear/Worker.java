package io.brume.algorithms.linear;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.kernel.Kernels;
import java.util.Arrays;

/**
 * What one thread does: it scores batches and steps down the gradient of their loss. Several workers may change the same models
 * without locks, as in Niu et al., "Hogwild!", https://arxiv.org/abs/1106.5730.
 */
final class Worker {
    private final Models models;
    private final Optimizer optimizer;
    private final Loss loss;
    private final Schedule schedule;
    private final double biasRate;
    private final double biasDecay;
    private final boolean bias;
    private final float[] gradient;
    private final Optimizer.Step[] steps;
    private final Optimizer.Step[] biasSteps;
    private float[] scores = new float[0];
    /** Features of the batch, for sparse rows, and the batch that each was last seen in. */
    private int[] found = new int[1024];

    private final int[] seen;
    private int batches;

    Worker(Models models, LinearLearnerHyperparameters settings, Optimizer optimizer, Loss loss, Schedule schedule) {
        this.models = models;
        this.optimizer = optimizer;
        this.loss = loss;
        this.schedule = schedule;
        bias = settings.useBias();
        biasRate = settings.biasLrMult().orElse(optimizer.kind() == Optimizer.Kind.SGD ? 1 : 10);
        biasDecay = settings.biasWdMult().orElse(0);
        gradient = new float[models.w.length];
        steps = new Optimizer.Step[models.variants.size()];
        biasSteps = new Optimizer.Step[models.variants.size()];
        seen = new int[models.touched.length];
    }

    /** One step. If {@code losses} are given, adds to them what each model's loss was before it. */
    void learn(Batch batch, double[] losses) {
        score(batch);
        for (int model = 0; model < losses.length; model++) {
            losses[model] += loss.sum(scores, model * models.outputs, models.width, batch);
        }
        loss.slopes(scores, models.width, batch, models.classWeights);
        prepareSteps(models.steps.incrementAndGet());
        switch (batch) {
            case DenseBatch dense -> learn(dense);
            case SparseBatch sparse when models.width == 1 -> learnOne(sparse);
            case SparseBatch sparse -> learn(sparse);
            default -> throw new IllegalStateException("rows are numbers");
        }
    }

    /** Scores of all models for a batch, row by row; overwritten by the next ones. */
    float[] score(Batch batch) {
        int size = batch.rows() * models.width;
        if (scores.length < size) {
            scores = new float[size];
        }
        switch (batch) {
            case DenseBatch dense -> score(dense);
            case SparseBatch sparse -> score(sparse);
            default -> throw new IllegalStateException("rows are numbers");
        }
        return scores;
    }

    private void score(DenseBatch batch) {
        int n = batch.stride();
        Kernels.products(batch.values(), 0, n, batch.rows(), models.w, 0, n, models.width, n, scores, 0, models.width);
    }

    private void score(SparseBatch batch) {
        int width = models.width;
        for (int row = 0; row < batch.rows(); row++) {
            int from = batch.starts()[row];
            int to = batch.starts()[row + 1];
            if (width == 1) {
                scores[row] = Kernels.sparseDot(batch.indices(), batch.values(), from, to, models.w, 0);
                continue;
            }
            Arrays.fill(scores, row * width, (row + 1) * width, 0);
            for (int i = from; i < to; i++) {
                Kernels.axpy(batch.values()[i], models.w, batch.indices()[i] * width, scores, row * width, width);
            }
        }
    }

    private void prepareSteps(int number) {
        for (int model = 0; model < steps.length; model++) {
            Variant variant = models.variants.get(model);
            double rate = schedule.rate(variant.learningRate(), number);
            steps[model] = optimizer.step(rate, variant.wd(), variant.l1(), number);
            biasSteps[model] = optimizer.step(rate * biasRate, variant.wd() * biasDecay, 0, number);
        }
    }

    private void learn(DenseBatch batch) {
        int features = models.columns - (bias ? 1 : 0);
        Arrays.fill(gradient, 0);
        for (int k = 0; k < models.width; k++) {
            int model = k / models.outputs;
            if (models.ended[model]) {
                continue;
            }
            int at = k * models.stride;
            Kernels.combine(
                    scores,
                    k,
                    models.width,
                    batch.rows(),
                    batch.values(),
                    0,
                    batch.stride(),
                    gradient,
                    at,
                    models.stride);
            optimizer.all(models.w, models.m, models.v, gradient, at, features, steps[model]);
            if (bias) {
                int place = at + features;
                optimizer.one(models.w, models.m, models.v, place, gradient[place], 1, biasSteps[model]);
            }
        }
    }

    private void learnOne(SparseBatch batch) {
        int[] indices = batch.indices();
        float[] values = batch.values();
        int count = 0;
        int now = ++batches;
        ensure(batch.entries());
        for (int row = 0; row < batch.rows(); row++) {
            float slope = scores[row];
            int to = batch.starts()[row + 1];
            for (int i = batch.starts()[row]; i < to; i++) {
                int column = indices[i];
                if (seen[column] == now) {
                    gradient[column] += slope * values[i];
                } else {
                    seen[column] = now;
                    found[count++] = column;
                    gradient[column] = slope * values[i];
                }
            }
        }
        step(count);
    }

    private void learn(SparseBatch batch) {
        int width = models.width;
        int count = 0;
        int now = ++batches;
        ensure(batch.entries());
        for (int row = 0; row < batch.rows(); row++) {
            for (int i = batch.starts()[row]; i < batch.starts()[row + 1]; i++) {
                int column = batch.indices()[i];
                if (seen[column] != now) {
                    seen[column] = now;
                    found[count++] = column;
                    Arrays.fill(gradient, column * width, (column + 1) * width, 0);
                }
                Kernels.axpy(batch.values()[i], scores, row * width, gradient, column * width, width);
            }
        }
        step(count);
    }

    private void ensure(int entries) {
        if (found.length < Math.min(entries, seen.length)) {
            found = new int[Math.min(seen.length, 2 * entries)];
        }
    }

    /** Steps for the features that were found. */
    private void step(int count) {
        int width = models.width;
        int number = models.steps.get();
        int biasColumn = bias ? models.columns - 1 : -1;
        for (int i = 0; i < count; i++) {
            int column = found[i];
            float gap = Math.max(1, number - models.touched[column]);
            models.touched[column] = number;
            for (int k = 0; k < width; k++) {
                int model = k / models.outputs;
                if (!models.ended[model]) {
                    int at = column * width + k;
                    Optimizer.Step step = column == biasColumn ? biasSteps[model] : steps[model];
                    optimizer.one(models.w, models.m, models.v, at, gradient[at], gap, step);
                }
            }
        }
    }
}
