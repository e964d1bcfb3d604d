package io.brume.kernel.gateway;

import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.RequestHead;
import java.util.regex.Pattern;

/**
 * What a service may know of the request that it answers besides its input.
 *
 * @param requestId as the caller gets it in {@code x-amzn-RequestId}
 * @param caller who asks, from where
 * @param endpoint this server as the caller addressed it, such as {@code http://127.0.0.1:4566}; without a slash at its end
 */
public record RequestContext(String requestId, Caller caller, String endpoint) {

    static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

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

    /** The endpoint that a request's Host header names. */
    static String endpoint(RequestHead head) {
        String host = head.header("host");
        return host == null || !HOST.matcher(host).matches() ? UNNAMED : "http://" + host;
    }
}
