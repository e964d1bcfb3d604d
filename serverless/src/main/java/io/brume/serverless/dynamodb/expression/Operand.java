package io.brume.serverless.dynamodb.expression;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What stands for a value in an expression. */
public sealed interface Operand {

    /** The value at a path. */
    record At(Path path) implements Operand {}

    /** A value of the request. */
    record Constant(AttributeValue value) implements Operand {}

    /** How large the value at a path is. */
    record Size(Path path) implements Operand {}

    /** The value at a path, or another where there is none. */
    record IfNotExists(Path path, Operand otherwise) implements Operand {}

    /** Two lists as one. */
    record ListAppend(Operand first, Operand second) implements Operand {}

    /** A sum or a difference. */
    record Arithmetic(boolean plus, Operand left, Operand right) implements Operand {}
}
