package io.brume.algorithms.ipinsights;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.metric.Classification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Passes over the events in batches, and how well the vectors tell them from others after each. */
final class IpInsightsTrainer {
    static final String AUC = "validation:discriminator_auc";
    /** Where numbers begin: uniformly from this far below 0 to this far above it. */
    private static final float SPREAD = 0.07f;

    private final IpInsightsHyperparameters settings;
    private final TrainingContext context;
    private final Events events;
    private final @Nullable Events validation;
    private double auc = Double.NaN;

    IpInsightsTrainer(
            IpInsightsHyperparameters settings, TrainingContext context, Events events, @Nullable Events validation) {
        this.settings = settings;
        this.context = context;
        this.events = events;
        this.validation = validation;
    }

    /** What {@value #AUC} was at the end; NaN where there is nothing to validate on. */
    double auc() {
        return auc;
    }

    IpInsightsModel train() {
        Encoder encoder = start();
        int most = Math.min(settings.miniBatchSize(), events.size());
        var batches = new Batches(encoder, settings, most, context);
        var random = new Random(context.seed() + 1);
        var order = new int[events.size()];
        Arrays.setAll(order, i -> i);
        var model = new IpInsightsModel(settings, encoder);
        for (int epoch = 0; epoch < settings.epochs() && !context.stopped(); epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int swap = order[i];
                order[i] = order[other];
                order[other] = swap;
            }
            epoch(batches, order, epoch);
            if (validation != null) {
                auc = discriminate(model, validation);
                context.metric(AUC, auc, epoch);
            }
        }
        return model;
    }

    private void epoch(Batches batches, int[] order, int epoch) {
        double loss = 0;
        int done = 0;
        int count = 0;
        long began = System.nanoTime();
        int published = 0;
        while (done < order.length && !context.stopped()) {
            int size = Math.min(batches.most(), order.length - done);
            loss += size * batches.learn(events, order, done, size);
            done += size;
            if (++count % settings.batchMetricsPublishInterval() == 0) {
                double speed = (done - published) / ((System.nanoTime() - began) / 1e9);
                context.log("epoch %d, batch %d: %.0f samples/second".formatted(epoch, count, speed));
                published = done;
                began = System.nanoTime();
            }
            context.progress((epoch + (double) done / order.length) / settings.epochs());
        }
        context.metric("train:log_loss", loss / Math.max(1, done), epoch);
    }

    private Encoder start() {
        var random = new Random(context.seed());
        int d = settings.vectorDim();
        var entities = Rows.occurring(events.buckets(), events.size(), 0);
        var prefixes = new ArrayList<Rows>();
        var vectors = new ArrayList<Adam>();
        for (int length = 0; length < Encoder.LENGTHS; length++) {
            prefixes.add(Rows.occurring(events.addresses(), events.size(), Encoder.shift(length)));
            vectors.add(new Adam(numbers(prefixes.getLast().count(), d, d, random)));
        }
        var layers = new ArrayList<Adam>();
        for (int layer = 0; layer < settings.numIpEncoderLayers(); layer++) {
            var numbers = numbers(d + 1, d, 0, random);
            Arrays.fill(numbers, d * d, numbers.length, 0);
            layers.add(new Adam(numbers));
        }
        var entityVectors = new Adam(numbers(entities.count(), d, d, random));
        return new Encoder(
                d, entities, List.copyOf(prefixes), entityVectors, List.copyOf(vectors), List.copyOf(layers));
    }

    private static float[] numbers(int rows, int columns, int zeros, Random random) {
        var numbers = new float[Math.multiplyExact(rows, columns)];
        for (int i = zeros; i < numbers.length; i++) {
            numbers[i] = SPREAD * (2 * random.nextFloat() - 1);
        }
        return numbers;
    }

    /** The area under the ROC curve with the events as one class, and their entities with other addresses as the other. */
    private double discriminate(IpInsightsModel model, Events of) {
        var random = new Random(context.seed() + 2);
        int kinds = 1
                + Math.min(1, settings.randomNegativeSamplingRate())
                + Math.min(1, settings.shuffledNegativeSamplingRate());
        int size = Math.min(of.size(), 1_000_000);
        var addresses = new int[kinds * size];
        for (int i = 0; i < addresses.length; i++) {
            boolean atRandom = settings.randomNegativeSamplingRate() > 0 && i < 2 * size;
            addresses[i] =
                    i < size ? of.addresses()[i] : atRandom ? random.nextInt() : of.addresses()[random.nextInt(size)];
        }
        var labels = new float[addresses.length];
        Arrays.fill(labels, 0, size, 1);
        var scores = new float[addresses.length];
        context.parallel(scores.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                scores[i] = model.score(of.buckets()[i % size], addresses[i]);
            }
        });
        return Classification.auc(labels, scores);
    }
}
