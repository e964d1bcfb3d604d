package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.factorization.FactorizationMachines;
import io.brume.algorithms.factorization.FactorizationMachinesHyperparameters;
import io.brume.algorithms.factorization.FactorizationModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Factorization machines for two classes by us and by Spark MLlib ({@code local[2]}, AdamW), on rows in memory: seconds of training
 * and log loss on rows that nobody has seen, medians of several runs after one that is not counted. The exit status is 0 where
 * ours is at least five times as fast at a loss that is at most a thousandth higher. {@code --runs N} sets how many runs (3),
 * {@code --set NAME=VALUE} a hyperparameter of ours, {@code --iterations N} and {@code --step S} Spark's (50, 0.05).
 */
public final class Factorization {
    private static final int USERS = 5000;
    private static final int ITEMS = 2000;
    private static final int TAGS = 500;
    private static final int FEATURES = USERS + ITEMS + TAGS;
    private static final int FACTORS = 8;
    private static final double TARGET = 5;

    private Factorization() {}

    public static void main(String[] arguments) throws IOException {
        int runs = 3;
        int iterations = 50;
        double step = 0.05;
        var settings = new HashMap<>(Map.of(
                "predictor_type", "binary_classifier",
                "feature_dim", String.valueOf(FEATURES),
                "num_factors", String.valueOf(FACTORS),
                "mini_batch_size", "200",
                "epochs", "4",
                "linear_lr", "0.01",
                "factors_lr", "0.01",
                "factors_init_sigma", "0.1"));
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--runs" -> runs = Integer.parseInt(arguments[i + 1]);
                case "--iterations" -> iterations = Integer.parseInt(arguments[i + 1]);
                case "--step" -> step = Double.parseDouble(arguments[i + 1]);
                default -> {
                    String[] pair = arguments[i + 1].split("=", 2);
                    settings.put(pair[0], pair[1]);
                }
            }
        }
        var random = new Random(1);
        float[][] factors = factors(random);
        SparseBatch train = rows(100_000, factors, random);
        SparseBatch others = rows(25_000, factors, random);
        System.out.printf(
                Locale.ROOT,
                "%,d rows of %,d features, about 5 of them not 0, %d factors; measured on %,d others; two threads%n",
                train.rows(),
                FEATURES,
                FACTORS,
                others.rows());
        Path folder = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "brume-bench"));
        double[] ours = measure("Brume", runs, seed -> ours(train, others, settings, seed));
        double[] spark;
        try (var peer = new SparkPeer(
                LibsvmText.write(train, folder.resolve("factorization.train.libsvm")),
                LibsvmText.write(others, folder.resolve("factorization.others.libsvm")),
                FEATURES)) {
            int wanted = iterations;
            String how = " " + step + " " + FACTORS + " ";
            // A few iterations are enough for the run that is not counted.
            spark = measure("Spark MLlib", runs, seed -> peer.fit((seed == 0 ? 5 : wanted) + how + seed));
        }
        double ratio = spark[0] / ours[0];
        boolean equal = ours[1] <= spark[1] * 1.001;
        boolean reached = equal && ratio >= TARGET;
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f times as fast as Spark %s, target %.0f%n",
                reached ? "reached" : "missed",
                ratio,
                equal ? "at no higher loss" : "but at a higher loss",
                TARGET);
        System.exit(reached ? 0 : 1);
    }

    private static float[][] factors(Random random) {
        var factors = new float[FEATURES][5];
        for (float[] of : factors) {
            for (int f = 0; f < of.length; f++) {
                of[f] = (float) random.nextGaussian() * (f == 0 ? 0.5f : 0.7f);
            }
        }
        return factors;
    }

    /** A user, an item and up to three tags: the more popular the lower their number. */
    private static SparseBatch rows(int rows, float[][] factors, Random random) {
        var starts = new int[rows + 1];
        var indices = new int[5 * rows];
        var values = new float[5 * rows];
        var labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            int[] features = {
                popular(USERS, random),
                USERS + popular(ITEMS, random),
                USERS + ITEMS + popular(TAGS, random),
                USERS + ITEMS + popular(TAGS, random),
                USERS + ITEMS + popular(TAGS, random)
            };
            int[] distinct = Arrays.stream(features).sorted().distinct().toArray();
            int at = starts[row];
            double score = -0.3;
            for (int feature : distinct) {
                indices[at] = feature;
                values[at++] = 1;
                score += factors[feature][0];
                for (int other : distinct) {
                    for (int f = 1; f < 5 && other > feature; f++) {
                        score += factors[feature][f] * factors[other][f];
                    }
                }
            }
            starts[row + 1] = at;
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
        }
        return new SparseBatch(rows, FEATURES, starts, indices, values, labels, 1);
    }

    private static int popular(int of, Random random) {
        double uniform = random.nextDouble();
        return (int) (of * uniform * uniform);
    }

    private static double[] ours(SparseBatch train, SparseBatch others, Map<String, String> settings, int seed)
            throws IOException {
        var context = TrainingContext.builder().threads(2).seed(seed).build();
        var parsed = Hyperparameters.parse(FactorizationMachinesHyperparameters.class, settings);
        long begin = System.nanoTime();
        var trained = new FactorizationMachines().train(TrainingData.of(Dataset.of(train)), parsed, context);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double loss = 0;
        var model = (FactorizationModel) trained.predictor();
        float[] scores = model.scores(others);
        for (int row = 0; row < scores.length; row++) {
            loss -= Math.log(Math.max(1e-15, others.label(row) > 0 ? scores[row] : 1 - scores[row]));
        }
        return new double[] {seconds, loss / scores.length};
    }

    @FunctionalInterface
    private interface Run {
        /** Seconds and loss. */
        double[] fit(int seed) throws IOException;
    }

    private static double[] measure(String name, int runs, Run run) throws IOException {
        run.fit(0);
        var seconds = new double[runs];
        var losses = new double[runs];
        for (int i = 0; i < runs; i++) {
            double[] fit = run.fit(i + 1);
            seconds[i] = fit[0];
            losses[i] = fit[1];
        }
        Arrays.sort(seconds);
        Arrays.sort(losses);
        System.out.printf(
                Locale.ROOT,
                "  %-12s %7.3f s (%.3f to %.3f)  log loss %.5f (%.5f to %.5f)%n",
                name,
                seconds[runs / 2],
                seconds[0],
                seconds[runs - 1],
                losses[runs / 2],
                losses[0],
                losses[runs - 1]);
        return new double[] {seconds[runs / 2], losses[runs / 2]};
    }
}
