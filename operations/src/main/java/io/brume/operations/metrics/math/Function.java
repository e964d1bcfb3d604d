package io.brume.operations.metrics.math;

import java.util.List;

/** A function of metric math. */
@FunctionalInterface
interface Function {

    /** @throws MathException when the arguments are too few, too many or of the wrong types */
    Value of(List<Value> arguments, Expression.Inputs inputs);
}
