package io.brume.algorithms.kmeans;

import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.NearestRow;
import io.brume.algorithms.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clusters by their centres: a row belongs to the nearest. */
public final class Clusters implements Predictor {
    private final int k;
    private final int columns;
    private final int stride;
    /** Rows at the stride. */
    private final float[] centres;
    /** The centres' mean, which distances are computed from: far from the origin they would lose their digits. */
    private final float[] middle;

    private final NearestRow centred;

    /** @param centres row by row */
    Clusters(float[] centres, int k, int columns) {
        this.k = k;
        this.columns = columns;
        stride = DenseBatch.stride(columns);
        this.centres = new float[k * stride];
        middle = new float[columns];
        for (int c = 0; c < k; c++) {
            System.arraycopy(centres, c * columns, this.centres, c * stride, columns);
            Kernels.axpy(1f / k, centres, c * columns, middle, 0, columns);
        }
        centred = new NearestRow(centred(), 0, stride, k, columns);
    }

    private float[] centred() {
        float[] rows = centres.clone();
        for (int c = 0; c < k; c++) {
            Kernels.axpy(-1, middle, 0, rows, c * stride, columns);
        }
        return rows;
    }

    /** The centres, row by row. */
    public float[] centres() {
        var rows = new float[k * columns];
        for (int c = 0; c < k; c++) {
            System.arraycopy(centres, c * stride, rows, c * columns, columns);
        }
        return rows;
    }

    @Override
    public List<Prediction> predict(Batch rows) {
        DenseBatch dense = DenseRows.dense(rows, columns);
        var nearest = new int[dense.rows()];
        var distances = new float[dense.rows()];
        assign(dense, nearest, distances);
        var predictions = new ArrayList<Prediction>(dense.rows());
        for (int r = 0; r < dense.rows(); r++) {
            predictions.add(new Prediction.Clustered(nearest[r], (float) Math.sqrt(distances[r])));
        }
        return predictions;
    }

    /** The nearest centre of each row, and the squared distance; changes the rows' numbers. */
    void assign(DenseBatch rows, int[] nearest, float[] squaredDistances) {
        for (int r = 0; r < rows.rows(); r++) {
            Kernels.axpy(-1, middle, 0, rows.values(), rows.offset(r), columns);
        }
        centred.of(rows.values(), 0, rows.stride(), rows.rows(), nearest, squaredDistances, 0);
        for (int r = 0; r < rows.rows(); r++) {
            Kernels.axpy(1, middle, 0, rows.values(), rows.offset(r), columns);
            squaredDistances[r] =
                    Kernels.squaredDistance(rows.values(), rows.offset(r), centres, nearest[r] * stride, columns);
        }
    }

    /** Writes the model as ONNX: {@code rows} in, {@code cluster} (int64) and {@code distance} of each out. */
    public void writeOnnx(Path file) throws IOException {
        var halfSquares = new float[k];
        float[] centred = centred();
        var minus = new float[k * columns];
        for (int c = 0; c < k; c++) {
            halfSquares[c] = Kernels.dot(centred, c * stride, centred, c * stride, columns) / 2;
            System.arraycopy(centred, c * stride, minus, c * columns, columns);
        }
        Kernels.scale(-1, minus, 0, minus.length);
        new OnnxModel("k-means")
                .input("rows", OnnxModel.Type.FLOAT, -1, columns)
                .constant("middle", middle)
                .constant("minus_centres", minus, k, columns)
                .constant("half_squares", halfSquares)
                .constant("centres", centres(), k, columns)
                .node("Sub", List.of("rows", "middle"), List.of("centred"))
                .node(
                        "",
                        "Gemm",
                        List.of("centred", "minus_centres", "half_squares"),
                        List.of("scores"),
                        Map.of("transB", 1L))
                .node("", "ArgMin", List.of("scores"), List.of("cluster"), Map.of("axis", 1L, "keepdims", 0L))
                .node("", "Gather", List.of("centres", "cluster"), List.of("nearest"), Map.of("axis", 0L))
                .node("Sub", List.of("rows", "nearest"), List.of("difference"))
                .node(
                        "",
                        "ReduceL2",
                        List.of("difference"),
                        List.of("distance"),
                        Map.of("axes", new long[] {1}, "keepdims", 0L))
                .output("cluster", OnnxModel.Type.INT64, -1)
                .output("distance", OnnxModel.Type.FLOAT, -1)
                .write(file);
    }
}
