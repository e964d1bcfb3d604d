package io.brume.kernel.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import io.brume.kernel.wire.StructuredWriter.ErrorHead;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** The protocols that put everything into one body: awsJson 1.0 and 1.1, rpcv2Cbor, and the CBOR of Kinesis's Java client. */
public enum BodyProtocol implements Protocol {
    JSON_1_0("application/x-amz-json-1.0", Formats.JSON, Timestamps.EPOCH_SECONDS),
    JSON_1_1("application/x-amz-json-1.1", Formats.JSON, Timestamps.EPOCH_SECONDS),
    RPC_V2_CBOR("application/cbor", Formats.CBOR, Timestamps.EPOCH_SECONDS),
    KINESIS_CBOR("application/x-amz-cbor-1.1", Formats.CBOR, Timestamps.EPOCH_MILLIS);

    /** The parsers' factories, with limits against hostile bodies. */
    static final class Formats {

        /** The parsers' own bound, also on what is skipped; requests are held to a lower, configured one. */
        private static final int MAX_NESTING = 1000;

        private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxNumberLength(512)
                .maxStringLength(Integer.MAX_VALUE)
                .build();

        static final JsonFactory JSON = JsonFactory.builder()
                .streamReadConstraints(CONSTRAINTS)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();

        static final JsonFactory CBOR =
                CBORFactory.builder().streamReadConstraints(CONSTRAINTS).build();

        private Formats() {}
    }

    private final String contentType;
    private final JsonFactory format;
    private final Timestamps timestamps;

    BodyProtocol(String contentType, JsonFactory format, Timestamps timestamps) {
        this.contentType = contentType;
        this.format = format;
        this.timestamps = timestamps;
    }

    @Override
    public void read(IncomingRequest request, Operation operation, Map<String, String> labels, SdkPojo builder)
            throws IOException {
        StructuredReader.read(
                format, request.bytes(), timestamps, request.limits().nesting(), builder);
    }

    @Override
    public void write(Exchange exchange, Operation operation, SdkPojo response, String requestId) throws IOException {
        byte[] body = StructuredWriter.write(
                format, timestamps, response, Structure.of(response).all());
        respond(exchange, 200, body);
    }

    @Override
    public void writeError(Exchange exchange, WireError error, String requestId) throws IOException {
        if (!error.queryCode().equals(error.code()) && error.members() != null) {
            exchange.setHeader("x-amzn-query-error", error.queryCode() + (error.isSenders() ? ";Sender" : ";Receiver"));
        }
        respond(exchange, error.status(), error(format, timestamps, error));
    }

    /** An error's body: type, message and modelled members. */
    static byte[] error(JsonFactory format, Timestamps timestamps, WireError error) {
        @Nullable SdkPojo members = error.members();
        return StructuredWriter.write(
                format,
                timestamps,
                new ErrorHead(error.code(), error.messageMember(), error.message()),
                members,
                members == null ? List.of() : Structure.of(members).body());
    }

    private void respond(Exchange exchange, int status, byte[] body) throws IOException {
        if (this == RPC_V2_CBOR) {
            exchange.setHeader("smithy-protocol", "rpc-v2-cbor");
        }
        exchange.respond(status, contentType, body);
    }
}
