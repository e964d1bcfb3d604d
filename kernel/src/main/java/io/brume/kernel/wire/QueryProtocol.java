package io.brume.kernel.wire;

import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** awsQuery: a form in, XML out. */
public enum QueryProtocol implements Protocol {
    QUERY;

    @Override
    public void read(IncomingRequest request, Operation operation, Map<String, String> labels, SdkPojo builder)
            throws IOException {
        QueryReader.read(
                request.form(), QueryNames.of(operation), request.limits().nesting(), builder);
    }

    @Override
    public void write(Exchange exchange, Operation operation, SdkPojo response, String requestId) throws IOException {
        String name = operation.name();
        var xml = new XmlWriter(QueryNames.of(operation))
                .open(name + "Response", operation.service().model().xmlNamespace())
                .open(name + "Result")
                .members(response, Structure.of(response).all())
                .close(name + "Result")
                .open("ResponseMetadata")
                .element("RequestId", requestId)
                .close("ResponseMetadata")
                .close(name + "Response");
        respond(exchange, 200, xml);
    }

    @Override
    public void writeError(Exchange exchange, WireError error, String requestId) throws IOException {
        var xml = new XmlWriter()
                .open("ErrorResponse")
                .open("Error")
                .element("Type", error.isSenders() ? "Sender" : "Receiver")
                .element("Code", error.queryCode())
                .element("Message", error.message());
        @Nullable SdkPojo members = error.members();
        if (members != null) {
            xml.members(members, Structure.of(members).body());
        }
        respond(
                exchange,
                error.status(),
                xml.close("Error").element("RequestId", requestId).close("ErrorResponse"));
    }

    private static void respond(Exchange exchange, int status, XmlWriter xml) throws IOException {
        exchange.respond(status, "text/xml", xml.toString().getBytes(StandardCharsets.UTF_8));
    }
}
