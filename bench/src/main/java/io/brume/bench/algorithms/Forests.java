package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.forest.Forest;
import io.brume.algorithms.forest.ForestHyperparameters;
import io.brume.algorithms.forest.ForestModel;
import io.brume.algorithms.metric.Regression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Grows forests on the same rows by ours and by R's ranger, two threads each, in turns, each with its out-of-bag error: seconds of
 * training, and accuracy or error on rows that neither saw. The exit status is 0 where ours is no slower and as good: within half
 * a point of accuracy, and within one part of a hundred of error.
 */
public final class Forests {
    private static final int ROWS = 20_000;
    private static final int TEST_ROWS = 20_000;
    private static final int COLUMNS = 20;
    private static final int TREES = 100;
    private static final int THREADS = 2;
    private static final int RUNS = 3;

    private final TreeData data;
    private final DenseBatch test;

    private Forests(TreeData data) {
        this.data = data;
        test = data.test();
    }

    public static void main(String[] arguments) throws IOException {
        if (!LinePeer.runs("/usr/bin/Rscript", "-e", "library(ranger)")) {
            System.err.println("The peer is missing: apt-get install --no-install-recommends r-cran-ranger");
            System.exit(3);
        }
        var data = new TreeData(ROWS, TEST_ROWS, COLUMNS, 2);
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "brume-bench", "forest");
        data.write(folder);
        System.out.printf("%,d rows of %d numbers, %d trees, %d threads%n", ROWS, COLUMNS, TREES, THREADS);
        var forests = new Forests(data);
        double ratio = Double.POSITIVE_INFINITY;
        boolean equal = true;
        try (var peer = new LinePeer(
                "ranger",
                List.of(
                        "/usr/bin/Rscript",
                        "bench/peers/ranger_train.R",
                        folder.toString(),
                        "" + COLUMNS,
                        "" + TREES,
                        "" + THREADS))) {
            for (String type : List.of("classifier", "regressor")) {
                Result result = forests.compare(type, peer);
                ratio = Math.min(ratio, result.ratio);
                equal &= result.equal;
            }
        }
        forests.latency();
        boolean reached = ratio >= 1 && equal;
        System.out.printf(
                Locale.ROOT,
                "lesser ratio %.2f, target 1 at equal accuracy: %s%n",
                ratio,
                reached ? "reached" : "missed");
        System.exit(reached ? 0 : 1);
    }

    private record Result(double ratio, boolean equal) {}

    private Result compare(String type, LinePeer peer) throws IOException {
        boolean ofClasses = type.equals("classifier");
        var ours = new double[3][RUNS];
        var theirs = new double[3][RUNS];
        for (int run = -1; run < RUNS; run++) {
            if (run < 0) {
                // Once for the compiler, which does not count.
                train(type, run);
                continue;
            }
            double[] peerRun = peer.ask(type + " " + (run + 1));
            long begin = System.nanoTime();
            ForestModel model = train(type, run);
            ours[0][run] = (System.nanoTime() - begin) / 1e9;
            begin = System.nanoTime();
            float[] answers = model.answers(test);
            ours[2][run] = (System.nanoTime() - begin) / 1e9;
            ours[1][run] = ofClasses ? accuracy(answers) : Regression.rmse(data.testNumbers, answers);
            for (int i = 0; i < 3; i++) {
                theirs[i][run] = peerRun[i];
            }
        }
        System.out.println(ofClasses ? "classes:" : "numbers:");
        String quality = ofClasses ? "accuracy" : "rmse";
        print("Brume", ours, quality);
        print("ranger", theirs, quality);
        double ratio = Spread.of(theirs[0]).median() / Spread.of(ours[0]).median();
        System.out.printf(Locale.ROOT, "  their time over ours %.2f%n", ratio);
        double our = Spread.of(ours[1]).median();
        double their = Spread.of(theirs[1]).median();
        return new Result(ratio, ofClasses ? our >= their - 0.005 : our <= their * 1.01);
    }

    private static void print(String name, double[][] runs, String quality) {
        System.out.printf(
                Locale.ROOT,
                "  %-6s training %s, %s %.4f, predicting %,d rows %s%n",
                name,
                Spread.of(runs[0]).text("%.2f", "s"),
                quality,
                Spread.of(runs[1]).median(),
                TEST_ROWS,
                Spread.of(runs[2]).text("%.3f", "s"));
    }

    private double accuracy(float[] answers) {
        int right = 0;
        for (int i = 0; i < answers.length; i++) {
            right += (answers[i] > 0.5f ? 1 : 0) == data.testClasses[i] ? 1 : 0;
        }
        return (double) right / answers.length;
    }

    private ForestModel train(String type, int seed) throws IOException {
        // Votes, as ranger's forests of classes give them.
        var settings = Hyperparameters.parse(
                ForestHyperparameters.class,
                Map.of("predictor_type", type, "num_trees", "" + TREES, "probability", "false"));
        var context = TrainingContext.builder().threads(THREADS).seed(seed).build();
        var training = TrainingData.of(Dataset.of(data.training(type.equals("classifier"))));
        return (ForestModel) new Forest().train(training, settings, context).predictor();
    }

    /** What a single row costs, by a tree and by the forest. */
    private void latency() throws IOException {
        for (int trees : new int[] {1, TREES}) {
            var settings = Hyperparameters.parse(
                    ForestHyperparameters.class, Map.of("predictor_type", "classifier", "num_trees", "" + trees));
            var model = (ForestModel) new Forest()
                    .train(
                            TrainingData.of(Dataset.of(data.training(true))),
                            settings,
                            TrainingContext.builder().threads(THREADS).build())
                    .predictor();
            var times = new double[20_000];
            for (int i = 0; i < times.length; i++) {
                var one = DenseBatch.of(new float[][] {data.test[i]});
                long begin = System.nanoTime();
                model.predict(one);
                times[i] = (System.nanoTime() - begin) / 1e6;
            }
            System.out.printf(
                    Locale.ROOT,
                    "a single row by %d trees: %.4f ms%n",
                    trees,
                    Spread.of(times).median());
        }
    }
}
