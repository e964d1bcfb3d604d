package io.brume.algorithms;

import java.util.List;

/** What a model says about one row. The arrays belong to the receiver. */
public sealed interface Prediction {
    /** A number: a regression's value, an anomaly score, a pair's affinity. */
    record Score(float score) implements Prediction {}

    /**
     * A class.
     *
     * @param label the class, as the number that stood in the training data
     * @param scores binary: one element, the score of class 1; otherwise one element a class
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Classified(float label, float[] scores) implements Prediction {}

    /** The nearest cluster, counted from 0, and the Euclidean distance to its centre. */
    record Clustered(int cluster, float distance) implements Prediction {}

    /** A point elsewhere: a projection, a mixture of topics, an embedding. */
    @SuppressWarnings("ArrayRecordComponent")
    record Projected(float[] values) implements Prediction {}

    /** What the nearest neighbours say together, their labels and their distances, the nearest first. */
    @SuppressWarnings("ArrayRecordComponent")
    record Neighboured(float label, float[] labels, float[] distances) implements Prediction {}

    /** Classes with names, the most probable first. */
    @SuppressWarnings("ArrayRecordComponent")
    record Named(List<String> labels, float[] probabilities) implements Prediction {}
}
