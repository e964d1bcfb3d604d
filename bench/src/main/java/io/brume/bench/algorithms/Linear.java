package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.linear.LinearLearner;
import io.brume.algorithms.linear.LinearLearnerHyperparameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logistic regression by our linear learner, by scikit-learn's L-BFGS and stochastic gradient descent, and by liblinear, on dense
 * and on sparse rows in memory: seconds of training and log loss on rows that nobody has seen, medians of several runs after one
 * that is not counted. The exit status is 0 where ours is no slower than each peer at a loss that is at most a thousandth
 * higher. {@code --runs N} sets how many runs (5), {@code --set NAME=VALUE} a hyperparameter of ours.
 */
public final class Linear {
    private static final double TOLERANCE = 1.001;

    private final LinearPeers peers;
    private final int runs;
    private final Map<String, String> more;
    private boolean reached = true;

    private Linear(LinearPeers peers, int runs, Map<String, String> more) {
        this.peers = peers;
        this.runs = runs;
        this.more = more;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = 5;
        var more = new HashMap<String, String>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals("--runs")) {
                runs = Integer.parseInt(arguments[i + 1]);
            } else {
                String[] pair = arguments[i + 1].split("=", 2);
                more.put(pair[0], pair[1]);
            }
        }
        List<String> missing = LinearPeers.missing();
        if (!missing.isEmpty()) {
            System.err.println(
                    "Peers are missing: apt-get install --no-install-recommends " + String.join(" ", missing));
            System.exit(3);
        }
        Path folder = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "brume-bench"));
        try (var peers = new LinearPeers()) {
            var bench = new Linear(peers, runs, more);
            String only = System.getenv("OURS");
            if (only == null || only.equals("dense"))
            bench.compare(LinearData.dense(200_000), 1, folder, Map.of());
            if (only == null || only.equals("sparse"))
            bench.compare(LinearData.sparse(100_000), 1, folder, Map.of("normalize_data", "false"));
            if (only == null || only.equals("digits")) {
            peers.digits(folder.resolve("linear-digits.csv"));
            bench.compare(LinearData.digits(folder.resolve("linear-digits.csv")), 1, folder, Map.of()); }
            System.out.println(bench.reached ? "reached: no slower than any peer at equal loss" : "missed");
            System.exit(bench.reached ? 0 : 1);
        }
    }

    private static Map<String, String> settings(LinearData data) {
        return switch (data.name()) {
            case "dense" -> Map.of("mini_batch_size", "500", "learning_rate", "0.02", "epochs", "3");
            case "sparse" -> Map.of("mini_batch_size", "200", "learning_rate", "0.2", "epochs", "3");
            default -> Map.of("mini_batch_size", "16", "learning_rate", "0.01", "epochs", "20");
        };
    }

    @FunctionalInterface
    private interface Run {
        LinearPeers.Fit fit(int seed) throws IOException;
    }

    private void compare(LinearData data, double c, Path folder, Map<String, String> own) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d rows of %,d features, %d classes; measured on %,d others; two threads%n",
                data.name(),
                data.train().rows(),
                data.columns(),
                data.classes(),
                data.validation().rows());
        peers.data(data.writeArrays(folder));
        var settings = new HashMap<>(settings(data));
        settings.putAll(own);
        settings.put("wd", String.valueOf(1 / (c * data.train().rows())));
        settings.putAll(more);
        double[] ours = measure("Brume", seed -> ours(data, settings, seed), null);
        if (System.getenv("OURS") != null) {
            return;
        }
        measure("scikit-learn, lbfgs", seed -> peers.scikitLearn("lbfgs", c, seed), ours);
        measure("scikit-learn, SGD", seed -> peers.scikitLearn("sgd", c, seed), ours);
        if (data.classes() == 2) {
            Path rows = data.writeLibsvm(folder);
            measure("liblinear, primal", seed -> peers.liblinear(0, c, rows, data), ours);
            if (data.train() instanceof SparseBatch) {
                measure("liblinear, dual", seed -> peers.liblinear(7, c, rows, data), ours);
            }
            Files.delete(rows);
        }
    }

    private static LinearPeers.Fit ours(LinearData data, Map<String, String> settings, int seed) throws IOException {
        var all = new HashMap<>(settings);
        all.putIfAbsent("num_models", "1");
        if (data.classes() == 2) {
            all.put("predictor_type", "binary_classifier");
            all.put("binary_classifier_model_selection_criteria", "loss_function");
        } else {
            all.put("predictor_type", "multiclass_classifier");
            all.put("num_classes", String.valueOf(data.classes()));
        }
        var channels = TrainingData.of(Dataset.of(data.train())).with("validation", Dataset.of(data.validation()));
        var context = TrainingContext.builder().threads(2).seed(seed).build();
        long begin = System.nanoTime();
        Trained trained = new LinearLearner()
                .train(channels, Hyperparameters.parse(LinearLearnerHyperparameters.class, all), context);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new LinearPeers.Fit(
                seconds, trained.metrics().getOrDefault("validation:objective_loss", Double.NaN));
    }

    /** Gives the median seconds and loss. */
    private double[] measure(String name, Run run, double @Nullable [] ours) throws IOException {
        run.fit(0);
        var fits = new ArrayList<LinearPeers.Fit>();
        for (int i = 1; i <= runs; i++) {
            fits.add(run.fit(i));
        }
        double[] seconds = fits.stream().mapToDouble(LinearPeers.Fit::seconds).sorted().toArray();
        double[] losses = fits.stream().mapToDouble(LinearPeers.Fit::loss).sorted().toArray();
        double[] median = {seconds[runs / 2], losses[runs / 2]};
        String verdict = "";
        if (ours != null) {
            boolean holds = ours[0] <= median[0] && ours[1] <= median[1] * TOLERANCE;
            reached &= holds;
            verdict = String.format(Locale.ROOT, "  Brume is %.2f times as fast: %s", median[0] / ours[0],
                    holds ? "reached" : ours[0] > median[0] ? "slower" : "at a higher loss");
        }
        System.out.printf(
                Locale.ROOT,
                "  %-20s %7.3f s (%.3f to %.3f)  log loss %.5f (%.5f to %.5f)%s%n",
                name,
                median[0],
                seconds[0],
                seconds[runs - 1],
                median[1],
                losses[0],
                losses[runs - 1],
                verdict);
        return median;
    }
}
