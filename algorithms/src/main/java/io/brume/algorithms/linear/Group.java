package io.brume.algorithms.linear;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Models that are trained at once, with the workers that train them and what is known of each model. */
final class Group {
    /** Where there is a validation channel, the loss of training is that of every so many-th batch. */
    private static final int MEASURED = 8;

    final Models models;
    final List<Candidate> candidates;
    private final Worker[] workers;
    private final double[][] losses;
    private final double[] weights;
    private final AtomicInteger next = new AtomicInteger();

    Group(Models models, List<Candidate> candidates, Worker[] workers) {
        this.models = models;
        this.candidates = candidates;
        this.workers = workers;
        losses = new double[workers.length][candidates.size()];
        weights = new double[workers.length];
    }

    boolean ended() {
        return candidates.stream().allMatch(candidate -> candidate.ended);
    }

    void begin() {
        next.set(0);
        Arrays.fill(weights, 0);
        for (double[] sums : losses) {
            Arrays.fill(sums, 0);
        }
        for (int i = 0; i < candidates.size(); i++) {
            models.ended[i] = candidates.get(i).ended;
        }
    }

    /** One worker's part of an epoch, its batches taken from those that no other worker has taken. */
    void learn(int worker, List<Batch> batches, int[] order, boolean measureAll, TrainingContext context, Pace pace) {
        var none = new double[0];
        for (int i = next.getAndIncrement(); i < order.length && !context.stopped(); i = next.getAndIncrement()) {
            Batch batch = batches.get(order[i]);
            boolean measure = measureAll || order.length < 2 * MEASURED || i % MEASURED == 0;
            workers[worker].learn(batch, measure ? losses[worker] : none);
            weights[worker] += measure ? weight(batch) : 0;
            pace.advance(batch.rows());
        }
    }

    static double weight(Batch batch) {
        double weight = 0;
        for (int row = 0; row < batch.rows(); row++) {
            weight += batch.weight(row);
        }
        return weight;
    }

    /** The mean loss of the epoch, each batch before its step. */
    double trainingLoss(int model) {
        double loss = 0;
        for (double[] sums : losses) {
            loss += sums[model];
        }
        return loss / Arrays.stream(weights).sum();
    }

    Worker worker() {
        return workers[0];
    }
}
