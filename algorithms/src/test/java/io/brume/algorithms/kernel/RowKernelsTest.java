package io.brume.algorithms.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowKernelsTest {
    private static final int[] ROWS = {3, 700, 220, 440, 1100, 900, 3};
    private final Random random = new Random(1);
    private final RowLoops vector = new VectorRowLoops();
    private final RowLoops scalar = new ScalarRowLoops();

    private float[] array() {
        var array = new float[1300];
        for (int i = 0; i < array.length; i++) {
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
    @ValueSource(ints = {1, 7, 8, 9, 100, 104, 200})
    void vectorAndScalarLoopsAgree(int n) {
        float[] in = array();
        float[] out = array();
        int[] outRows = {5, 210, 420, 630, 840, 1050, 100};
        for (int rows = 0; rows <= ROWS.length; rows++) {
            var sums = new float[][] {new float[n + 2], new float[n + 2]};
            vector.sum(in, ROWS, 0, rows, sums[0], 1, n);
            scalar.sum(in, ROWS, 0, rows, sums[1], 1, n);
            close(sums[0], sums[1]);

            float[][] added = {in.clone(), in.clone()};
            vector.add(out, 9, added[0], ROWS, 0, rows, n);
            scalar.add(out, 9, added[1], ROWS, 0, rows, n);
            close(added[0], added[1]);
        }
        var scores = new float[2][7];
        vector.scoresBlock(in, 11, out, outRows, 1, n, scores[0]);
        scalar.scoresBlock(in, 11, out, outRows, 1, n, scores[1]);
        close(scores[0], scores[1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 100, 104, 200})
    void vectorAndScalarExchangesAgree(int n) {
        int[] outRows = {0, 5, 210, 420, 630, 840, 1050};
        float[][] ins = {array(), null};
        ins[1] = ins[0].clone();
        float[][] outs = {array(), null};
        outs[1] = outs[0].clone();
        float[] errors = array();
        vector.exchangeBlock(ins[0], 300, outs[0], outRows, 1, n, errors, ins[0], 300);
        scalar.exchangeBlock(ins[1], 300, outs[1], outRows, 1, n, errors, ins[1], 300);
        vector.exchange(ins[0], 300, outs[0], 77, n, 0.3f, ins[0], 600);
        scalar.exchange(ins[1], 300, outs[1], 77, n, 0.3f, ins[1], 600);
        close(ins[0], ins[1]);
        close(outs[0], outs[1]);
    }

    /** The step along the gradient of a product changes it by the error times the squares of both rows. */
    @Test
    void anExchangeIsAStepAlongTheGradient() {
        float[] in = {1, 2};
        float[] out = {3, 4};
        var to = new float[2];
        RowKernels.exchange(in, 0, out, new int[1], 1, 2, new float[] {0.5f}, to, 0);
        assertThat(to).containsExactly(1.5f, 2);
        assertThat(out).containsExactly(3.5f, 5);
        assertThat(in).containsExactly(1, 2);
    }

    @Test
    void rowsOutsideTheirArrayAreRefused() {
        var small = new float[20];
        assertThatThrownBy(() -> RowKernels.sum(small, new int[] {15}, 0, 1, new float[8], 0, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RowKernels.add(small, 0, small, new int[] {-1}, 0, 1, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
