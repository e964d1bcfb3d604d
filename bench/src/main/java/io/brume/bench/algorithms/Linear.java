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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Logistic regression by our linear learner, by scikit-learn's L-BFGS and stochastic gradient descent, and by liblinear, on dense
 * and on sparse rows in memory: seconds of training and log loss on rows that nobody has seen, medians of several runs after one
 * that is not counted. Ours is trained once more for each peer, until its loss is the peer's (a thousandth more at most). The exit
 * status is 0 where it is no slower to that than each peer. {@code --data dense|sparse|digits} takes one kind of rows,
 * {@code --runs N} sets how many runs (3), {@code --set NAME=VALUE} a hyperparameter of ours.
 */
public final class Linear {
    private static final double TOLERANCE = 1.001;

    private final LinearPeers peers;
    private final int runs;
    private final Map<String, String> more;
    private final Verdict verdict = new Verdict();

    private Linear(LinearPeers peers, int runs, Map<String, String> more) {
        this.peers = peers;
        this.runs = runs;
        this.more = more;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = 3;
        String only = "";
        var more = new HashMap<String, String>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals("--data")) {
                only = arguments[i + 1];
            } else if (arguments[i].equals("--runs")) {
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
            if (only.isEmpty() || only.equals("dense")) {
                bench.compare(LinearData.dense(200_000), 1, folder, Map.of());
            }
            if (only.isEmpty() || only.equals("sparse")) {
                bench.compare(LinearData.sparse(100_000), 1, folder, Map.of("normalize_data", "false"));
            }
            if (only.isEmpty() || only.equals("digits")) {
                peers.digits(folder.resolve("linear-digits.csv"));
                bench.compare(LinearData.digits(folder.resolve("linear-digits.csv")), 1, folder, Map.of());
            }
            System.exit(bench.verdict.tell());
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
        print("Brume, all epochs", measure(seed -> ours(data, settings, seed, 0)), "");
        var peerRuns = new LinkedHashMap<String, Run>();
        peerRuns.put("scikit-learn, lbfgs", seed -> peers.scikitLearn("lbfgs", c, seed));
        peerRuns.put("scikit-learn, SGD", seed -> peers.scikitLearn("sgd", c, seed));
        if (data.classes() == 2) {
            Path rows = data.writeLibsvm(folder);
            peerRuns.put("liblinear, primal", seed -> peers.liblinear(0, c, rows, data));
            if (data.train() instanceof SparseBatch) {
                peerRuns.put("liblinear, dual", seed -> peers.liblinear(7, c, rows, data));
            }
        }
        for (var peer : peerRuns.entrySet()) {
            Measured theirs = measure(peer.getValue());
            print(peer.getKey(), theirs, "");
            double target = theirs.loss() * TOLERANCE;
            Measured ours = measure(seed -> ours(data, settings, seed, target));
            double ratio = theirs.seconds() / ours.seconds();
            boolean holds = verdict.add(peer.getKey() + ", on " + data.name(), ratio, 1, ours.loss() <= target);
            String told = String.format(Locale.ROOT, "  %.2f times as fast: %s", ratio, holds ? "reached" : "missed");
            print("  Brume to that loss", ours, told);
        }
    }

    /** Trains until the loss on the validation rows is the target at most, or for all epochs. */
    private static LinearPeers.Fit ours(LinearData data, Map<String, String> settings, int seed, double target)
            throws IOException {
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
        var there = new AtomicBoolean();
        var context = TrainingContext.builder()
                .threads(2)
                .seed(seed)
                .onMetric(metric -> {
                    if (metric.name().equals("validation:objective_loss") && metric.value() <= target) {
                        there.set(true);
                    }
                })
                .stopWhen(there::get)
                .build();
        long begin = System.nanoTime();
        Trained trained = new LinearLearner()
                .train(channels, Hyperparameters.parse(LinearLearnerHyperparameters.class, all), context);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new LinearPeers.Fit(seconds, trained.metrics().getOrDefault("validation:objective_loss", Double.NaN));
    }

    /** Medians, and the spread of the seconds. */
    private record Measured(double seconds, double fastest, double slowest, double loss) {}

    private Measured measure(Run run) throws IOException {
        run.fit(0);
        var seconds = new double[runs];
        var losses = new double[runs];
        for (int i = 0; i < runs; i++) {
            var fit = run.fit(i + 1);
            seconds[i] = fit.seconds();
            losses[i] = fit.loss();
        }
        Arrays.sort(seconds);
        Arrays.sort(losses);
        return new Measured(seconds[runs / 2], seconds[0], seconds[runs - 1], losses[runs / 2]);
    }

    private static void print(String name, Measured of, String more) {
        System.out.printf(
                Locale.ROOT,
                "  %-20s %7.3f s (%.3f to %.3f)  log loss %.5f%s%n",
                name,
                of.seconds(),
                of.fastest(),
                of.slowest(),
                of.loss(),
                more);
    }
}
