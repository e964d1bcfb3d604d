package io.brume.kernel.gateway;

import io.brume.kernel.identity.Caller;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a service may know of the request that it answers besides its input.
 *
 * @param requestId as the caller gets it in {@code x-amzn-RequestId}
 * @param caller who asks, from where
 * @param host as its header names it, unchecked; null when it does not
 * @param sourceAddress the IP address that the request came from
 * @param form whether it is a browser's form that uploads an object to S3
 * @param behindTheBody what came behind the body, once that is read
 */
public record RequestContext(
        String requestId,
        Caller caller,
        @Nullable String host,
        String sourceAddress,
        boolean form,
        Supplier<Map<String, String>> behindTheBody) {

    /** Of a request of this machine's without anything behind its body. */
    public RequestContext(String requestId, Caller caller) {
        this(requestId, caller, null, "127.0.0.1", false, Map::of);
    }

    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.\\-_]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:[0-9]{1,5})?");
    private static final String UNNAMED = "http://localhost";

    /**
     * The context of the request that this thread answers.
     *
     * @throws java.util.NoSuchElementException outside of a request
     */
    public static RequestContext current() {
        return CURRENT.get();
    }

    /** Does some work as this request's. */
    public <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
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

    /** This server as the caller addressed it, such as {@code http://127.0.0.1:4566}; without a slash at its end. */
    public String endpoint() {
        return host == null || !HOST.matcher(host).matches() ? UNNAMED : "http://" + host;
    }
}
