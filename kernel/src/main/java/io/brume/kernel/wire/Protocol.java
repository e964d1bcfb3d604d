package io.brume.kernel.wire;

import io.brume.kernel.operation.Operation;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** One of AWS's wire protocols: how a request is read, an answer and an error written. */
public sealed interface Protocol permits BodyProtocol, QueryProtocol, RestJsonProtocol, RestXmlProtocol {

    /**
     * Fills a request's builder.
     *
     * @param labels what the path's variables stand for
     * @throws Fault when the request is not what the operation takes
     */
    void read(IncomingRequest request, Operation operation, Map<String, String> labels, SdkPojo builder)
            throws IOException;

    void write(Exchange exchange, Operation operation, SdkPojo response, String requestId) throws IOException;

    void writeError(Exchange exchange, WireError error, String requestId) throws IOException;
}
