package io.brume.kernel.wire;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.model.OperationModel.Kind;
import io.brume.kernel.operation.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Bodies that pass through without being held: the request's to the service, the service's to the caller. */
public final class Streams {

    private Streams() {}

    /** Whether an operation's request body is not a structure but a stream. */
    static boolean streamsIn(Operation operation) {
        return switch (operation.model().kind()) {
            case STREAM_IN, STREAM_IN_OUT, EVENTS_IN, EVENTS_IN_OUT -> true;
            case PLAIN, STREAM_OUT, EVENTS_OUT -> false;
        };
    }

    /** Calls an operation that streams one way or both, and writes its answer. */
    public static void call(
            IncomingRequest request, Operation operation, Protocol protocol, SdkPojo input, String requestId)
            throws Throwable {
        Exchange exchange = request.exchange();
        Kind kind = operation.model().kind();
        if (kind == Kind.STREAM_IN) {
            var response = (SdkPojo) requireNonNull(operation.invoke(input, body(request)));
            protocol.write(exchange, operation, response, requestId);
        } else if (kind == Kind.STREAM_OUT) {
            operation.invoke(input, answer(exchange, operation));
        } else {
            operation.invoke(input, body(request), answer(exchange, operation));
        }
    }

    private static RequestBody body(IncomingRequest request) {
        String type = request.header("Content-Type");
        return new PassingBody(
                () -> {
                    try {
                        return request.stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                type == null ? "application/octet-stream" : type);
    }

    /** A body that can be read once. The SDK's own factories hold what was read, to be able to begin again. */
    private static final class PassingBody extends RequestBody {
        PassingBody(ContentStreamProvider provider, String type) {
            super(provider, null, type);
        }
    }

    private static ResponseTransformer<SdkPojo, Boolean> answer(Exchange exchange, Operation operation) {
        return (response, in) -> {
            exchange.status(HttpBindings.write(exchange, operation, response));
            try (in;
                    OutputStream out = exchange.respond(HttpBindings.contentLength(response))) {
                in.delegate().transferTo(out); // the wrapper itself would copy by small buffers
            }
            return true;
        };
    }
}
