package io.brume.algorithms.search;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Finds the covariance that is most likely after the observations: gradient descent on the logarithms of its numbers from a few
 * starts, of which the best end is kept.
 *
 * <p>Rasmussen and Williams, equations 5.8 and 5.9, with log-normal priors. The prior of a length scale grows with the root of the
 * number of parameters, as distances do: C. Hvarfner, E. Hellsten, L. Nardi, "Vanilla Bayesian Optimization Performs Great in
 * High Dimensions" (ICML 2024).
 */
final class CovarianceFit implements Minimizer.Function {
    private static final int ITERATIONS = 60;
    private static final double[] STARTS = {0.5, 0.15, 2};

    // Medians and deviations of the priors; the deviations are of logarithms. Costs and places have a scale of 1.
    private static final double LENGTH = 0.25;
    private static final double LENGTH_DEVIATION = 1;
    private static final double NOISE = 1e-3;
    private static final double NOISE_DEVIATION = 2;

    private final Observations observations;
    private final int[] owners;
    private final int parameters;
    private final boolean tasks;
    private final double[] priorMeans;
    private final double[] priorDeviations;
    /** Squared differences of each pair, by parameter. */
    private final double[][][] squares;

    CovarianceFit(Observations observations, int[] owners, int parameters) {
        this.observations = observations;
        this.owners = owners;
        this.parameters = parameters;
        tasks = observations.haveOtherTasks();
        priorMeans = new double[parameters + 2 + (tasks ? 1 : 0)];
        priorDeviations = new double[priorMeans.length];
        Arrays.fill(priorMeans, 0, parameters, Math.log(LENGTH) + 0.5 * Math.log(parameters));
        Arrays.fill(priorDeviations, 0, parameters, LENGTH_DEVIATION);
        priorMeans[parameters] = 0;
        priorDeviations[parameters] = 1;
        priorMeans[parameters + 1] = Math.log(NOISE);
        priorDeviations[parameters + 1] = NOISE_DEVIATION;
        if (tasks) {
            // A logit.
            priorMeans[parameters + 2] = 1;
            priorDeviations[parameters + 2] = 1.5;
        }
        squares = squares();
    }

    static Covariance of(Observations observations, int[] owners, int parameters) {
        var fit = new CovarianceFit(observations, owners, parameters);
        int n = fit.priorMeans.length;
        var low = new double[n];
        var high = new double[n];
        Arrays.fill(low, 0, parameters, Math.log(0.01));
        Arrays.fill(high, 0, parameters, Math.log(100));
        low[parameters] = Math.log(0.01);
        high[parameters] = Math.log(100);
        low[parameters + 1] = Math.log(1e-8);
        high[parameters + 1] = Math.log(2);
        if (fit.tasks) {
            low[parameters + 2] = -6;
            high[parameters + 2] = 6;
        }
        Minimizer.Minimum best = Arrays.stream(STARTS)
                .mapToObj(length -> {
                    double[] start = fit.priorMeans.clone();
                    Arrays.fill(start, 0, parameters, Math.log(length));
                    return Minimizer.descend(fit, start, low, high, ITERATIONS);
                })
                .min(Comparator.comparingDouble(Minimizer.Minimum::value))
                .orElseThrow();
        return fit.covariance(best.x());
    }

    private Covariance covariance(double[] logs) {
        var lengths = new double[parameters];
        for (int i = 0; i < parameters; i++) {
            lengths[i] = Math.exp(logs[i]);
        }
        double likeness = tasks ? 1 / (1 + Math.exp(-logs[parameters + 2])) : 1;
        return new Covariance(owners, lengths, Math.exp(logs[parameters]), Math.exp(logs[parameters + 1]), likeness);
    }

    private double[][][] squares() {
        int n = observations.size();
        var all = new double[n][][];
        for (int i = 0; i < n; i++) {
            all[i] = new double[i][parameters];
            for (int j = 0; j < i; j++) {
                for (int c = 0; c < owners.length; c++) {
                    double difference =
                            observations.points()[i][c] - observations.points()[j][c];
                    all[i][j][owners[c]] += difference * difference;
                }
            }
        }
        return all;
    }

    /** The negative logarithm of the posterior density, but for a constant. */
    @Override
    public double at(double[] logs, double[] gradient) {
        var covariance = covariance(logs);
        double[][] matrix = covariance.matrix(observations);
        Cholesky cholesky = Cholesky.of(matrix);
        if (cholesky == null) {
            return Double.POSITIVE_INFINITY;
        }
        double[] half = cholesky.forward(observations.values());
        double value = cholesky.halfLogDeterminant();
        for (double h : half) {
            value += h * h / 2;
        }
        slopes(covariance, matrix, cholesky.inverse(), cholesky.backward(half), gradient);
        for (int i = 0; i < logs.length; i++) {
            double off = (logs[i] - priorMeans[i]) / priorDeviations[i];
            value += off * off / 2;
            gradient[i] += off / priorDeviations[i];
        }
        return value;
    }

    /** Half the trace of (K⁻¹ - α·αᵀ) times the derivative of K by the logarithm of each number. */
    private void slopes(
            Covariance covariance, double[][] matrix, double[][] inverse, double[] alpha, double[] gradient) {
        Arrays.fill(gradient, 0);
        var weights = new double[parameters];
        for (int p = 0; p < parameters; p++) {
            weights[p] = 1 / (covariance.lengthScales()[p] * covariance.lengthScales()[p]);
        }
        for (int i = 0; i < observations.size(); i++) {
            for (int j = 0; j < i; j++) {
                double share = inverse[i][j] - alpha[i] * alpha[j];
                double[] square = squares[i][j];
                double distance = 0;
                for (int p = 0; p < parameters; p++) {
                    distance += square[p] * weights[p];
                }
                double r = Covariance.ROOT_5 * Math.sqrt(distance);
                boolean other = observations.tasks()[i] != observations.tasks()[j];
                double slope = share
                        * covariance.variance()
                        * 5
                        / 3
                        * (1 + r)
                        * Math.exp(-r)
                        * (other ? covariance.likeness() : 1);
                for (int p = 0; p < parameters; p++) {
                    gradient[p] += slope * square[p] * weights[p];
                }
                gradient[parameters] += share * matrix[i][j];
                if (other) {
                    gradient[parameters + 2] += share * matrix[i][j] * (1 - covariance.likeness());
                }
            }
            double share = (inverse[i][i] - alpha[i] * alpha[i]) / 2;
            gradient[parameters] += share * covariance.variance();
            gradient[parameters + 1] += share * covariance.noise();
        }
    }
}
