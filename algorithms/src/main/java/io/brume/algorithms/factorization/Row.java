package io.brume.algorithms.factorization;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;

/** A row's features that are not zero and their values, at {@code from} to {@code to - 1}; one row after the other. */
final class Row {
    int[] features = {};
    float[] values = {};
    int from;
    int to;
    private int[] ofDense = {};
    private float[] nonzero = {};

    /** Looks at a row. Sparse rows are looked at where they are, dense ones without their zeros. */
    void take(Batch batch, int row) {
        switch (batch) {
            case SparseBatch sparse -> {
                features = sparse.indices();
                values = sparse.values();
                from = sparse.starts()[row];
                to = sparse.starts()[row + 1];
            }
            case DenseBatch dense -> {
                if (ofDense.length < dense.columns()) {
                    ofDense = new int[dense.columns()];
                    nonzero = new float[dense.columns()];
                }
                features = ofDense;
                values = nonzero;
                from = 0;
                to = 0;
                for (int c = 0; c < dense.columns(); c++) {
                    float value = dense.values()[dense.offset(row) + c];
                    if (value != 0) {
                        features[to] = c;
                        values[to++] = value;
                    }
                }
            }
            case TextBatch _ -> throw new IllegalArgumentException("text has no features");
        }
    }
}
