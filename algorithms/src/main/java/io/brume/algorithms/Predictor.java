package io.brume.algorithms;

import io.brume.algorithms.data.Batch;
import java.util.List;

/** A model that scores rows. Safe for use by several threads at once. */
public interface Predictor extends AutoCloseable {
    /**
     * One prediction a row, in the rows' order. Labels that the batch may carry are not looked at.
     *
     * @throws BadDataException where rows do not have the model's width or kind
     */
    List<Prediction> predict(Batch rows);

    /** Frees what the model holds outside the heap; most hold nothing. */
    @Override
    default void close() {}
}
