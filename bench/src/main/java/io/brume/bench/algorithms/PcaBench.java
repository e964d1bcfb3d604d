package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.pca.Components;
import io.brume.algorithms.pca.Pca;
import io.brume.algorithms.pca.PcaHyperparameters;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Finds the principal components of the same rows by our PCA and by scikit-learn's, both exactly and randomised, two threads each. The exit status is
 * 0 where ours is no slower at equal reconstruction error, with as many extra components as scikit-learn has; what the default makes of it is told. {@code --runs N} sets how many runs count (3) after one that does not.
 */
public final class PcaBench {
    private static final double EQUAL = 0.0001;
    /** What scikit-learn has as n_oversamples. */
    private static final String PEERS_EXTRA = "10";

    private PcaBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = 3;
        if (arguments.length == 3 && arguments[1].equals("--runs") && arguments[2].matches("[1-9][0-9]?")) {
            runs = Integer.parseInt(arguments[2]);
        } else if (arguments.length > 1) {
            System.err.println("usage: pca [--runs N]");
            System.exit(2);
        }
        SklearnPeer.require();
        var verdict = new Verdict();
        try (var peer = new SklearnPeer()) {
            DenseBatch rows = decaying(50_000, 300);
            compare(peer, verdict, "50,000 x 300", rows, 20, "regular", "full", runs);
            compare(peer, verdict, "50,000 x 300", rows, 20, "randomized", "randomized", runs);
            rows = decaying(8_000, 2_000);
            compare(peer, verdict, "8,000 x 2,000", rows, 50, "randomized", "randomized", runs);
            compare(peer, verdict, "digits, 1,797 x 64", peer.digits(), 16, "regular", "full", runs);
        }
        System.exit(verdict.tell());
    }

    /** Rows whose variance in direction i falls as 1 / i, the directions turned by reflections, and a mean. */
    private static DenseBatch decaying(int rows, int columns) {
        var random = new Random(2);
        var mirrors = new float[4][columns];
        for (float[] mirror : mirrors) {
            for (int i = 0; i < columns; i++) {
                mirror[i] = (float) random.nextGaussian();
            }
            Kernels.scale((float) (1 / Math.sqrt(Kernels.dot(mirror, mirror))), mirror, 0, columns);
        }
        var values = new float[rows][columns];
        for (float[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) (random.nextGaussian() / Math.sqrt(i + 1));
            }
            for (float[] mirror : mirrors) {
                Kernels.axpy(-2 * Kernels.dot(row, mirror), mirror, 0, row, 0, columns);
            }
            row[0] += 3;
        }
        return DenseBatch.of(values);
    }

    private static void compare(
            SklearnPeer peer,
            Verdict verdict,
            String name,
            DenseBatch rows,
            int count,
            String mode,
            String solver,
            int runs)
            throws IOException {
        System.out.printf("%s, %d components, %d runs%n", name, count, runs);
        peer.load("rows", rows);
        var ours = new Runs("Brume, " + mode, runs);
        boolean random = mode.equals("randomized");
        var byDefault = new Runs("Brume, default extra_components", runs);
        var theirs = new Runs("PCA, svd_solver=" + solver, runs);
        // Milliseconds of work: until the compiler has seen enough of it. How long that takes is told.
        int warm = rows.rows() < 5_000 ? 200 : 2;
        var cold = new double[Math.min(warm, 20)];
        for (int run = -warm; run < runs; run++) {
            long begin = System.nanoTime();
            Components found = ours(rows, count, mode, PEERS_EXTRA, run + warm);
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (run + warm < cold.length) {
                cold[run + warm] = seconds;
            }
            if (run >= 0) {
                ours.seconds()[run] = seconds;
                ours.quality()[run] = error(rows, found.mean(), found.components(), 0, count);
            }
            if (random && run >= -1) {
                begin = System.nanoTime();
                found = ours(rows, count, mode, "-1", run + warm);
                if (run >= 0) {
                    byDefault.seconds()[run] = (System.nanoTime() - begin) / 1e9;
                    byDefault.quality()[run] = error(rows, found.mean(), found.components(), 0, count);
                }
            }
            if (run >= -1) {
                var answer = peer.ask("pca rows " + count + " " + solver + " " + (run + 1));
                if (run >= 0) {
                    theirs.seconds()[run] = answer.seconds()[0];
                    var written = (float[]) answer.written();
                    theirs.quality()[run] = error(rows, written, written, rows.columns(), count);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %-34s %8.3f s the first time, %.3f s the %dth, %d runs before those that count%n",
                "Brume, cold",
                cold[0],
                cold[cold.length - 1],
                cold.length,
                warm);
        ours.print("error");
        if (random) {
            byDefault.print("error");
        }
        theirs.print("error");
        ours.against(theirs, EQUAL, name, verdict);
    }

    private static Components ours(DenseBatch rows, int count, String mode, String extra, int seed) throws IOException {
        var settings = Hyperparameters.parse(
                PcaHyperparameters.class,
                Map.of(
                        "feature_dim",
                        "" + rows.columns(),
                        "num_components",
                        "" + count,
                        "mini_batch_size",
                        "500",
                        "algorithm_mode",
                        mode,
                        "extra_components",
                        extra));
        var context = TrainingContext.builder()
                .threads(SklearnPeer.THREADS)
                .seed(seed)
                .build();
        return (Components) new Pca()
                .train(TrainingData.of(Dataset.of(rows)), settings, context)
                .predictor();
    }

    /** The mean squared distance of rows from their reconstructions. */
    private static double error(DenseBatch rows, float[] mean, float[] components, int from, int count) {
        int n = rows.columns();
        var row = new float[n];
        double sum = 0;
        for (int r = 0; r < rows.rows(); r++) {
            System.arraycopy(rows.values(), rows.offset(r), row, 0, n);
            Kernels.axpy(-1, mean, 0, row, 0, n);
            for (int i = 0; i < count; i++) {
                int at = from + i * n;
                Kernels.axpy(-Kernels.dot(row, 0, components, at, n), components, at, row, 0, n);
            }
            sum += Kernels.dot(row, row);
        }
        return sum / rows.rows();
    }
}
