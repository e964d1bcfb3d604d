package io.brume.bench.algorithms;

import io.brume.algorithms.data.DenseBatch;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Rows of normally distributed numbers of which some interact, a class that is drawn by the probability that follows from them, and
 * a number that follows from them with noise.
 */
final class TreeData {
    final int columns;
    final float[][] train;
    final float[][] test;
    final float[] trainClasses;
    final float[] testClasses;
    final float[] trainNumbers;
    final float[] testNumbers;

    TreeData(int rows, int testRows, int columns, long seed) {
        this.columns = columns;
        var random = new Random(seed);
        train = new float[rows][columns];
        test = new float[testRows][columns];
        trainClasses = new float[rows];
        testClasses = new float[testRows];
        trainNumbers = new float[rows];
        testNumbers = new float[testRows];
        fill(train, trainClasses, trainNumbers, random);
        fill(test, testClasses, testNumbers, random);
    }

    private static void fill(float[][] rows, float[] classes, float[] numbers, Random random) {
        for (int r = 0; r < rows.length; r++) {
            float[] x = rows[r];
            for (int c = 0; c < x.length; c++) {
                x[c] = (float) random.nextGaussian();
            }
            double signal =
                    x[0] * x[1] + Math.sin(3 * x[2]) + Math.abs(x[3]) - 0.8 + 0.5 * x[4] + 0.3 * x[5] * x[6] * x[7];
            classes[r] = random.nextDouble() < 1 / (1 + Math.exp(-2 * signal)) ? 1 : 0;
            numbers[r] = (float) (signal + 0.3 * random.nextGaussian());
        }
    }

    DenseBatch training(boolean ofClasses) {
        return DenseBatch.of(train, ofClasses ? trainClasses : trainNumbers);
    }

    DenseBatch test() {
        return DenseBatch.of(test);
    }

    /** Writes what peers read: {@code .x} the rows, {@code .y} the classes, {@code .n} the numbers. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("train.x"), train);
        write(folder.resolve("test.x"), test);
        write(folder.resolve("train.y"), trainClasses);
        write(folder.resolve("test.y"), testClasses);
        write(folder.resolve("train.n"), trainNumbers);
        write(folder.resolve("test.n"), testNumbers);
    }

    private static void write(Path file, float[]... rows) throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            for (float[] row : rows) {
                for (float value : row) {
                    out.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
                }
            }
        }
    }
}
