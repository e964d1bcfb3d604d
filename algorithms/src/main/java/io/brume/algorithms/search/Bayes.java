package io.brume.algorithms.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Suggests several configurations one after the other, from what is known of a search at one moment.
 *
 * <p>Trials that run count as if they had ended with the cost that the model expects of them (the Kriging believer of D.
 * Ginsbourger, R. Le Riche, L. Carraro, "Kriging Is Well-Suited to Parallelize Optimization", 2010), so that the next goes
 * elsewhere. Trials that failed count as if they were as bad as the worst.
 */
final class Bayes {
    private final SearchSpace space;
    private final Observations observations;
    private final Covariance covariance;
    private final double worst;

    /** Where the model expects something of a trial that has not ended, or knows that it failed. */
    private record Assumed(double[] point, boolean failed) {}

    private final List<Assumed> assumed = new ArrayList<>();

    Bayes(SearchSpace space, Observations observations) {
        this.space = space;
        this.observations = observations.atMost(Strategy.Bayesian.MODEL_LIMIT);
        covariance = CovarianceFit.of(
                observations.atMost(Strategy.Bayesian.FIT_LIMIT),
                space.owners(),
                space.parameters().size());
        worst = Arrays.stream(observations.values()).max().orElse(0);
    }

    void assume(Map<String, String> configuration, boolean failed) {
        double[] point = space.point(configuration);
        if (point != null) {
            assumed.add(new Assumed(point, failed));
        }
    }

    /** Null where every configuration of the space is taken. */
    @Nullable
    Map<String, String> suggest(Set<Map<String, String>> taken, SplittableRandom random) {
        var process = new GaussianProcess(observations, covariance);
        if (!assumed.isEmpty()) {
            double[][] points = assumed.stream().map(Assumed::point).toArray(double[][]::new);
            double[] values = new double[points.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = assumed.get(i).failed() ? worst : process.mean(points[i]);
            }
            process = new GaussianProcess(observations.with(points, values), covariance);
        }
        return new Proposal(space, process, taken, random).find();
    }
}
