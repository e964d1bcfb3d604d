package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.metric.Classification;
import io.brume.algorithms.xgboost.Xgboost;
import io.brume.algorithms.xgboost.XgboostHyperparameters;
import io.brume.algorithms.xgboost.XgboostModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Boosts trees on the same rows by our XGBoost and by Debian's in Python, two threads each, in turns: seconds from the array to the
 * model, log loss of rows that neither saw, and seconds of predicting them. The exit status is 0 where ours is no slower, within
 * five parts of a hundred, and the mean of its losses is no greater, within one: versions of XGBoost differ.
 */
public final class Trees {
    private static final int ROWS = 100_000;
    private static final int TEST_ROWS = 50_000;
    private static final int COLUMNS = 28;
    private static final int ROUNDS = 100;
    private static final int THREADS = 2;
    private static final int RUNS = 3;

    private final Path folder;
    private final TreeData data;
    private final DenseBatch test;

    /** @param set which rows; each run has others, since a loss differs by chance from set to set */
    private Trees(int set) throws IOException {
        folder = Path.of(System.getProperty("java.io.tmpdir"), "brume-bench", "trees-" + set);
        data = new TreeData(ROWS, TEST_ROWS, COLUMNS, set);
        data.write(folder);
        test = data.test();
    }

    public static void main(String[] arguments) throws IOException {
        if (!LinePeer.hasModules("xgboost")) {
            System.err.println("The peer is missing: apt-get install --no-install-recommends python3-xgboost");
            System.exit(3);
        }
        System.exit(compare() ? 0 : 1);
    }

    private static boolean compare() throws IOException {
        System.out.printf(
                "%,d rows of %d numbers, %d rounds of depth 6, hist, %d threads%n", ROWS, COLUMNS, ROUNDS, THREADS);
        var ours = new double[RUNS][];
        var theirs = new double[RUNS][];
        double theirRow;
        // The first training of each loads libraries and compiles, and does not count.
        var set = new Trees(0);
        XgboostModel model = set.train();
        set.predict(model);
        try (var peer = new LinePeer(
                "XGBoost in Python",
                List.of(LinePeer.PYTHON, "bench/peers/xgboost_train.py", "" + COLUMNS, "" + ROUNDS, "" + THREADS))) {
            peer.ask("run " + set.folder);
            for (int run = 0; run < RUNS; run++) {
                set = new Trees(run + 1);
                theirs[run] = peer.ask("run " + set.folder);
                long begin = System.nanoTime();
                model = set.train();
                double trained = (System.nanoTime() - begin) / 1e9;
                begin = System.nanoTime();
                float[] answers = set.predict(model);
                double predicted = (System.nanoTime() - begin) / 1e9;
                double loss = Classification.logLoss(set.data.testClasses, answers);
                ours[run] = new double[] {trained, loss, predicted};
            }
            theirRow = peer.ask("rows 2000")[0];
        }
        Spread ourTime = row("Brume", ours, set.rowLatency(model));
        Spread theirTime = row("Python", theirs, theirRow);
        double lossRatio = mean(theirs) / mean(ours);
        double ratio = theirTime.median() / ourTime.median();
        System.out.printf(
                Locale.ROOT,
                "their time over ours: training %.2f, predicting %.2f; their loss over ours %.4f%n",
                ratio,
                column(theirs, 2).median() / column(ours, 2).median(),
                lossRatio);
        boolean reached = ratio >= 0.95 && lossRatio >= 0.99;
        System.out.printf(
                Locale.ROOT, "ratio %.2f, target 1 at equal loss: %s%n", ratio, reached ? "reached" : "missed");
        return reached;
    }

    private XgboostModel train() throws IOException {
        var settings = Hyperparameters.parse(
                XgboostHyperparameters.class,
                Map.of(
                        "objective",
                        "binary:logistic",
                        "num_round",
                        "" + ROUNDS,
                        "max_depth",
                        "6",
                        "eta",
                        "0.1",
                        "tree_method",
                        "hist",
                        "eval_metric",
                        "logloss"));
        var context = TrainingContext.builder().threads(THREADS).build();
        var training = TrainingData.of(Dataset.of(data.training(true)));
        return (XgboostModel) new Xgboost().train(training, settings, context).predictor();
    }

    private float[] predict(XgboostModel model) {
        var answers = new float[TEST_ROWS];
        TrainingContext.builder().threads(THREADS).build().parallel(TEST_ROWS, (from, to) -> {
            var part = new DenseBatch(to - from, COLUMNS, test.stride(), copy(from, to), new float[0], 0);
            System.arraycopy(model.answers(part), 0, answers, from, to - from);
        });
        return answers;
    }

    private float[] copy(int from, int to) {
        return java.util.Arrays.copyOfRange(test.values(), from * test.stride(), to * test.stride());
    }

    private double rowLatency(XgboostModel model) {
        var times = new double[20_000];
        for (int i = 0; i < times.length; i++) {
            var one = DenseBatch.of(new float[][] {data.test[i]});
            long begin = System.nanoTime();
            model.predict(one);
            times[i] = (System.nanoTime() - begin) / 1e6;
        }
        return Spread.of(times).median();
    }

    private static double mean(double[][] runs) {
        double sum = 0;
        for (double[] run : runs) {
            sum += run[1];
        }
        return sum / runs.length;
    }

    private static Spread column(double[][] runs, int column) {
        var values = new double[runs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = runs[i][column];
        }
        return Spread.of(values);
    }

    private static Spread row(String name, double[][] runs, double latency) {
        Spread time = column(runs, 0);
        System.out.printf(
                Locale.ROOT,
                "  %-6s training %s, log loss %.5f, %,d rows predicted in %s, a single row in %.4f ms%n",
                name,
                time.text("%.2f", "s"),
                column(runs, 1).median(),
                TEST_ROWS,
                column(runs, 2).text("%.3f", "s"),
                latency);
        return time;
    }
}
