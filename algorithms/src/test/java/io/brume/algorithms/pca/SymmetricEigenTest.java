package io.brume.algorithms.pca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 17, 100})
    void vectorsAreOrthogonalAndMadeLongerByTheirValues(int n) {
        var random = new Random(n);
        var matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
            }
        }
        check(matrix);
    }

    @Test
    void valuesMayBeEqualOrNothing() {
        check(new double[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 0}});
        check(new double[5][5]);
        var ones = new double[20][20];
        for (double[] row : ones) {
            java.util.Arrays.fill(row, 1);
        }
        check(ones);
    }

    private static void check(double[][] matrix) {
        int n = matrix.length;
        var copy = new double[n][];
        for (int i = 0; i < n; i++) {
            copy[i] = matrix[i].clone();
        }
        var eigen = new SymmetricEigen(copy);
        for (int e = 0; e < n; e++) {
            double[] vector = eigen.vector(e);
            for (int i = 0; i < n; i++) {
                assertThat(inner(matrix[i], vector)).isCloseTo(eigen.value(e) * vector[i], within(1e-11 * n));
            }
            for (int other = 0; other <= e; other++) {
                assertThat(inner(vector, eigen.vector(other))).isCloseTo(other == e ? 1 : 0, within(1e-12 * n));
            }
            assertThat(e == 0 || eigen.value(e) <= eigen.value(e - 1)).isTrue();
        }
    }

    private static double inner(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
