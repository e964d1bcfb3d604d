package io.brume.algorithms.search;

/** Whether small or large values of the objective are good. */
public enum Goal {
    MINIMIZE,
    MAXIMIZE;

    /** The value, or its negative where large is good: what is always to be minimised. */
    double cost(double value) {
        return this == MINIMIZE ? value : -value;
    }
}
