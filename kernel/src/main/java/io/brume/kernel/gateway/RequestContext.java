package io.brume.kernel.gateway;

import io.brume.kernel.identity.Caller;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a service may know of the request that it answers besides its input.
 *
 * @param requestId as the caller gets it in {@code x-amzn-RequestId}
 * @param caller who asks, from where
 * @param sourceAddress the IP address that the request came from
 * @param form whether it is a browser's form that uploads an object to S3
 * @param behindTheBody what came behind the body, once that is read
 */
public record RequestContext(
        String requestId,
        Caller caller,
        String sourceAddress,
        boolean form,
        Supplier<Map<String, String>> behindTheBody) {

    /** Of a request of this machine's without anything behind its body. */
    public RequestContext(String requestId, Caller caller) {
        this(requestId, caller, "127.0.0.1", false, Map::of);
    }

    static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    /**
     * The context of the request that this thread answers.
     *
     * @throws java.util.NoSuchElementException outside of a request
     */
    public static RequestContext current() {
        return CURRENT.get();
    }

    /**
     * The trailing headers of the request, by lower-case names; empty when it has none. A trailing {@code x-amz-checksum-*} is
     * the body's: it was compared while the body was read.
     *
     * @throws IllegalStateException before the body was read to its end
     */
    public Map<String, String> trailers() {
        return behindTheBody.get();
    }
}
