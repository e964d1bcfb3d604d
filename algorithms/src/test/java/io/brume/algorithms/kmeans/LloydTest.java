package io.brume.algorithms.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brume.algorithms.TrainingContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LloydTest {
    private final TrainingContext context = TrainingContext.builder().threads(1).build();
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void aPointsWeightIsAsManyPoints() {
        float[] points = {0, 1, 10, 13};
        var lloyd = new Lloyd(points, 4, 1, 1, new float[] {3, 1, 1, 2});
        var found = lloyd.search(new float[] {0, 13}, 2, 100, 0, context);
        assertThat(found.values()).containsExactly(new float[] {0.25f, 12}, within(1e-5f));
        assertThat(found.loss()).isCloseTo(3 * 0.0625 + 0.5625 + 4 + 2, within(1e-4));
    }

    @Test
    void aCentreWithoutPointsGoesWhereTheLossIs() {
        float[] points = {0, 1, 100, 101};
        var lloyd = new Lloyd(points, 4, 1, 1, null);
        var found = lloyd.search(new float[] {50, 1000}, 2, 100, 0, context);
        assertThat(found.loss()).isCloseTo(1, within(1e-3));
    }

    @Test
    void pointsWithoutWeightAreNotDrawn() {
        float[] points = {1, 2, 3, 4, 5, 6};
        var lloyd = new Lloyd(points, 6, 1, 1, new float[] {0, 0, 1, 0, 5, 0});
        for (int i = 0; i < 20; i++) {
            assertThat(lloyd.drawn(2, random)).containsExactlyInAnyOrder(3, 5);
            assertThat(lloyd.spread(2, random)).containsExactlyInAnyOrder(3, 5);
        }
    }

    /** Each row stays with probability 1/10: 1,000 of 10,000, with a standard deviation of 30. */
    @Test
    void aSampleIsUniform() {
        var sample = new RowSample(1000, 1, random);
        var values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        for (int from = 0; from < 10_000; from += 100) {
            float[] part = java.util.Arrays.copyOfRange(values, from, from + 100);
            sample.add(new io.brume.algorithms.data.DenseBatch(100, 1, 1, part, part, 1));
        }
        int late = 0;
        for (int i = 0; i < 1000; i++) {
            late += sample.values()[i] >= 5000 ? 1 : 0;
            assertThat(sample.labels()[i]).isEqualTo(sample.values()[i]);
        }
        assertThat(sample.rows()).isEqualTo(1000);
        assertThat(late).isBetween(420, 580);
    }
}
