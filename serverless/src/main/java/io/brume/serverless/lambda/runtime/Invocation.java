package io.brume.serverless.lambda.runtime;

import org.jspecify.annotations.Nullable;

/**
 * One event for a function.
 *
 * @param arn of the function as its caller named it
 * @param clientContext JSON that mobile clients send; null for none
 * @param tail whether the end of the log is wanted with the outcome
 * @param receiver takes the answer part by part; null to have it as a whole
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Invocation(
        String requestId,
        String arn,
        byte[] payload,
        @Nullable String clientContext,
        boolean tail,
        @Nullable Receiver receiver) {

    /** Takes an answer as it comes. Called by one thread at a time. */
    public interface Receiver {
        /**
         * The answer begins.
         *
         * @param contentType what the function says of it
         */
        void begin(@Nullable String contentType) throws InterruptedException;

        void part(byte[] bytes) throws InterruptedException;
    }
}
