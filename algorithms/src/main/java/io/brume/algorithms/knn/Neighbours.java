package io.brume.algorithms.knn;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.knn.KnnHyperparameters.IndexType;
import io.brume.algorithms.knn.KnnHyperparameters.Metric;
import io.brume.algorithms.knn.KnnHyperparameters.PredictorType;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows with labels, and an index that finds those near a query. */
public final class Neighbours implements Predictor {
    /** Candidates beside the k: scores are rounded, and the exact distances of these decide. */
    private static final int MORE = 8;

    private final KnnHyperparameters settings;
    private final @Nullable Projection projection;
    private final float[] shift;
    private final Vectors vectors;
    private final float[] labels;
    private final Index index;

    Neighbours(
            KnnHyperparameters settings, @Nullable Projection projection, float[] shift, float[] labels, Index index) {
        this.settings = settings;
        this.projection = projection;
        this.shift = shift;
        vectors = index.vectors();
        this.labels = labels;
        this.index = index;
    }

    /** Rows that are kept. */
    public int rows() {
        return vectors.rows();
    }

    /**
     * What was found.
     *
     * @param rows numbers of kept rows, k for each query, the nearest first
     * @param distances Euclidean distances; with INNER_PRODUCT and COSINE products and cosines
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Found(int[] rows, float[] distances) {}

    /** The k nearest of the kept rows for each row. */
    public Found search(Batch queries, int k, TrainingContext context) {
        if (k < 1 || k > vectors.rows()) {
            throw new IllegalArgumentException("k must be at least 1 and at most " + vectors.rows());
        }
        DenseBatch rows =
                comparable(DenseRows.dense(queries, settings.featureDim()), projection, shift, vectors.metric());
        var found = new Found(new int[rows.rows() * k], new float[rows.rows() * k]);
        context.parallel(rows.rows(), (from, to) -> search(rows, from, to, k, found));
        return found;
    }

