package io.brume.algorithms.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixKernelsTest {
    private final Random random = new Random(1);

    private float[] array(int size) {
        var array = new float[size];
        for (int i = 0; i < size; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return array;
    }

    private static void close(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(2e-5f * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,15", "50,24", "100,25", "33,100"})
    void vectorAndScalarLoopsAgree(int depth, int columns) {
        var vector = new VectorMatrixLoops();
        var scalar = new ScalarMatrixLoops();
        float[] a = array(1000);
        int[] rows = {700, 50, 300};
        int from = depth / 3;
        var sums = new float[3 * Panels.WIDTH];
        var b = Panels.ofRows(array(columns * depth), 0, depth, columns, depth).withHalfSquares();
        int panels = b.paddedColumns() / Panels.WIDTH;
        for (var mode : MatrixLoops.Mode.values()) {
            float[][] c = {new float[3 * b.paddedColumns() + 3], new float[3 * b.paddedColumns() + 3]};
            vector.products(a, rows, 2, b, 0, panels, from, depth, sums, mode, c[0], 3, b.paddedColumns());
            scalar.products(a, rows, 2, b, 0, panels, from, depth, sums, mode, c[1], 3, b.paddedColumns());
            close(c[0], c[1]);
        }
        var nearest = new NearestRow(a, 3, depth, Math.min(columns, 997 / depth), depth);
        float[] panel = array(Panels.WIDTH * depth);
        float[][] winners = {new float[Panels.WIDTH], new float[Panels.WIDTH]};
        float[][] distances = {new float[Panels.WIDTH], new float[Panels.WIDTH]};
        vector.nearest(nearest, panel, winners[0], distances[0]);
        scalar.nearest(nearest, panel, winners[1], distances[1]);
        assertThat(winners[0]).isEqualTo(winners[1]);
        for (int j = 0; j < Panels.WIDTH; j++) {
            assertThat(distances[0][j]).isCloseTo(distances[1][j], within(1e-5f * depth));
        }
        int[][] below = {new int[900], new int[900]};
        assertThat(vector.below(a, 7, 900, 0.3f, below[0])).isEqualTo(scalar.below(a, 7, 900, 0.3f, below[1]));
        assertThat(below[0]).isEqualTo(below[1]);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "5,3,40", "5,6,1", "20,30,130", "600,25,300", "3,400,2000"})
    void theNearestRowIsFoundWithItsDistance(int columns, int some, int count) {
        float[] a = array(some * columns);
        float[] b = array(count * columns);
        var nearest = new int[some + 2];
        var distances = new float[some + 2];
        new NearestRow(b, 0, columns, count, columns).of(a, 0, columns, some, nearest, distances, 2);
        for (int r = 0; r < some; r++) {
            float least = Float.POSITIVE_INFINITY;
            for (int j = 0; j < count; j++) {
                least = Math.min(least, Kernels.squaredDistance(a, r * columns, b, j * columns, columns));
            }
            float found = Kernels.squaredDistance(a, r * columns, b, nearest[r + 2] * columns, columns);
            float square = Kernels.dot(a, r * columns, a, r * columns, columns);
            assertThat(found).isCloseTo(least, within(1e-4f * square + 1e-5f));
            assertThat(distances[r + 2]).isCloseTo(least, within(1e-4f * square + 1e-4f));
        }
        assertThat(nearest).startsWith(0, 0);
    }

    @Test
    void theFirstOfRowsThatAreEquallyNearWins() {
        float[] rows = {5, 1, -1, 1, 5};
        for (int some : new int[] {1, Panels.WIDTH}) {
            var nearest = new int[some];
            new NearestRow(rows, 0, 1, 5, 1).of(new float[some], 0, 1, some, nearest, new float[some], 0);
            assertThat(nearest).containsOnly(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,50,40", "255,4,30", "256,4,30", "257,5,90", "1000,7,100"})
    void productsAndScoresAreSumsOverTheWholeDepth(int depth, int rows, int columns) {
        float[] a = array(rows * depth);
        float[] b = array(columns * depth);
        var panels = Panels.ofRows(b, 0, depth, columns, depth).withHalfSquares();
        int stride = panels.paddedColumns();
        var products = new float[rows * stride];
        var scores = new float[rows * stride];
        MatrixKernels.products(a, 0, depth, rows, panels, products, 0, stride);
        MatrixKernels.scores(a, 0, depth, rows, panels, scores, 0, stride);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                double square = 0;
                for (int i = 0; i < depth; i++) {
                    sum += (double) a[r * depth + i] * b[j * depth + i];
                    square += (double) b[j * depth + i] * b[j * depth + i];
                }
                // Rounding of a sum of products is at most depth ulps of the sum of their sizes, in the mean far less.
                var bound = within((float) (1e-6 * (depth + square)));
                assertThat(products[r * stride + j]).isCloseTo((float) sum, bound);
                assertThat(scores[r * stride + j]).isCloseTo((float) (square / 2 - sum), bound);
            }
        }
    }

    @Test
    void columnsArePackedAsTheyAre() {
        float[] a = {1, 2, 3};
        float[] b = {1, 10, 0, 2, 20, 0, 3, 30, 0};
        var panels = Panels.ofColumns(b, 0, 3, 3, 2);
        var c = new float[panels.paddedColumns()];
        MatrixKernels.products(a, 0, 3, 1, panels, c, 0, c.length);
        MatrixKernels.addProducts(a, 0, 3, 1, panels, c, 0, c.length);
        assertThat(c).startsWith(28, 280, 0);
    }

    @ParameterizedTest
    @CsvSource({"3,1", "40,20", "2000,50"})
    void aGramMatrixIsRightOnAndAboveItsDiagonal(int depth, int columns) {
        float[] b = array(depth * columns);
        var transposed = new float[depth * columns];
        for (int i = 0; i < depth; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * depth + i] = b[i * columns + j];
            }
        }
        var panels = Panels.ofColumns(b, 0, columns, depth, columns);
        int stride = panels.paddedColumns();
        var c = new float[columns * stride];
        MatrixKernels.addGram(transposed, 0, depth, panels, c, 0, stride);
        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++) {
                float expected = Kernels.dot(transposed, i * depth, transposed, j * depth, depth);
                assertThat(c[i * stride + j]).isCloseTo(expected, within(3e-6f * depth + 1e-5f));
            }
        }
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        var panels = Panels.ofRows(array(10), 0, 5, 2, 5);
        assertThatThrownBy(() -> MatrixKernels.products(array(9), 0, 5, 2, panels, new float[99], 0, Panels.WIDTH))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MatrixKernels.products(array(10), 0, 5, 2, panels, new float[9], 0, Panels.WIDTH))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
