package io.brume.kernel.gateway;

import io.brume.kernel.identity.RequestHead;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.wire.Exchange;
import java.io.IOException;

/** A service that also answers HTTP requests which are no calls of AWS's API, such as those to a function's URL. Thread-safe. */
public interface Site {

    /** Whether a request is one of these; asked of every request, so it looks at the host or the path and at nothing else. */
    boolean serves(RequestHead head);

    /**
     * Answers such a request.
     *
     * @param verifier tells who has signed it, for sites that want to know
     * @throws IOException when the connection failed, or an answer that has begun cannot be finished
     */
    void answer(Exchange exchange, SignatureVerifier verifier) throws IOException;
}