    private void search(DenseBatch rows, int from, int to, int k, Found found) {
        var candidates = new Candidates[to - from];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = new Candidates(Math.min(vectors.rows(), k + MORE));
        }
        index.search(rows.values(), rows.offset(from), rows.stride(), to - from, candidates);
        for (int i = 0; i < candidates.length; i++) {
            Candidates these = complete(candidates[i], k, rows, from + i);
            var order = new long[these.size()];
            for (int j = 0; j < order.length; j++) {
                int row = these.rows[j];
                float score =
                        index.exact() ? these.scores[j] : vectors.score(rows.values(), rows.offset(from + i), row);
                order[j] = (long) ordered(score) << 32 | row;
            }
            Arrays.sort(order);
            for (int j = 0; j < k; j++) {
                int at = (from + i) * k + j;
                found.rows[at] = vectors.number((int) order[j]);
                float score = unordered((int) (order[j] >> 32));
                found.distances[at] = vectors.metric() == Metric.L2 ? (float) Math.sqrt(Math.max(0, score)) : -score;
            }
        }
    }

    /** All rows where the lists that were looked into, or the graph, gave fewer than k. */
    private Candidates complete(Candidates found, int k, DenseBatch queries, int query) {
        if (found.size() >= k) {
            return found;
        }
        if (index instanceof PqIndex pq) {
            found.clear();
            pq.searchAll(queries.values(), queries.offset(query), found);
            return found;
        }
        found.clear();
        for (int r = 0; r < vectors.rows(); r++) {
            found.offer(r, vectors.score(queries.values(), queries.offset(query), r));
        }
        return found;
    }

    /** A whole number with the order of the floats. */
    private static int ordered(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    private static float unordered(int ordered) {
        return Float.intBitsToFloat(ordered ^ ordered >> 31 & Integer.MAX_VALUE);
    }

    /** Rows as the index compares them: projected; moved, or of length 1. */
    static DenseBatch comparable(DenseBatch rows, @Nullable Projection projection, float[] shift, Metric metric) {
        DenseBatch projected = projection == null ? rows : projection.project(rows);
        int columns = projected.columns();
        for (int r = 0; r < projected.rows(); r++) {
            int at = projected.offset(r);
            if (metric == Metric.L2) {
                Kernels.axpy(-1, shift, 0, projected.values(), at, columns);
            } else if (metric == Metric.COSINE) {
                double length = Math.sqrt(Kernels.dot(projected.values(), at, projected.values(), at, columns));
                if (!(length > 1e-18)) {
                    throw new BadDataException(
                            "row " + (r + 1) + " is all zeros, so it has no direction and no cosine");
                }
                Kernels.scale((float) (1 / length), projected.values(), at, columns);
            }
        }
        return projected;
    }

    @Override
    public List<Prediction> predict(Batch rows) {
        return predict(rows, TrainingContext.builder().threads(1).build());
    }

    /** {@link #predict(Batch)} with the context's threads. */
    List<Prediction> predict(Batch rows, TrainingContext context) {
        int k = settings.k();
        var found = search(rows, k, context);
        var predictions = new ArrayList<Prediction>(rows.rows());
        for (int r = 0; r < rows.rows(); r++) {
            var near = new float[k];
            for (int j = 0; j < k; j++) {
                near[j] = labels[found.rows[r * k + j]];
            }
            float label = settings.predictorType() == PredictorType.CLASSIFIER ? most(near) : mean(near);
            float[] distances = Arrays.copyOfRange(found.distances, r * k, (r + 1) * k);
            predictions.add(new Prediction.Neighboured(label, near, distances));
        }
        return predictions;
    }

    /** The label that most have; of several the one whose first bearer is nearest. */
    private static float most(float[] labels) {
        var votes = new LinkedHashMap<Float, Integer>();
        for (float label : labels) {
            votes.merge(label, 1, Integer::sum);
        }
        float winner = labels[0];
        int most = 0;
        for (var each : votes.entrySet()) {
            if (each.getValue() > most) {
                most = each.getValue();
                winner = each.getKey();
            }
        }
        return winner;
    }

    private static float mean(float[] labels) {
        double sum = 0;
        for (float label : labels) {
            sum += label;
        }
        return (float) (sum / labels.length);
    }

    void save(Path folder, ModelFolder.Writer model) throws IOException {
        var inOrder = new float[labels.length];
        for (int r = 0; r < inOrder.length; r++) {
            inOrder[r] = labels[vectors.number(r)];
        }
        model.property("rows", vectors.rows()).array("labels", inOrder).array("shift", shift);
        if (!(index instanceof PqIndex)) {
            model.matrix("vectors", vectors.values(), 0, vectors.stride(), vectors.rows(), vectors.columns());
        }
        if (projection != null) {
            projection.save(model);
        }
        index.save(model);
        index.saveFiles(folder);
        model.write(folder);
    }

    static Neighbours load(ModelFolder model, Path folder) throws IOException {
        var settings = model.hyperparameters(KnnHyperparameters.class);
        int rows = model.number("rows");
        int columns = settings.indexed();
        int stride = DenseBatch.stride(columns);
        var values = new float[0];
        if (settings.indexType() != IndexType.IVF_PQ) {
            float[] compact = model.floats("vectors", rows, columns);
            values = new float[Math.multiplyExact(rows, stride)];
            for (int r = 0; r < rows; r++) {
                System.arraycopy(compact, r * columns, values, r * stride, columns);
            }
        }
        Projection projection = settings.dimensionReductionType().isEmpty()
                ? null
                : Projection.load(settings.dimensionReductionType().get(), model, settings.featureDim(), columns);
        var vectors = new Vectors(values, rows, columns, stride, settings.indexMetric(), null);
        Index index = switch (settings.indexType()) {
            case FLAT -> new FlatIndex(vectors);
            case IVF_FLAT -> new IvfIndex(Lists.load(model, vectors));
            case IVF_PQ -> PqIndex.load(model, Lists.load(model, vectors), settings.parts());
            case HNSW -> HnswIndex.load(folder, vectors);
        };
        return new Neighbours(
                settings, projection, model.floats("shift", columns), model.floats("labels", rows), index);
    }

    @Override
    public void close() {
        index.close();
    }
}
