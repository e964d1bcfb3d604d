package io.brume.kernel.wire;

import static io.brume.kernel.wire.BodyProtocol.Formats.JSON;
import static io.brume.kernel.wire.Timestamps.EPOCH_SECONDS;

import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** restJson1: paths, queries and headers around a JSON body. */
public enum RestJsonProtocol implements Protocol {
    REST_JSON;

    @Override
    public void read(IncomingRequest request, Operation operation, Map<String, String> labels, SdkPojo builder)
            throws IOException {
        HttpBindings.read(request, operation, labels, builder);
        if (Streams.streamsIn(operation)) {
            return;
        }
        Structure structure = Structure.of(builder);
        SdkField<?> payload = structure.payload();
        if (payload != null) {
            byte[] body = request.bytes();
            if (body.length > 0) {
                payload.set(builder, payload(payload, body, request.limits().nesting()));
            }
        } else if (!structure.body().isEmpty()) {
            StructuredReader.read(
                    JSON, request.bytes(), EPOCH_SECONDS, request.limits().nesting(), builder);
        }
    }

    private static Object payload(SdkField<?> payload, byte[] body, int maxDepth) {
        return switch (payload.marshallingType().getKnownType()) {
            case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(body);
            case STRING -> IncomingRequest.text(body);
            default -> {
                SdkPojo nested = (SdkPojo) payload.constructor().get();
                StructuredReader.read(JSON, body, EPOCH_SECONDS, maxDepth, nested);
                yield ((Buildable) nested).build();
            }
        };
    }

    @Override
    public void write(Exchange exchange, Operation operation, SdkPojo response, String requestId) throws IOException {
        int status = HttpBindings.write(exchange, operation, response);
        Structure structure = Structure.of(response);
        SdkField<?> payload = structure.payload();
        if (payload == null) {
            boolean empty = status == 204 || status == 304;
            exchange.respond(
                    status,
                    empty ? null : "application/json",
                    empty ? new byte[0] : StructuredWriter.write(JSON, EPOCH_SECONDS, response, structure.body()));
            return;
        }
        String octets = HttpBindings.namesContentType(response) ? null : "application/octet-stream";
        switch (Structure.value(payload, response)) {
            case null -> exchange.respond(status, null, new byte[0]);
            case SdkBytes bytes -> exchange.respond(status, octets, bytes.asByteArrayUnsafe());
            case String text -> exchange.respond(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
            case SdkPojo nested ->
                exchange.respond(
                        status,
                        "application/json",
                        StructuredWriter.write(
                                JSON,
                                EPOCH_SECONDS,
                                nested,
                                Structure.of(nested).all()));
            default -> throw new IllegalStateException("cannot write the payload of " + operation.name());
        }
    }

    @Override
    public void writeError(Exchange exchange, WireError error, String requestId) throws IOException {
        exchange.setHeader("x-amzn-ErrorType", error.code());
        HttpBindings.write(exchange, error);
        exchange.respond(error.status(), "application/json", BodyProtocol.error(JSON, EPOCH_SECONDS, error));
    }
}
