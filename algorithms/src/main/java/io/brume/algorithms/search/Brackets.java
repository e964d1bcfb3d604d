package io.brume.algorithms.search;

import io.brume.algorithms.search.Trial.Measurement;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Hyperband's brackets, which halve successively without waiting for one another's trials.
 *
 * <p>A trial belongs to a bracket by its number, in the proportions that Hyperband has. Bracket s judges its trials at the
 * resources min·3ˢ, min·3ˢ⁺¹ and so on below the maximum: at each of these rungs a trial goes on only where it is among the best
 * third of those that have been there. L. Li et al., "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization"
 * (JMLR, 2018); L. Li et al., "A System for Massively Parallel Hyperparameter Tuning" (MLSys 2020) for not waiting.
 */
final class Brackets {
    private static final int REDUCTION = 3;

    private final int minimum;
    private final int maximum;
    /** How many of each round of trials are in the bracket of this number. */
    private final int[] shares;

    Brackets(Strategy.Hyperband strategy) {
        minimum = strategy.minimumResource();
        maximum = strategy.maximumResource();
        int last = 0;
        for (long rung = minimum; rung < maximum; rung *= REDUCTION) {
            last++;
        }
        shares = new int[last + 1];
        for (int s = 0; s <= last; s++) {
            // How often a trial of this bracket may be judged; with none, it runs to the end.
            int judged = last - s;
            shares[s] = (int) Math.ceil((last + 1) * Math.pow(REDUCTION, judged) / (judged + 1));
        }
    }

    int bracket(int trial) {
        int place = trial % Arrays.stream(shares).sum();
        int bracket = 0;
        while (place >= shares[bracket]) {
            place -= shares[bracket++];
        }
        return bracket;
    }

    Advice advise(List<Trial> trials, Trial running, Measurement latest, Goal goal) {
        if (latest.resource() >= maximum) {
            return Advice.FINISH;
        }
        int bracket = bracket(running.number());
        int before = running.measurements().stream()
                .mapToInt(Measurement::resource)
                .filter(resource -> resource < latest.resource())
                .max()
                .orElse(0);
        long rung = firstRung(bracket);
        while (rung <= before) {
            rung *= REDUCTION;
        }
        // A trial that reports seldom may pass several rungs at once; the highest counts.
        if (latest.resource() < rung || rung >= maximum) {
            return Advice.CONTINUE;
        }
        while (rung * REDUCTION <= latest.resource()) {
            rung *= REDUCTION;
        }
        long at = rung;
        double[] costs = trials.stream()
                .filter(trial -> trial.number() != running.number() && bracket(trial.number()) == bracket)
                .map(trial -> costAt(trial, at, goal))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        double own = goal.cost(latest.value());
        long better = Arrays.stream(costs).filter(cost -> cost < own).count();
        // The first two at a rung are let through: a third of them is no one.
        int seen = costs.length + 1;
        return seen < REDUCTION || better < seen / REDUCTION ? Advice.CONTINUE : Advice.STOP;
    }

    private long firstRung(int bracket) {
        long rung = minimum;
        for (int s = 0; s < bracket; s++) {
            rung *= REDUCTION;
        }
        return rung;
    }

    /** The cost at the first measurement that was at or above the rung. */
    private static OptionalDouble costAt(Trial trial, long rung, Goal goal) {
        return trial.measurements().stream()
                .filter(m -> m.resource() >= rung)
                .limit(1)
                .mapToDouble(m -> goal.cost(m.value()))
                .findFirst();
    }
}
