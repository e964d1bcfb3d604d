package io.brume.algorithms.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.metric.ConfusionMatrix.Average;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures are worked out by hand, or those that scikit-learn's documentation shows for the same data. */
class MetricsTest {
    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-6));
    }

    /** scikit-learn: precision_recall_fscore_support with cats, dogs and pigs; classification's f1_score. */
    @Test
    void averagesOverClassesAreThoseOfTheExample() {
        var matrix = ConfusionMatrix.of(3, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});
        close(matrix.accuracy(), 2 / 6.0);
        close(matrix.precision(Average.MACRO), 2 / 9.0);
        close(matrix.recall(Average.MACRO), 1 / 3.0);
        close(matrix.fBeta(Average.MACRO, 1), 4 / 15.0);
        close(matrix.fBeta(Average.WEIGHTED, 1), 4 / 15.0);
        close(matrix.fBeta(Average.MACRO, 0.5), 0.238095);
        assertThat(matrix.count(1, 2)).isEqualTo(1);
    }

    @Test
    void weightedAveragesFollowTheNumberOfRows() {
        var matrix = ConfusionMatrix.of(2, new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});
        close(matrix.precision(Average.WEIGHTED), (3 * 1 + 1 * 0.5) / 4);
        close(matrix.recall(Average.WEIGHTED), (3 * (2 / 3.0) + 1 * 1) / 4);
    }

    @Test
    void binaryMeasuresAreThoseOfClassOne() {
        var matrix = ConfusionMatrix.of(new float[] {1, 1, 0, 0, 1}, new float[] {0.9f, 0.4f, 0.6f, 0.1f, 0.5f}, 0.5f);
        close(matrix.precision(1), 2 / 3.0);
        close(matrix.recall(1), 2 / 3.0);
        close(matrix.fBeta(1, 2), 2 / 3.0);
        assertThat(new ConfusionMatrix(2).precision(1)).isZero();
    }

    /** scikit-learn's roc_auc_score and log_loss. */
    @Test
    void areaUnderTheCurve() {
        close(Classification.auc(new float[] {0, 0, 1, 1}, new float[] {0.1f, 0.4f, 0.35f, 0.8f}), 0.75);
        close(Classification.auc(new float[] {0, 1, 1, 0}, new float[] {0, 0.5f, 0, -0.0f}), 0.75);
        close(Classification.auc(new float[] {0, 1}, new float[] {3, 3}), 0.5);
        close(Classification.auc(new float[] {-1, 1, 1}, new float[] {-5, -4, 1e30f}), 1);
        assertThat(Classification.auc(new float[] {1, 1}, new float[] {1, 2})).isNaN();
    }

    @Test
    void logarithmicLoss() {
        close(Classification.logLoss(new float[] {1, 0, 0, 1}, new float[] {0.9f, 0.1f, 0.2f, 0.65f}), 0.216162);
        close(
                Classification.logLoss(new int[] {0, 2}, new float[] {0.5f, 0.25f, 0.25f, 0.25f, 0.5f, 0.25f}, 3),
                1.5 * Math.log(2));
        assertThat(Classification.logLoss(new float[] {1}, new float[] {0})).isFinite();
    }

    /** scikit-learn's examples for mean_absolute_error, r2_score and mean_pinball_loss. */
    @Test
    void errorsOfNumbers() {
        var actual = new float[] {3, -0.5f, 2, 7};
        var predicted = new float[] {2.5f, 0, 2, 8};
        close(Regression.mse(actual, predicted), 0.375);
        close(Regression.rmse(actual, predicted), Math.sqrt(0.375));
        close(Regression.mae(actual, predicted), 0.5);
        close(Regression.r2(actual, predicted), 0.948608);
        close(Regression.quantileLoss(new float[] {1, 2, 3}, new float[] {0, 2, 3}, 0.1), 0.1 / 3);
        close(Regression.quantileLoss(new float[] {1, 2, 3}, new float[] {1, 2, 4}, 0.1), 0.9 / 3);
        close(Regression.weightedQuantileLoss(new float[] {1, 3}, new float[] {3, 3}, 0.5), 2 * (0.5 * 2) / 4);
        assertThat(Regression.r2(new float[] {1, 1}, new float[] {1, 1})).isNaN();
    }

    @Test
    void silhouetteOfFourPointsOnALine() {
        var rows = DenseBatch.of(new float[][] {{0}, {1}, {10}, {11}});
        // 0: within 1, next (10 + 11) / 2; 1: within 1, next (9 + 10) / 2; the other two by symmetry.
        close(Clustering.silhouette(rows, new int[] {0, 0, 1, 1}, 2), (9.5 / 10.5 + 8.5 / 9.5) / 2);
        close(
                Clustering.silhouette(rows, new int[] {0, 1, 1, 1}, 2),
                (0 + (1 - 9.5) / 9.5 + (10 - 5) / 10.0 + (11 - 5.5) / 11.0) / 4);
    }

    @Test
    void recallOfNeighbours() {
        var truth = new int[][] {{1, 2, 3}, {4, 5, 6}};
        close(Ranking.recallAt(2, new int[][] {{2, 1, 9}, {9, 4, 5}}, truth), 0.75);
    }

    @Test
    void surpriseAndCoherence() {
        close(Topics.perplexity(-Math.log(8) * 5, 5), 8);
        // Four documents: {0, 1}, {0, 1}, {0}, {2}. p(0,1) = 1/2, p(0) = 3/4, p(1) = 1/2; 0 and 2 never together.
        var documents = new SparseBatch(
                4,
                3,
                new int[] {0, 2, 4, 5, 6},
                new int[] {0, 1, 0, 1, 0, 2},
                new float[] {1, 5, 1, 1, 1, 1},
                new float[0],
                0);
        double pair = Math.log(0.5 / (0.75 * 0.5)) / Math.log(2);
        close(Topics.npmi(new int[][] {{0, 1}, {0, 2}}, List.of(documents)), (pair - 1) / 2);
    }
}
