package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kmeans.Clusters;
import io.brume.algorithms.kmeans.KMeans;
import io.brume.algorithms.kmeans.KMeansHyperparameters;
import java.io.IOException;
import java.util.Map;
import java.util.Random;

/**
 * Clusters the same rows by our k-means and by scikit-learn's KMeans (Lloyd from one k-means++ start) and MiniBatchKMeans, two threads each,
 * with a seed of its own in each run: as it comes beside MiniBatchKMeans, with a finer local_lloyd_tol beside KMeans. The exit status is 0 where
 * ours is no slower than either at equal inertia. {@code --runs N} sets how many runs count (3) after one that does not; {@code --tolerance T} the finer local_lloyd_tol.
 */
public final class KMeansBench {
    /** Inertia that is larger by less than this part counts as equal: seeds differ by more. */
    private static final double EQUAL = 0.001;

    private final SklearnPeer peer;
    private final int runs;
    private final String tolerance;
    private final Verdict verdict;

    private KMeansBench(SklearnPeer peer, int runs, String tolerance, Verdict verdict) {
        this.peer = peer;
        this.runs = runs;
        this.tolerance = tolerance;
        this.verdict = verdict;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = 3;
        String tolerance = "0.000002";
        for (int i = 1; i < arguments.length; i += 2) {
            if (arguments[i].equals("--runs") && i + 1 < arguments.length && arguments[i + 1].matches("[1-9][0-9]?")) {
                runs = Integer.parseInt(arguments[i + 1]);
            } else if (arguments[i].equals("--tolerance") && i + 1 < arguments.length) {
                tolerance = arguments[i + 1];
            } else {
                System.err.println("usage: k-means [--runs N] [--tolerance T]");
                System.exit(2);
            }
        }
        SklearnPeer.require();
        var verdict = new Verdict();
        try (var peer = new SklearnPeer()) {
            var bench = new KMeansBench(peer, runs, tolerance, verdict);
            bench.compare("100 clusters that overlap, 100,000 x 50", planted(100_000, 50, 100, 1), 100);
            bench.compare("rows with little to find, 100,000 x 20", planted(100_000, 20, 50, 0.4f), 50);
            bench.compare("digits, 1,797 x 64", peer.digits(), 10);
        }
        System.exit(verdict.tell());
    }

    /** Rows around centres: variance 1 around them, variance {@code spread²} among them. */
    static DenseBatch planted(int rows, int columns, int centres, float spread) {
        var random = new Random(1);
        var means = new float[centres][columns];
        for (float[] mean : means) {
            for (int i = 0; i < columns; i++) {
                mean[i] = spread * (float) random.nextGaussian();
            }
        }
        var values = new float[rows][columns];
        for (float[] row : values) {
            float[] mean = means[random.nextInt(centres)];
            for (int i = 0; i < columns; i++) {
                row[i] = mean[i] + (float) random.nextGaussian();
            }
        }
        return DenseBatch.of(values);
    }

    private void compare(String name, DenseBatch rows, int k) throws IOException {
        System.out.printf("%s, k = %d, %d runs%n", name, k, runs);
        peer.load("rows", rows);
        var ours = new Runs("Brume", runs);
        var fine = new Runs("Brume, local_lloyd_tol " + tolerance, runs);
        var lloyd = new Runs("KMeans", runs);
        var miniBatch = new Runs("MiniBatchKMeans", runs);
        int warm = rows.rows() < 10_000 ? 20 : 1;
        for (int run = -warm; run < runs; run++) {
            ours("0.0001", rows, k, run, warm, ours);
            ours(tolerance, rows, k, run, warm, fine);
            if (run >= -1) {
                theirs("kmeans", rows, k, run, lloyd);
                theirs("minibatch", rows, k, run, miniBatch);
            }
        }
        for (Runs each : new Runs[] {ours, fine, lloyd, miniBatch}) {
            each.print("inertia");
        }
        fine.against(lloyd, EQUAL, name, verdict);
        ours.against(miniBatch, EQUAL, name, verdict);
    }

    private static void ours(String tolerance, DenseBatch rows, int k, int run, int warm, Runs runs)
            throws IOException {
        var settings = Hyperparameters.parse(
                KMeansHyperparameters.class,
                Map.of("feature_dim", "" + rows.columns(), "k", "" + k, "local_lloyd_tol", tolerance));
        var context = TrainingContext.builder()
                .threads(SklearnPeer.THREADS)
                .seed(run + warm)
                .build();
        long begin = System.nanoTime();
        var trained = new KMeans().train(TrainingData.of(Dataset.of(rows)), settings, context);
        if (run >= 0) {
            runs.seconds()[run] = (System.nanoTime() - begin) / 1e9;
            runs.quality()[run] = inertia(rows, ((Clusters) trained.predictor()).centres(), k);
        }
    }

    private void theirs(String how, DenseBatch rows, int k, int run, Runs runs) throws IOException {
        var answer = peer.ask(how + " rows " + k + " " + (run + 1));
        if (run >= 0) {
            runs.seconds()[run] = answer.seconds()[0];
            runs.quality()[run] = inertia(rows, (float[]) answer.written(), k);
        }
    }

    private static double inertia(DenseBatch rows, float[] centres, int k) {
        double sum = 0;
        int n = rows.columns();
        for (int r = 0; r < rows.rows(); r++) {
            float least = Float.POSITIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                least = Math.min(least, Kernels.squaredDistance(rows.values(), rows.offset(r), centres, c * n, n));
            }
            sum += least;
        }
        return sum;
    }
}
