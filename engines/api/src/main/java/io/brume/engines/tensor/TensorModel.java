package io.brume.engines.tensor;

/** A model that makes a table of numbers of another. Safe for use by several threads at once. */
public interface TensorModel extends AutoCloseable {

    /**
     * Computes the model's output.
     *
     * @param values rows one after the other, {@code rows * columns} numbers
     * @return a row for each row of the input, as many numbers in each
     * @throws TensorModelException when the model does not take such a table, or answers with something else than one
     */
    float[][] run(float[] values, int rows, int columns) throws TensorModelException;

    /** Frees what the model holds outside the heap; nobody runs it any more. */
    @Override
    void close();
}
