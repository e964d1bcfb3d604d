package io.brume.algorithms.search;

import org.jspecify.annotations.Nullable;

/** How a search chooses configurations: the four strategies of SageMaker's automatic model tuning. */
public sealed interface Strategy {
    /** What is wrong with it for this space, or null. */
    @Nullable
    String problem(SearchSpace space);

    /**
     * By the expected improvement over the best so far, after a Gaussian process; the first few, from a quasi-random sequence.
     * Time for a suggestion grows with the cube of the number of trials, up to {@link #MODEL_LIMIT} of them.
     */
    record Bayesian() implements Strategy {
        /** From how many trials the covariance is fitted; of more, the best and an even selection. */
        public static final int FIT_LIMIT = 200;

        /** How many trials the model holds; of more, the best and an even selection. */
        public static final int MODEL_LIMIT = 500;

        @Override
        public @Nullable String problem(SearchSpace space) {
            return null;
        }
    }

    /** Evenly over the space's scales, each independent of the others. */
    record Random() implements Strategy {
        @Override
        public @Nullable String problem(SearchSpace space) {
            return null;
        }
    }

    /** Every combination of categories, once. */
    record Grid() implements Strategy {
        @Override
        public @Nullable String problem(SearchSpace space) {
            boolean categories = space.parameters().stream().allMatch(Parameter.Categorical.class::isInstance);
            if (!categories) {
                return "a grid search takes categorical parameters only";
            }
            return space.size() <= 1e15 ? null : "a grid of " + space.size() + " combinations is too large";
        }
    }

    /**
     * At random, and trials are stopped early where others have done better with as much resource.
     *
     * @param minimumResource before it no trial is stopped, such as 1 epoch
     * @param maximumResource what a trial may use at most
     */
    record Hyperband(int minimumResource, int maximumResource) implements Strategy {
        /** What SageMaker takes. */
        public static final int LIMIT = 20_000;

        @Override
        public @Nullable String problem(SearchSpace space) {
            if (minimumResource < 1 || maximumResource > LIMIT || minimumResource >= maximumResource) {
                return "Hyperband needs 1 <= minimum resource < maximum resource <= " + LIMIT + ", not "
                        + minimumResource + " and " + maximumResource;
            }
            return null;
        }
    }
}
