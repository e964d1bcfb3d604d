package io.brume.algorithms.factorization;

import java.util.concurrent.atomic.AtomicInteger;

/** What Adam remembers of every weight. */
final class Moments {
    final float[] first;
    final float[] second;
    final float[] biasFirst = new float[1];
    final float[] biasSecond = new float[1];
    /** The step in which a feature last occurred. */
    final int[] touched;

    final AtomicInteger steps = new AtomicInteger();

    Moments(Parameters parameters) {
        first = new float[parameters.w.length];
        second = new float[parameters.w.length];
        touched = new int[parameters.features];
    }
}
