package io.brume.kernel.model;

import org.jspecify.annotations.Nullable;

/**
 * One operation and how the SDK's client calls it.
 *
 * @param name the operation's name on the wire
 * @param method the client interface's method
 * @param descriptor the method's type, as byte code writes it
 * @param request the request class
 * @param httpMethod the method that a REST protocol uses
 * @param uri the URI template that a REST protocol uses, with constant query parameters
 * @param status the HTTP status of a success, 0 when the model names none
 * @param target the full {@code X-Amz-Target}, null outside the JSON protocols
 * @param input the name of the constrained input shape, null when nothing is known of it
 */
public record OperationModel(
        String name,
        String method,
        String descriptor,
        String request,
        Kind kind,
        String httpMethod,
        String uri,
        int status,
        @Nullable String target,
        @Nullable String input) {

    /** How a method takes its input and gives its output. */
    public enum Kind {
        /** Request in, response out. */
        PLAIN,
        /** A streamed request body. */
        STREAM_IN,
        /** A streamed response body. */
        STREAM_OUT,
        /** Both bodies streamed. */
        STREAM_IN_OUT,
        /** Events out, on the asynchronous interface. */
        EVENTS_OUT,
        /** Events in, on the asynchronous interface. */
        EVENTS_IN,
        /** Events both ways, on the asynchronous interface. */
        EVENTS_IN_OUT
    }
}
