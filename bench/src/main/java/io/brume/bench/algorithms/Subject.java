package io.brume.bench.algorithms;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.blazingtext.BlazingText;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.RecordIoWriter;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.factorization.FactorizationMachines;
import io.brume.algorithms.forest.Forest;
import io.brume.algorithms.ipinsights.IpInsights;
import io.brume.algorithms.kmeans.KMeans;
import io.brume.algorithms.knn.Knn;
import io.brume.algorithms.lda.Lda;
import io.brume.algorithms.linear.LinearLearner;
import io.brume.algorithms.pca.Pca;
import io.brume.algorithms.randomcutforest.RandomCutForest;
import io.brume.algorithms.xgboost.Xgboost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An algorithm whose cost and memory are measured, the data it is trained on, and how its cost grows by theory.
 *
 * @param features what stands for the number of features: for text, and pairs of users and addresses, the length of a vector
 * @param byRows the power of the rows that the cost grows with
 * @param byFeatures that of the features
 */
record Subject(
        String name,
        Algorithm<?> algorithm,
        Data data,
        int rows,
        int features,
        double byRows,
        double byFeatures,
        Map<String, String> settings) {

    /** What a row is. */
    enum Data {
        /** Numbers, and a label of 0 or 1. */
        NUMBERS,
        /** Counts of 40 words. */
        DOCUMENTS,
        /** 20 words of 10,000. */
        SENTENCES,
        /** One of 1,000 users and an address. */
        PAIRS
    }

    static List<Subject> all() {
        return List.of(
                new Subject(
                        "linear-learner",
                        new LinearLearner(),
                        Data.NUMBERS,
                        40_000,
                        32,
                        1,
                        1,
                        Map.of(
                                "predictor_type",
                                "binary_classifier",
                                "epochs",
                                "3",
                                "num_models",
                                "1",
                                "early_stopping_patience",
                                "3")),
                new Subject(
                        "factorization-machines",
                        new FactorizationMachines(),
                        Data.NUMBERS,
                        20_000,
                        32,
                        1,
                        1,
                        Map.of("predictor_type", "binary_classifier", "num_factors", "8")),
                new Subject("k-means", new KMeans(), Data.NUMBERS, 40_000, 32, 1, 1, Map.of("k", "10")),
                new Subject(
                        "pca, regular",
                        new Pca(),
                        Data.NUMBERS,
                        40_000,
                        64,
                        1,
                        2,
                        Map.of("num_components", "8", "mini_batch_size", "500")),
                new Subject(
                        "pca, randomized",
                        new Pca(),
                        Data.NUMBERS,
                        40_000,
                        64,
                        1,
                        1,
                        Map.of("num_components", "8", "mini_batch_size", "500", "algorithm_mode", "randomized")),
                // As many lists as the root of the rows, and each row is compared with all of their centres.
                new Subject(
                        "k-nn, faiss.IVFFlat",
                        new Knn(),
                        Data.NUMBERS,
                        20_000,
                        32,
                        1.5,
                        1,
                        Map.of("k", "10", "predictor_type", "classifier", "index_type", "faiss.IVFFlat")),
                new Subject(
                        "random-cut-forest",
                        new RandomCutForest(),
                        Data.NUMBERS,
                        100_000,
                        16,
                        1,
                        1,
                        Map.of("num_trees", "50")),
                new Subject(
                        "xgboost",
                        new Xgboost(),
                        Data.NUMBERS,
                        50_000,
                        16,
                        1,
                        1,
                        Map.of("num_round", "20", "objective", "binary:logistic", "tree_method", "hist")),
                // Trees are as deep as the logarithm of the rows; the root of the features is looked at.
                new Subject(
                        "forest",
                        new Forest(),
                        Data.NUMBERS,
                        10_000,
                        16,
                        1.1,
                        0.5,
                        Map.of("num_trees", "20", "predictor_type", "classifier")),
                // A document has as many words whatever the vocabulary, whose topics are only normalised.
                new Subject(
                        "lda",
                        new Lda(),
                        Data.DOCUMENTS,
                        8_000,
                        2_000,
                        1,
                        0,
                        Map.of("num_topics", "20", "max_iterations", "10", "tol", "1e-30")),
                new Subject(
                        "blazingtext, skipgram",
                        new BlazingText(),
                        Data.SENTENCES,
                        10_000,
                        32,
                        1,
                        1,
                        Map.of("mode", "skipgram", "epochs", "3")),
                new Subject(
                        "blazingtext, batch",
                        new BlazingText(),
                        Data.SENTENCES,
                        10_000,
                        32,
                        1,
                        1,
                        Map.of("mode", "batch_skipgram", "epochs", "3")),
                new Subject(
                        "ip-insights",
                        new IpInsights(),
                        Data.PAIRS,
                        20_000,
                        32,
                        1,
                        1,
                        Map.of("num_entity_vectors", "2000", "mini_batch_size", "1000", "epochs", "2")));
    }

    /** Data in a file, as training meets them. */
    record Written(Path file, Format format, long bytes) {}

    /** Writes rows into a folder; the bytes are those of the numbers, as floats, or of the text. */
    Written write(Path folder, int rows, int features) throws IOException {
        Path file = folder.resolve("rows-" + data + "-" + rows + "-" + features);
        switch (data) {
            case NUMBERS, DOCUMENTS -> {
                try (var out = new RecordIoWriter(Files.newOutputStream(file))) {
                    for (int from = 0; from < rows; from += 1000) {
                        int count = Math.min(1000, rows - from);
                        out.write(
                                data == Data.NUMBERS
                                        ? numbers(count, features, from)
                                        : documents(count, features, from));
                    }
                }
                long numbers = data == Data.NUMBERS ? features + 1L : 2 * 40L;
                return new Written(file, Format.recordIo(), 4 * rows * numbers);
            }
            case SENTENCES, PAIRS -> {
                try (var out = Files.newBufferedWriter(file)) {
                    var random = new Random(3);
                    for (int row = 0; row < rows; row++) {
                        out.write((data == Data.PAIRS ? pair(random) : sentence(random)) + "\n");
                    }
                }
                return new Written(file, Format.text(), Files.size(file));
            }
        }
        throw new AssertionError(data);
    }

    private static DenseBatch numbers(int rows, int features, int seed) {
        var random = new Random(seed);
        int stride = DenseBatch.stride(features);
        var values = new float[rows * stride];
        var labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < features; i++) {
                values[row * stride + i] = (float) random.nextGaussian() / (1 + i / 8f);
            }
            labels[row] = values[row * stride] + values[row * stride + 1] + random.nextGaussian() > 0 ? 1 : 0;
        }
        return new DenseBatch(rows, features, stride, values, labels, 1);
    }

    private static SparseBatch documents(int rows, int words, int seed) {
        var random = new Random(seed);
        var starts = new int[rows + 1];
        var indices = new int[rows * 40];
        var counts = new float[rows * 40];
        for (int row = 0; row < rows; row++) {
            starts[row + 1] = 40 * (row + 1);
            int topic = random.nextInt(10);
            int[] drawn = random.ints(0, words / 10)
                    .map(word -> random.nextInt(4) == 0 ? random.nextInt(words) : topic * (words / 10) + word)
                    .distinct()
                    .limit(40)
                    .sorted()
                    .toArray();
            for (int i = 0; i < 40; i++) {
                indices[40 * row + i] = drawn[i];
                counts[40 * row + i] = 1 + random.nextInt(3);
            }
        }
        return new SparseBatch(rows, words, starts, indices, counts, new float[0], 0);
    }

    private static String sentence(Random random) {
        var words = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            double uniform = random.nextDouble();
            words.append('w').append((int) (10_000 * uniform * uniform)).append(' ');
        }
        return words.toString();
    }

    private static String pair(Random random) {
        int user = random.nextInt(1000);
        return "user" + user + ",10." + user % 20 + "." + random.nextInt(4) + "." + random.nextInt(256);
    }

    /** Trains and gives the seconds. */
    double train(Written rows, int count, int features, int threads) throws IOException {
        return train(algorithm, rows, count, features, threads);
    }

    private <H extends Record> double train(Algorithm<H> algorithm, Written rows, int count, int features, int threads)
            throws IOException {
        var all = new HashMap<>(settings);
        switch (data) {
            case NUMBERS -> all.put("feature_dim", "" + features);
            case DOCUMENTS -> all.putAll(Map.of("feature_dim", "" + features, "mini_batch_size", "" + count));
            case SENTENCES, PAIRS -> all.put("vector_dim", "" + features);
        }
        if (algorithm instanceof Knn) {
            all.put("sample_size", "" + count);
        }
        if (algorithm instanceof Forest || algorithm instanceof Xgboost) {
            all.remove("feature_dim");
        }
        var context = TrainingContext.builder().threads(threads).seed(1).build();
        var settings = Hyperparameters.parse(algorithm.hyperparameters(), all);
        long begin = System.nanoTime();
        var _ = algorithm.train(TrainingData.of(Dataset.of(rows.file(), rows.format())), settings, context);
        return (System.nanoTime() - begin) / 1e9;
    }
}
