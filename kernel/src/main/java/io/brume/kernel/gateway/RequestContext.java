package io.brume.kernel.gateway;

import io.brume.kernel.identity.Caller;

/**
 * What a service may know of the request that it answers besides its input.
 *
 * @param requestId as the caller gets it in {@code x-amzn-RequestId}
 * @param caller who asks, from where
 */
public record RequestContext(String requestId, Caller caller) {

    static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    /**
     * The context of the request that this thread answers.
     *
     * @throws java.util.NoSuchElementException outside of a request
     */
    public static RequestContext current() {
        return CURRENT.get();
    }
}
