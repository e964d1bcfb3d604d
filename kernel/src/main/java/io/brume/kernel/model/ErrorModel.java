package io.brume.kernel.model;

import org.jspecify.annotations.Nullable;

/**
 * A modelled error.
 *
 * @param exception the exception's class name
 * @param code the code that JSON and REST answers carry
 * @param status the HTTP status
 * @param queryCode the code in the query protocol, where it differs
 * @param messageMember the name of the member that carries the message: {@code message} or {@code Message}
 */
public record ErrorModel(
        String exception, String code, int status, @Nullable String queryCode, String messageMember) {}
