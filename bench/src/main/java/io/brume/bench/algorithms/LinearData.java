package io.brume.bench.algorithms;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.SparseBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;

/** Rows to learn from and rows to measure on, the same for everybody: in memory, as raw arrays for Python, as libsvm's text. */
record LinearData(String name, Batch train, Batch validation, int classes) {
    /** Fifty features, each like its neighbours, and labels of logistic regression. */
    static LinearData dense(int rows) {
        var random = new Random(1);
        int columns = 50;
        var weights = new float[columns];
        for (int c = 0; c < columns; c++) {
            weights[c] = (float) (random.nextGaussian() * 0.5);
        }
        return new LinearData("dense", dense(rows, weights, random), dense(rows / 4, weights, random), 2);
    }

    private static DenseBatch dense(int rows, float[] weights, Random random) {
        int stride = DenseBatch.stride(weights.length);
        var values = new float[rows * stride];
        var labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            double product = -0.5;
            double feature = random.nextGaussian();
            for (int c = 0; c < weights.length; c++) {
                feature = 0.7 * feature + 0.714 * random.nextGaussian();
                values[row * stride + c] = (float) feature;
                product += weights[c] * feature;
            }
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-product)) ? 1 : 0;
        }
        return new DenseBatch(rows, weights.length, stride, values, labels, 1);
    }

    /** Like texts: a hundred thousand words as frequent as Zipf has them, rows of about forty of length 1. */
    static LinearData sparse(int rows) {
        var random = new Random(2);
        int words = 100_000;
        var weights = new float[words];
        var frequencies = new double[words];
        double sum = 0;
        for (int word = 0; word < words; word++) {
            weights[word] = (float) (random.nextGaussian() * 8);
            sum += 1.0 / (word + 10);
            frequencies[word] = sum;
        }
        return new LinearData(
                "sparse",
                sparse(rows, weights, frequencies, random),
                sparse(rows / 4, weights, frequencies, random),
                2);
    }

    private static SparseBatch sparse(int rows, float[] weights, double[] frequencies, Random random) {
        int length = 40;
        var starts = new int[rows + 1];
        var indices = new int[rows * length];
        var values = new float[rows * length];
        var labels = new float[rows];
        var row = new int[length];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < length; i++) {
                int found = Arrays.binarySearch(frequencies, random.nextDouble() * frequencies[frequencies.length - 1]);
                row[i] = Math.min(weights.length - 1, found < 0 ? -found - 1 : found);
            }
            int[] words = Arrays.stream(row).sorted().distinct().toArray();
            float value = (float) (1 / Math.sqrt(words.length));
            double product = 0;
            int at = starts[r];
            for (int word : words) {
                indices[at] = word;
                values[at++] = value;
                product += weights[word] * value;
            }
            starts[r + 1] = at;
            labels[r] = random.nextDouble() < 1 / (1 + Math.exp(-0.5 * product)) ? 1 : 0;
        }
        return new SparseBatch(rows, weights.length, starts, indices, values, labels, 1);
    }

    /** scikit-learn's digits, of which it has written a table; the last fifth is measured on. */
    static LinearData digits(Path csv) throws IOException {
        var features = new ArrayList<float[]>();
        var labels = new ArrayList<Float>();
        for (Batch batch : Dataset.of(csv, Format.csv()).load()) {
            var dense = (DenseBatch) batch;
            for (int row = 0; row < dense.rows(); row++) {
                int at = dense.offset(row);
                features.add(Arrays.copyOfRange(dense.values(), at, at + dense.columns()));
                labels.add(dense.label(row));
            }
        }
        var classes = new float[labels.size()];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = labels.get(row);
        }
        var rows = DenseBatch.of(features.toArray(float[][]::new), classes);
        int count = rows.rows() * 4 / 5;
        return new LinearData("digits", part(rows, 0, count), part(rows, count, rows.rows()), 10);
    }

    private static DenseBatch part(DenseBatch rows, int from, int to) {
        int stride = rows.stride();
        return new DenseBatch(
                to - from,
                rows.columns(),
                stride,
                Arrays.copyOfRange(rows.values(), from * stride, to * stride),
                Arrays.copyOfRange(rows.labels(), from, to),
                1);
    }

    /** Writes the arrays that the Python peers read, as {@code NAME.train.*} and {@code NAME.valid.*}; gives the prefix. */
    Path writeArrays(Path folder) throws IOException {
        write(folder.resolve(name + ".train"), train);
        write(folder.resolve(name + ".valid"), validation);
        return folder.resolve(name);
    }

    private static void write(Path prefix, Batch batch) throws IOException {
        write(prefix + ".labels", batch.labels(), batch.rows());
        switch (batch) {
            case SparseBatch sparse -> {
                write(prefix + ".values", sparse.values(), sparse.entries());
                write(prefix + ".starts", sparse.starts(), sparse.rows() + 1);
                write(prefix + ".indices", sparse.indices(), sparse.entries());
                write(prefix + ".columns", new int[] {sparse.columns()}, 1);
            }
            case DenseBatch dense -> {
                var compact = new float[dense.rows() * dense.columns()];
                for (int row = 0; row < dense.rows(); row++) {
                    System.arraycopy(
                            dense.values(), dense.offset(row), compact, row * dense.columns(), dense.columns());
                }
                write(prefix + ".values", compact, compact.length);
            }
            default -> throw new IllegalArgumentException("rows are numbers");
        }
    }

    private static void write(String file, Object array, int count) throws IOException {
        var bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        if (array instanceof float[] values) {
            bytes.asFloatBuffer().put(values, 0, count);
        } else if (array instanceof int[] values) {
            bytes.asIntBuffer().put(values, 0, count);
        }
        Files.write(Path.of(file), bytes.array());
    }

    /** Writes the training rows as libsvm's text. */
    Path writeLibsvm(Path folder) throws IOException {
        return LibsvmText.write(train, folder.resolve(name + ".libsvm"));
    }

    int columns() {
        return train.columns();
    }
}
