package io.brume.algorithms.knn;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.NearestRow;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.kmeans.Lloyd;
import io.brume.algorithms.kmeans.RowSample;
import io.brume.algorithms.knn.KnnHyperparameters.Metric;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rows in lists, each with a centre, of which a query looks into the nearest few: Sivic and Zisserman, "Video Google", 2003, as FAISS
 * has it.
 */
final class Lists {
    private static final int ROWS_PER_CENTRE = 64;
    private static final int STEPS = 10;
    /** Queries whose probes are sorted together. */
    private static final int QUERIES = 2048;

    final int count;
    /** At the vectors' stride. */
    final float[] centres;
    /** List l has the rows {@code starts[l]} to {@code starts[l + 1] - 1}. */
    final int[] starts;

    /** The rows in the order of the lists. */
    final Vectors vectors;

    private final Panels panels;
    private final int probes;

    /** @param vectors which are brought into the order of the lists */
    private Lists(Vectors vectors, float[] centres, int[] listOfRow, int count) {
        this.count = count;
        this.centres = centres;
        starts = new int[count + 1];
        for (int list : listOfRow) {
            starts[list + 1]++;
        }
        for (int l = 0; l < count; l++) {
            starts[l + 1] += starts[l];
        }
        var order = new int[listOfRow.length];
        int[] next = starts.clone();
        for (int r = 0; r < order.length; r++) {
            order[next[listOfRow[r]]++] = r;
        }
        this.vectors = vectors.arranged(order);
        // By the cosine, too, the nearest centre is the one that rows were put to.
        Metric metric = vectors.metric() == Metric.INNER_PRODUCT ? Metric.INNER_PRODUCT : Metric.L2;
        panels = Vectors.pack(centres, 0, vectors.stride(), count, vectors.columns(), metric);
        probes = Math.min(count, Math.max(8, count / 8));
    }

    private Lists(Lists lists, Vectors vectors) {
        count = lists.count;
        centres = lists.centres;
        starts = lists.starts;
        panels = lists.panels;
        probes = lists.probes;
        this.vectors = vectors;
    }

    /** The same without the numbers of the rows, for an index that keeps others. */
    Lists described() {
        return new Lists(this, vectors.described());
    }

    static Lists learn(Vectors vectors, int count, SplittableRandom random, TrainingContext context) {
        var sample = new RowSample(
                (int) Math.min(vectors.rows(), (long) ROWS_PER_CENTRE * count), vectors.stride(), random.split());
        sample.add(vectors.batch());
        var points = new Lloyd(sample.values(), sample.rows(), vectors.columns(), vectors.stride(), null);
        float[] centres = points.search(points.drawn(count, random), count, STEPS, 0, context)
                .values();
        var nearest = new NearestRow(centres, 0, vectors.stride(), count, vectors.columns());
        var listOfRow = new int[vectors.rows()];
        var distances = new float[vectors.rows()];
        context.parallel(
                vectors.rows(),
                (from, to) -> nearest.of(
                        vectors.values(),
                        from * vectors.stride(),
                        vectors.stride(),
                        to - from,
                        listOfRow,
                        distances,
                        from));
        return new Lists(vectors, centres, listOfRow, count);
    }

    static Lists load(ModelFolder model, Vectors vectors) throws IOException {
        float[] compact = model.floats("centres", -1, vectors.columns());
        int count = compact.length / vectors.columns();
        var centres = new float[count * vectors.stride()];
        for (int l = 0; l < count; l++) {
            System.arraycopy(compact, l * vectors.columns(), centres, l * vectors.stride(), vectors.columns());
        }
        if (!(model.array("lists").values() instanceof int[] lists)
                || lists.length != vectors.rows()
                || Arrays.stream(lists).anyMatch(list -> list < 0 || list >= count)) {
            throw new BadModelException("the array lists does not belong to the model");
        }
        return new Lists(vectors, centres, lists, count);
    }

    void save(ModelFolder.Writer model) {
        var listOfRow = new int[vectors.rows()];
        for (int l = 0; l < count; l++) {
            Arrays.fill(listOfRow, starts[l], starts[l + 1], l);
        }
        model.matrix("centres", centres, 0, vectors.stride(), count, vectors.columns())
                .array("lists", Npy.Array.of(listOfRow));
    }

    /** What some queries, by their numbers, do with a list that all of them look into. */
    @FunctionalInterface
    interface Probe {
        void into(int list, int[] queries);
    }

    /** Brings queries and the lists that they look into together, list by list, at most so many queries at once. */
    void eachProbe(float[] queries, int from, int stride, int count, int together, Probe probe) {
        for (int q = 0; q < count; q += QUERIES) {
            long[] pairs = probes(queries, from + q * stride, stride, Math.min(QUERIES, count - q));
            for (int i = 0; i < pairs.length; ) {
                int list = (int) (pairs[i] >>> 32);
                int end = i + 1;
                while (end < pairs.length && end - i < together && (int) (pairs[end] >>> 32) == list) {
                    end++;
                }
                var those = new int[end - i];
                for (int j = 0; j < those.length; j++) {
                    those[j] = q + (int) pairs[i + j];
                }
                probe.into(list, those);
                i = end;
            }
        }
    }

    /** A query and a list that it looks into, for all queries, ordered by list: {@code list << 32 | query}. */
    private long[] probes(float[] queries, int from, int stride, int some) {
        int width = panels.paddedColumns();
        var scores = new float[some * width];
        MatrixKernels.scores(queries, from, stride, some, panels, scores, 0, width);
        var pairs = new long[some * probes];
        var best = new Candidates(probes);
        var below = new int[count];
        for (int q = 0; q < some; q++) {
            best.clear();
            int taken = MatrixKernels.below(scores, q * width, count, Float.POSITIVE_INFINITY, below);
            for (int i = 0; i < taken; i++) {
                best.offer(below[i], scores[q * width + below[i]]);
            }
            for (int i = 0; i < probes; i++) {
                pairs[q * probes + i] = (long) best.rows[i] << 32 | q;
            }
        }
        Arrays.sort(pairs);
        return pairs;
    }
}
