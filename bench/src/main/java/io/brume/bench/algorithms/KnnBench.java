package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.knn.Knn;
import io.brume.algorithms.knn.KnnHyperparameters;
import io.brume.algorithms.knn.Neighbours;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the ten nearest of the same rows by our k-NN and by scikit-learn's NearestNeighbors, two threads each. The exit status is 0 where our
 * exact search, building and searching together, is no slower at equal recall; the approximate ones are shown beside it.
 * {@code --runs N} sets how many runs count (3) after one that does not; {@code --hnsw} builds Lucene's graph too, which takes a minute.
 */
public final class KnnBench {
    private static final int ROWS = 50_000;
    private static final int QUERIES = 5_000;
    private static final int CHECKED = 500;
    private static final int COLUMNS = 64;
    private static final int K = 10;

    private final DenseBatch rows;
    private final DenseBatch queries;
    private final int[][] truth;
    private final int runs;

    private KnnBench(int runs) {
        DenseBatch all = KMeansBench.planted(ROWS + QUERIES, COLUMNS, 100, 0.7f);
        rows = new DenseBatch(ROWS, COLUMNS, all.stride(), all.values(), new float[ROWS], 1);
        float[] last = Arrays.copyOfRange(all.values(), all.offset(ROWS), all.offset(ROWS + QUERIES));
        queries = new DenseBatch(QUERIES, COLUMNS, all.stride(), last, new float[0], 0);
        truth = new int[CHECKED][];
        for (int q = 0; q < CHECKED; q++) {
            truth[q] = nearest(q);
        }
        this.runs = runs;
    }

    private int[] nearest(int query) {
        var order = new long[ROWS];
        for (int r = 0; r < ROWS; r++) {
            float distance = Kernels.squaredDistance(
                    rows.values(), rows.offset(r), queries.values(), queries.offset(query), COLUMNS);
            order[r] = (long) Float.floatToIntBits(distance) << 32 | r;
        }
        return Arrays.stream(order)
                .sorted()
                .limit(K)
                .mapToInt(each -> (int) each)
                .toArray();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = 3;
        boolean graph = false;
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals("--hnsw")) {
                graph = true;
            } else if (arguments[i].equals("--runs")
                    && i + 1 < arguments.length
                    && arguments[i + 1].matches("[1-9][0-9]?")) {
                runs = Integer.parseInt(arguments[++i]);
            } else {
                System.err.println("usage: k-nn [--runs N] [--hnsw]");
                System.exit(2);
            }
        }
        SklearnPeer.require();
        System.exit(new KnnBench(runs).compare(graph).tell());
    }

    private Verdict compare(boolean graph) throws IOException {
        System.out.printf("%,d rows and %,d queries of %d numbers, k = %d, %d runs%n", ROWS, QUERIES, COLUMNS, K, runs);
        var theirs = new Runs("NearestNeighbors", runs);
        Runs flat;
        try (var peer = new SklearnPeer()) {
            peer.load("rows", rows);
            peer.load("queries", queries);
            flat = ours("faiss.Flat", run -> {
                var answer = peer.ask("neighbours rows queries " + K);
                if (run >= 0) {
                    theirs.seconds()[run] = answer.seconds()[0] + answer.seconds()[1];
                    theirs.quality()[run] = missed((int[]) answer.written());
                }
            });
        }
        theirs.print("missed of ten");
        var verdict = new Verdict();
        for (String index : new String[] {"faiss.Flat", "faiss.IVFFlat", "faiss.IVFPQ", "lucene.HNSW"}) {
            if (index.equals("lucene.HNSW") && !graph) {
                continue;
            }
            Runs ours = index.equals("faiss.Flat") ? flat : ours(index, run -> {});
            ours.print("missed of ten");
            if (index.equals("faiss.Flat")) {
                // A row in a thousand may change places with its equal in another order of additions.
                verdict.add(
                        "NearestNeighbors",
                        theirs.medianSeconds() / ours.medianSeconds(),
                        1,
                        ours.medianQuality() <= theirs.medianQuality() + 0.001 * K);
            }
            System.out.printf(
                    Locale.ROOT,
                    "    recall@10 %.4f against %.4f, %.2f times as fast%n",
                    1 - ours.medianQuality() / K,
                    1 - theirs.medianQuality() / K,
                    theirs.medianSeconds() / ours.medianSeconds());
        }
        return verdict;
    }

    /** What else is done before each run, so that both sides meet the same load of the machine. */
    private interface Between {
        void run(int run) throws IOException;
    }

    private Runs ours(String index, Between peer) throws IOException {
        // Building a graph takes long enough to tell its time once.
        boolean slow = index.equals("lucene.HNSW");
        int runs = slow ? 1 : this.runs;
        var ours = new Runs("Brume, " + index, runs);
        var building = new double[runs];
        for (int run = slow ? 0 : -1; run < runs; run++) {
            var context = TrainingContext.builder()
                    .threads(SklearnPeer.THREADS)
                    .seed(run + 1)
                    .build();
            var settings = Hyperparameters.parse(
                    KnnHyperparameters.class,
                    Map.of(
                            "feature_dim", "" + COLUMNS,
                            "k", "" + K,
                            "sample_size", "" + ROWS,
                            "predictor_type", "classifier",
                            "index_type", index));
            peer.run(run);
            long begin = System.nanoTime();
            var trained = new Knn().train(TrainingData.of(Dataset.of(rows)), settings, context);
            long built = System.nanoTime();
            try (var neighbours = (Neighbours) trained.predictor()) {
                var found = neighbours.search(queries, K, context);
                if (run >= 0) {
                    building[run] = (built - begin) / 1e9;
                    ours.seconds()[run] = (System.nanoTime() - begin) / 1e9;
                    ours.quality()[run] = missed(found.rows());
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %-34s of which building %.3f s%n",
                "Brume, " + index,
                Spread.of(building).median());
        return ours;
    }

    /** How many of the ten nearest are not found, in the mean. */
    private double missed(int[] found) {
        int missed = 0;
        for (int q = 0; q < CHECKED; q++) {
            Set<Integer> these = new HashSet<>();
            for (int j = 0; j < K; j++) {
                these.add(found[q * K + j]);
            }
            for (int row : truth[q]) {
                missed += these.contains(row) ? 0 : 1;
            }
        }
        return (double) missed / CHECKED;
    }
}
