package io.brume.algorithms.xgboost;

import io.brume.algorithms.BadModelException;

/**
 * What gblinear learns: a weight a column and output, and a bias. What is missing adds nothing.
 *
 * @param weights column by column, all outputs of each, the bias last
 * @param margin what outputs begin at
 */
@SuppressWarnings("ArrayRecordComponent")
record LinearModel(int columns, int outputs, float[] weights, float margin) {
    static final LinearModel NONE = new LinearModel(0, 0, new float[0], 0);

    LinearModel {
        if (weights.length != (columns + 1L) * outputs) {
            throw new BadModelException("XGBoost's model has " + weights.length + " weights for " + columns
                    + " columns and " + outputs + " outputs");
        }
    }

    void score(float[] values, int from, int stride, int rows, float[] into) {
        for (int r = 0; r < rows; r++) {
            int row = from + r * stride;
            for (int k = 0; k < outputs; k++) {
                float sum = margin + weights[columns * outputs + k];
                for (int c = 0; c < columns; c++) {
                    float value = values[row + c];
                    sum += Float.isNaN(value) ? 0 : value * weights[c * outputs + k];
                }
                into[r * outputs + k] = sum;
            }
        }
    }
}
