package io.brume.kernel.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One AWS service, as its index file describes it.
 *
 * @param client the SDK's synchronous client interface, or the asynchronous one where there is no other
 * @param asyncClient the SDK's asynchronous client interface, which alone has event-stream operations
 * @param serviceId the service's name in metrics and logs, such as {@code SageMaker Runtime}
 * @param signingName the service in a Signature V4 credential scope
 * @param protocol the protocol that REST-like and query requests are read with
 * @param targetPrefix what precedes the operation in {@code X-Amz-Target}; null when AWS names none
 * @param apiVersion the {@code Version} of query requests
 * @param xmlNamespace the namespace of XML answers, null where there is none
 * @param queryCompatible whether JSON errors also carry the code that the query protocol gave them
 * @param shapes constrained shapes by name, all that operations' inputs reach
 */
public record ServiceModel(
        String client,
        String asyncClient,
        String serviceId,
        String signingName,
        Protocol protocol,
        @Nullable String targetPrefix,
        @Nullable String apiVersion,
        @Nullable String xmlNamespace,
        boolean queryCompatible,
        List<OperationModel> operations,
        List<ErrorModel> errors,
        Map<String, Shape> shapes) {

    /** The protocol families of the SDK's own clients. */
    public enum Protocol {
        JSON,
        REST_JSON,
        REST_XML,
        QUERY
    }
}
