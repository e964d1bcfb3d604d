package io.brume.algorithms.pca;

import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Principal components: projects rows on them. */
public final class Components implements Predictor {
    private final int columns;
    private final int count;
    private final float[] mean;
    private final float[] components;
    private final float[] singularValues;
    private final Panels panels;

    /**
     * @param mean zeros where it is not subtracted
     * @param components row by row, that of the largest variance first
     */
    Components(float[] mean, float[] components, float[] singularValues) {
        columns = mean.length;
        count = singularValues.length;
        this.mean = mean;
        this.components = components;
        this.singularValues = singularValues;
        panels = Panels.ofRows(components, 0, columns, count, columns);
    }

    /** What is subtracted from rows; zeros for nothing. */
    public float[] mean() {
        return mean.clone();
    }

    /** Unit vectors, row by row, that of the largest variance first. */
    public float[] components() {
        return components.clone();
    }

    /** Of the centred training rows as a matrix; their squares divided by rows - 1 are the variances. */
    public float[] singularValues() {
        return singularValues.clone();
    }

    @Override
    public List<Prediction> predict(Batch rows) {
        DenseBatch dense = DenseRows.dense(rows, columns);
        float[] projections = project(dense);
        var predictions = new ArrayList<Prediction>(dense.rows());
        for (int r = 0; r < dense.rows(); r++) {
            int at = r * panels.paddedColumns();
            predictions.add(new Prediction.Projected(Arrays.copyOfRange(projections, at, at + count)));
        }
        return predictions;
    }

    /** At a stride of the panels' padded columns; subtracts the mean from the rows. */
    private float[] project(DenseBatch rows) {
        for (int r = 0; r < rows.rows(); r++) {
            Kernels.axpy(-1, mean, 0, rows.values(), rows.offset(r), columns);
        }
        var projections = new float[Math.multiplyExact(rows.rows(), panels.paddedColumns())];
        MatrixKernels.products(
                rows.values(), 0, rows.stride(), rows.rows(), panels, projections, 0, panels.paddedColumns());
        return projections;
    }

    /** The sum of the rows' squared distances from their reconstructions; changes the rows. */
    double lost(DenseBatch rows) {
        float[] projections = project(rows);
        double lost = 0;
        for (int r = 0; r < rows.rows(); r++) {
            int at = rows.offset(r);
            for (int i = 0; i < count; i++) {
                float part = projections[r * panels.paddedColumns() + i];
                Kernels.axpy(-part, components, i * columns, rows.values(), at, columns);
            }
            lost += Kernels.dot(rows.values(), at, rows.values(), at, columns);
        }
        return lost;
    }

    /** Writes the model as ONNX: {@code rows} in, {@code projections} out. */
    public void writeOnnx(Path file) throws IOException {
        new OnnxModel("pca")
                .input("rows", OnnxModel.Type.FLOAT, -1, columns)
                .constant("mean", mean)
                .constant("components", components, count, columns)
                .node("Sub", List.of("rows", "mean"), List.of("centred"))
                .node("", "Gemm", List.of("centred", "components"), List.of("projections"), Map.of("transB", 1L))
                .output("projections", OnnxModel.Type.FLOAT, -1, count)
                .write(file);
    }
}
