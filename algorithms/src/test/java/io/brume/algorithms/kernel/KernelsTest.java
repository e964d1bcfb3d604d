package io.brume.algorithms.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private static final int SIZE = 300;

    private final Random random = new Random(1);
    private final Loops vector = new VectorLoops();
    private final Loops scalar = new ScalarLoops();

    private float[] array() {
        var array = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return array;
    }

    /** What n roundings of terms of about this size can add up to. */
    private static void close(float actual, float expected, int n) {
        assertThat(actual).isCloseTo(expected, within(1e-6f * (n + 1) * 4));
    }

    private static void close(float[] actual, float[] expected) {
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(1e-5f * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void theTestsRunOnVectorInstructions() {
        assertThat(Kernels.vectorised()).isTrue();
    }

    @Test
    void reductionsAreThoseOfTheScalarTwins() {
        for (int n = 0; n < 140; n++) {
            float[] a = array();
            float[] b = array();
            int from = random.nextInt(20);
            int other = random.nextInt(20);
            close(vector.dot(a, from, b, other, n), scalar.dot(a, from, b, other, n), n);
            close(vector.squaredDistance(a, from, b, other, n), scalar.squaredDistance(a, from, b, other, n), 4 * n);
            close(vector.absoluteDistance(a, from, b, other, n), scalar.absoluteDistance(a, from, b, other, n), n);
            close(vector.sum(a, from, n), scalar.sum(a, from, n), n);
            close(vector.outside(a, 7, b, from, b, other, n), scalar.outside(a, 7, b, from, b, other, n), 4 * n);
            assertThat(vector.max(a, from, n)).isEqualTo(scalar.max(a, from, n));
        }
    }

    @Test
    void exponentialsAndCombinationsAreThoseOfTheScalarTwins() {
        for (int n = 0; n < 140; n++) {
            float[] a = array();
            int from = random.nextInt(20);
            a[from] = -200;
            a[from + 1] = 200;
            float[] b = a.clone();
            vector.sigmoid(a, from, n);
            scalar.sigmoid(b, from, n);
            close(a, b);
            a[from] = -200;
            b = a.clone();
            vector.exp(a, from, n);
            scalar.exp(b, from, n);
            close(a, b);
            int rows = random.nextInt(7);
            var x = new float[rows * (n + 3) + 5];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            float[] factors = array();
            scalar.scale(0.01f, a, 0, a.length);
            b = a.clone();
            float[] m = array();
            float[] v = array();
            scalar.multiply(v, 0, v, 0, v.length);
            float[] otherM = m.clone();
            float[] otherV = v.clone();
            vector.adam(a, m, v, from, factors, 3, n, 0.9f, 0.99f, 0.1f, 1e-3f, 0.01f);
            scalar.adam(b, otherM, otherV, from, factors, 3, n, 0.9f, 0.99f, 0.1f, 1e-3f, 0.01f);
            close(a, b);
            close(m, otherM);
            close(v, otherV);
            b = a.clone();
            vector.combine(factors, 1, 2, rows, x, 5, n + 3, a, from, n);
            scalar.combine(factors, 1, 2, rows, x, 5, n + 3, b, from, n);
            close(a, b);
        }
    }

    @Test
    void powersAreExactToOneUnitInTheLastPlaceFromZeroToInfinity() {
        float[] edges = {0, -0f, 88.72283f, 88.72284f, 89, 89.5f, 1e30f, -87.4f, -103.9f, -104.5f, -1e30f, 1e-30f};
        int n = 1 << 16;
        var x = new float[n + edges.length + 4];
        for (int i = 0; i < n; i++) {
            x[i] = -110 + 200f * i / n;
        }
        System.arraycopy(edges, 0, x, n, edges.length);
        x[n + edges.length] = Float.NaN;
        x[n + edges.length + 1] = Float.POSITIVE_INFINITY;
        x[n + edges.length + 2] = Float.NEGATIVE_INFINITY;
        float[] powers = x.clone();
        vector.exp(powers, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            var exact = (float) Math.exp(x[i]);
            if (Float.isFinite(exact)) {
                assertThat(Math.abs(powers[i] - exact)).as("e^%s", x[i]).isLessThanOrEqualTo(Math.ulp(exact));
            } else {
                assertThat(powers[i]).as("e^%s", x[i]).isEqualTo(Float.valueOf(exact));
            }
        }
    }

    /** Bits that depend on whether a loop is compiled yet make two runs with one seed differ by chance. */
    @Test
    void theSameInputGivesTheSameBitsInterpretedAndCompiled() throws Exception {
        String interpreted;
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Bits.class.getName());
        var process = new ProcessBuilder(command).start();
        try (var out = process.inputReader()) {
            interpreted = out.readLine();
        }
        for (int i = 0; i < 3000; i++) {
            Bits.all();
        }
        assertThat(Bits.all()).isEqualTo(interpreted);
    }

    /** Prints a hash of the bits of what the vector loops answer for one input. */
    static final class Bits {
        private Bits() {}

        public static void main(String[] args) {
            System.out.println(all());
        }

        static String all() {
            var random = new Random(5);
            var x = new float[8 * 45];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            var loops = new VectorLoops();
            var results = new ArrayList<Float>();
            results.add(loops.dot(x, 0, x, 45, 45));
            results.add(loops.squaredDistance(x, 0, x, 45, 45));
            results.add(loops.absoluteDistance(x, 0, x, 45, 45));
            results.add(loops.sum(x, 0, 45));
            results.add(loops.outside(x, 0, x, 45, x, 90, 45));
            var out = new float[8 * 8];
            loops.products(x, 0, 45, 8, x, 0, 45, 8, 45, out, 0, 8);
            add(out, results);
            int[] rows = {0, 45, 90, 135, 180, 225};
            new VectorRowLoops().scoresBlock(x, 270, x, rows, 0, 45, out);
            add(out, results);
            loops.exp(x, 0, 100);
            loops.sigmoid(x, 100, 100);
            add(x, results);
            return Integer.toHexString(results.hashCode());
        }

        private static void add(float[] values, List<Float> results) {
            for (float value : values) {
                results.add(value);
            }
        }
    }

    @Test
    void updatesAreThoseOfTheScalarTwinsAndTouchNothingElse() {
        for (int n = 0; n < 140; n++) {
            float[] x = array();
            float[] y = array();
            float[] twin = y.clone();
            int from = random.nextInt(20);
            int to = random.nextInt(20);
            vector.axpy(0.7f, x, from, y, to, n);
            scalar.axpy(0.7f, x, from, twin, to, n);
            vector.axpby(0.3f, x, from, -1.5f, y, to, n);
            scalar.axpby(0.3f, x, from, -1.5f, twin, to, n);
            vector.multiply(x, from, y, to, n);
            scalar.multiply(x, from, twin, to, n);
            vector.scale(1.3f, y, to, n);
            scalar.scale(1.3f, twin, to, n);
            close(y, twin);
        }
    }

    @Test
    void mixturesAreThoseOfTheScalarTwins() {
        var vectors = new VectorMixtureLoops();
        var scalars = new ScalarMixtureLoops();
        for (int n = 0; n < 140; n++) {
            float[] document = array();
            float[] own = array();
            float[] topics = array();
            float[] fresh = array();
            float[] twinDocument = document.clone();
            float[] twinOwn = own.clone();
            float[] twinFresh = fresh.clone();
            int from = random.nextInt(20);
            int row = random.nextInt(20);
            close(
                    vectors.shares(document, 0.4f, own, from, topics, row, fresh, n),
                    scalars.shares(twinDocument, 0.4f, twinOwn, from, topics, row, twinFresh, n),
                    4 * n);
            vectors.replace(fresh, 1.3f, 2, own, from, document, n);
            scalars.replace(twinFresh, 1.3f, 2, twinOwn, from, twinDocument, n);
            close(fresh, twinFresh);
            close(own, twinOwn);
            close(document, twinDocument);
        }
    }

    @Test
    void productsOfRowsAreThoseOfTheScalarTwin() {
        for (int round = 0; round < 200; round++) {
            int n = random.nextInt(30);
            int aRows = random.nextInt(7);
            int bRows = random.nextInt(9);
            float[] a = array();
            float[] b = array();
            float[] c = array();
            float[] twin = c.clone();
            vector.products(a, 3, 31, aRows, b, 5, 32, bRows, n, c, 2, 10);
            scalar.products(a, 3, 31, aRows, b, 5, 32, bRows, n, twin, 2, 10);
            close(c, twin);
        }
    }

    @Test
    void distancesByProductsAreTheDistances() {
        float[] a = array();
        float[] b = array();
        var c = new float[12];
        Kernels.squaredDistances(a, 0, 20, 3, b, 0, 20, 4, 20, c, 0, 4);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                close(c[i * 4 + j], scalar.squaredDistance(a, i * 20, b, j * 20, 20), 200);
            }
        }
    }

    @Test
    void sparseLoopsAreThoseOfDenseRows() {
        float[] dense = array();
        var indices = new int[] {0, 7, 8, 20, 100, 101, 102};
        var values = new float[] {1, -2, 3, 0.5f, 4, 5, -6};
        var row = new float[SIZE];
        for (int i = 0; i < indices.length; i++) {
            row[indices[i]] = values[i];
        }
        close(Kernels.sparseDot(indices, values, 0, 7, dense, 10), scalar.dot(row, 0, dense, 10, SIZE - 10), 20);
        float[] twin = dense.clone();
        Kernels.sparseAxpy(0.5f, indices, values, 0, 7, dense, 10);
        scalar.axpy(0.5f, row, 0, twin, 10, SIZE - 10);
        close(dense, twin);
    }

    @Test
    void boundsAreChecked() {
        var four = new float[4];
        assertThatThrownBy(() -> Kernels.dot(four, 1, four, 0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Kernels.axpy(1, four, 0, four, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Kernels.sum(four, 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Kernels.products(four, 0, 2, 3, four, 0, 2, 1, 2, four, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Kernels.sparseDot(new int[] {9}, new float[] {1}, 0, 1, four, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void probabilitiesNeitherOverflowNorVanish() {
        var scores = new float[] {1000, 1000, -1000};
        Kernels.softmax(scores, 0, 3);
        assertThat(scores).containsExactly(0.5f, 0.5f, 0);
        assertThat(Kernels.sigmoid(-200)).isZero();
        assertThat(Kernels.sigmoid(0)).isEqualTo(0.5f);
        assertThat(Kernels.sigmoid(200)).isEqualTo(1);
        assertThat(Kernels.softplus(500)).isEqualTo(500);
        assertThat(Kernels.softplus(0)).isCloseTo((float) Math.log(2), within(1e-7f));
        assertThat(Kernels.logSumExp(new float[] {1000, 1000}, 0, 2)).isCloseTo(1000.6931f, within(1e-3f));
    }
}
