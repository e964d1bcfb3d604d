package io.brume.algorithms.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * What sets one of the models that are trained at once apart from the others. The first one is as the hyperparameters say, the
 * rest are close to it.
 *
 * @param positiveWeight what rows of class 1 weigh
 */
record Variant(double learningRate, double wd, double l1, double positiveWeight) {
    private static final double[] RATES = {1, 10, 0.3, 3};
    private static final double[] DECAYS = {1, 0.01, 100, 10};
    private static final int MOST = 32;
    /** Parameters that {@code auto} does not go beyond: some 64 MB with all that belongs to them. */
    private static final long BUDGET = 4_000_000;

    /** What {@code auto} lets Adam do in all of its steps but for the schedule, which makes about a fifth of it, and in one. */
    private static final double DISTANCE = 10;

    private static final double LEAST_RATE = 0.005;
    private static final double LARGEST_RATE = 0.3;

    /**
     * @param balanced the weight of class 1 at which both classes count the same
     * @param squaredNorm the mean of the rows' squared lengths, which bounds the curvature that descent has to cope with
     * @param steps how many there will be
     */
    static List<Variant> of(
            LinearLearnerHyperparameters settings, long parameters, double balanced, double squaredNorm, long steps) {
        Optimizer.Kind optimizer = settings.optimizer().orElse(Optimizer.Kind.ADAM);
        double rate = settings.learningRate()
                .orElse(optimizer == Optimizer.Kind.SGD ? Math.min(0.1, 0.25 / (squaredNorm + 1e-9)) : adaptive(steps));
        double wd = settings.wd().orElse(1e-4);
        double l1 = settings.l1().orElse(0);
        boolean weightByChoice = settings.positiveExampleWeightMult().equals("auto");
        double weight = switch (settings.positiveExampleWeightMult()) {
            case "balanced" -> balanced;
            case "auto" -> 1;
            default -> settings.positiveWeight();
        };
        int count = number(settings.numModels(), parameters);
        var random = new SplittableRandom(1);
        var variants = new ArrayList<>(List.of(new Variant(rate, wd, l1, weight)));
        for (int i = 1; i < count; i++) {
            boolean further = i >= MOST;
            double moreRate = further ? Math.pow(10, random.nextDouble(-1, 1)) : RATES[i % 4];
            double moreDecay = further ? Math.pow(10, random.nextDouble(-2, 2)) : DECAYS[i / 4 % 4];
            double moreL1 = i / 16 % 2 == 1 ? Math.max(l1 * 10, 1e-5) : l1;
            double otherWeight = weightByChoice ? Math.pow(balanced, i % 3 / 2.0) : weight;
            variants.add(new Variant(rate * moreRate, wd * moreDecay, moreL1, otherWeight));
        }
        return variants;
    }

    /** A step of Adam changes a weight by about the rate, however small the gradient: few steps have to be longer ones. */
    private static double adaptive(long steps) {
        return Math.clamp(DISTANCE / Math.max(1, steps), LEAST_RATE, LARGEST_RATE);
    }

    private static int number(OptionalInt wanted, long parameters) {
        return wanted.orElse((int) Math.clamp(BUDGET / Math.max(1, parameters), 1, MOST));
    }
}
