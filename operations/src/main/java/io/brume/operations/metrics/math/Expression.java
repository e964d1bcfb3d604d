package io.brume.operations.metrics.math;

import java.util.List;

/** An expression of CloudWatch's metric math, read and ready to be calculated. */
public interface Expression {

    /** What an expression is calculated with. */
    interface Inputs {

        /**
         * A metric or the result of another expression.
         *
         * @throws MathException when there is none of that id
         */
        Value of(String id);

        /** All metrics of the request, without expressions. */
        List<Value.Series> metrics();

        /** The moments of series that the expression makes out of numbers. */
        Grid grid();
    }

    /**
     * Reads an expression.
     *
     * @throws MathException when it is none
     */
    static Expression parse(String text) {
        return new Parser(text).expression();
    }

    /** @throws MathException when the operands' types do not fit */
    Value in(Inputs inputs);
}
