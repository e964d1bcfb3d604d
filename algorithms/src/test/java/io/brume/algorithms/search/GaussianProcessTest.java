package io.brume.algorithms.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GaussianProcessTest {
    @Test
    void theExpectedImprovementIsExactInItsTail() {
        assertThat(Math.exp(Normal.logImprovement(0))).isEqualTo(0.3989422804014327, within(1e-15));
        assertThat(Normal.cumulative(1.96)).isEqualTo(0.9750021048517795, within(1e-13));
        assertThat(Normal.cumulative(-6)).isEqualTo(9.865876450376946e-10, within(1e-22));
        assertThat(Math.exp(Normal.logImprovement(-5))).isEqualTo(5.346161e-8, within(1e-13));
        // h(-t) tends to φ(t) / t².
        assertThat(Normal.logImprovement(-1e6)).isEqualTo(Normal.logDensity(1e6) - 2 * Math.log(1e6), within(1e-6));
        for (double z : new double[] {-50, -8, -1.0001, -0.9999, 0, 0.5, 1.5, 9}) {
            double slope = (Normal.logImprovement(z + 1e-6) - Normal.logImprovement(z - 1e-6)) / 2e-6;
            assertThat(Normal.improvementSlope(z)).isEqualTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void theGradientsAreThoseOfTheFunctions() {
        Observations observations = observations(20, 3, true);
        int[] owners = {0, 1, 2};
        var fit = new CovarianceFit(observations, owners, 3);
        var at = new double[] {-1, 0.3, 0.8, 0.2, -4, 0.5};
        var gradient = new double[at.length];
        fit.at(at, gradient);
        assertSlopes(gradient, at, x -> fit.at(x, new double[x.length]));
        var process =
                new GaussianProcess(observations, new Covariance(owners, new double[] {0.4, 0.7, 2}, 1, 1e-3, 0.6));
        var point = new double[] {0.2, 0.9, 0.4};
        var slopes = new double[3];
        double value = process.logExpectedImprovement(point, -1, slopes);
        assertThat(value).isEqualTo(process.logExpectedImprovement(point, -1));
        assertSlopes(slopes, point, x -> process.logExpectedImprovement(x, -1));
    }

    private interface Function {
        double at(double[] x);
    }

    private static void assertSlopes(double[] gradient, double[] at, Function f) {
        for (int i = 0; i < at.length; i++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[i] += 1e-5;
            below[i] -= 1e-5;
            double slope = (f.at(above) - f.at(below)) / 2e-5;
            assertThat(gradient[i]).isEqualTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void itGoesThroughWhatWasObservedAndFindsWhichParameterMatters() {
        Observations observations = observations(40, 2, false);
        Covariance covariance = CovarianceFit.of(observations, new int[] {0, 1}, 2);
        assertThat(covariance.lengthScales()[1]).isGreaterThan(10 * covariance.lengthScales()[0]);
        var process = new GaussianProcess(observations, covariance);
        for (int i = 0; i < observations.size(); i++) {
            assertThat(process.mean(observations.points()[i]))
                    .isEqualTo(observations.values()[i], within(0.02));
        }
        // In between it knows the wave to a few hundredths.
        for (double x = 0.1; x < 0.9; x += 0.1) {
            assertThat(process.mean(new double[] {x, 0.5})).isEqualTo(Math.sin(6 * x), within(0.05));
        }
    }

    /** A wave of the first coordinate; of every third row for another task, where told so. */
    private static Observations observations(int n, int dimensions, boolean tasks) {
        var random = new SplittableRandom(1);
        var points = new double[n][];
        var values = new double[n];
        var of = new int[n];
        for (int i = 0; i < n; i++) {
            points[i] = random.doubles(dimensions).toArray();
            values[i] = Math.sin(6 * points[i][0]);
            of[i] = tasks && i % 3 == 0 ? 1 : 0;
        }
        return new Observations(points, values, of);
    }

    @Test
    void pointsThatAreTheSameDoNotStopTheFactorisation() {
        var points = new double[30][];
        Arrays.fill(points, new double[] {0.5});
        var same = new Observations(points, new double[30], new int[30]);
        var process = new GaussianProcess(same, new Covariance(new int[] {0}, new double[] {1}, 1, 0, 1));
        assertThat(process.mean(new double[] {0.5})).isEqualTo(0, within(1e-9));
    }

    @Test
    void ofManyObservationsTheBestAndAnEvenSelectionStay() {
        Observations all = observations(1000, 1, false);
        Observations kept = all.atMost(100);
        assertThat(kept.size()).isEqualTo(100);
        double[] sorted = Arrays.stream(all.values()).sorted().limit(50).toArray();
        assertThat(kept.values()).contains(sorted);
    }

    @Test
    void theMinimizerFollowsACurvedValleyAndStaysInItsBox() {
        Minimizer.Function rosenbrock = (x, g) -> {
            double a = x[1] - x[0] * x[0];
            g[0] = -400 * x[0] * a - 2 * (1 - x[0]);
            g[1] = 200 * a;
            return 100 * a * a + (1 - x[0]) * (1 - x[0]);
        };
        double[] start = {-1.2, 1};
        double[] low = {-2, -2};
        assertThat(Minimizer.descend(rosenbrock, start, low, new double[] {2, 2}, 200)
                        .x())
                .containsExactly(new double[] {1, 1}, within(1e-3));
        // With x at most 0.5 the least is on that side, at y = x².
        assertThat(Minimizer.descend(rosenbrock, start, low, new double[] {0.5, 2}, 200)
                        .x())
                .containsExactly(new double[] {0.5, 0.25}, within(1e-3));
    }

    @Test
    void outputsBecomeNormal() {
        var random = new SplittableRandom(3);
        double[] skewed = random.doubles(500).map(u -> Math.exp(3 * u * u)).toArray();
        // Their skewness is about 1.9.
        double[] normal = Outputs.normalized(skewed);
        assertThat(Arrays.stream(normal).average().orElseThrow()).isEqualTo(0, within(1e-9));
        double skewness = Arrays.stream(normal).map(v -> v * v * v).average().orElseThrow();
        assertThat(Math.abs(skewness)).isLessThan(0.6);
        assertThat(Outputs.normalized(new double[] {7, 7, 7})).containsOnly(0);
        assertThat(Outputs.normalized(new double[] {-Double.MAX_VALUE, 0, Double.MAX_VALUE}))
                .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }
}
