package io.brume.kernel.wire;

import io.brume.kernel.identity.DeclaredDigests;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** restXml as S3 speaks it: paths, queries and headers around an XML body. */
public enum RestXmlProtocol implements Protocol {
    REST_XML;

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final String PROLOGUE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    @Override
    public void read(IncomingRequest request, Operation operation, Map<String, String> labels, SdkPojo builder)
            throws IOException {
        HttpBindings.read(request, operation, labels, builder);
        if (Streams.streamsIn(operation)) {
            return;
        }
        Structure structure = Structure.of(builder);
        SdkField<?> payload = structure.payload();
        if (payload == null && structure.body().isEmpty()) {
            return;
        }
        byte[] body = request.bytes();
        DeclaredDigests.check(request.exchange(), body);
        if (body.length == 0) {
            return;
        }
        int depth = request.limits().nesting();
        if (payload == null) {
            XmlReader.read(XmlTree.parse(body, depth), structure.body(), builder);
            return;
        }
        payload.set(
                builder,
                switch (payload.marshallingType().getKnownType()) {
                    case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(body);
                    case STRING -> IncomingRequest.text(body);
                    default -> {
                        SdkPojo nested = (SdkPojo) payload.constructor().get();
                        XmlReader.read(
                                XmlTree.parse(body, depth), Structure.of(nested).all(), nested);
                        yield ((Buildable) nested).build();
                    }
                });
    }

    @Override
    public void write(Exchange exchange, Operation operation, SdkPojo response, String requestId) throws IOException {
        int status = HttpBindings.write(exchange, operation, response);
        Structure structure = Structure.of(response);
        SdkField<?> payload = structure.payload();
        if (payload != null) {
            switch (Structure.value(payload, response)) {
                case null -> exchange.respond(status, null, new byte[0]);
                case SdkBytes bytes -> exchange.respond(status, null, bytes.asByteArrayUnsafe());
                case String text
                when operation.name().equals("GetBucketLocation") -> {
                    // The one text of S3's that is an element rather than the body itself.
                    String root = payload.unmarshallLocationName();
                    xml(
                            exchange,
                            status,
                            new XmlWriter().open(root, NAMESPACE).text(text).close(root));
                }
                case String text -> exchange.respond(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
                case SdkPojo nested ->
                    xml(
                            exchange,
                            status,
                            new XmlWriter()
                                    .open(payload.unmarshallLocationName(), NAMESPACE)
                                    .members(nested, Structure.of(nested).all())
                                    .close(payload.unmarshallLocationName()));
                default -> throw new IllegalStateException("cannot write the payload of " + operation.name());
            }
        } else if (exchange.method().equals("HEAD")) {
            exchange.status(status);
            exchange.respond(HttpBindings.contentLength(response)).close();
        } else if (structure.body().isEmpty()) {
            boolean deleted = operation.model().httpMethod().equals("DELETE") && status == 200;
            exchange.respond(deleted ? 204 : status, null, new byte[0]);
        } else {
            String root = operation.name() + "Result";
            xml(
                    exchange,
                    status,
                    new XmlWriter()
                            .open(root, NAMESPACE)
                            .members(response, structure.body())
                            .close(root));
        }
    }

    @Override
    public void writeError(Exchange exchange, WireError error, String requestId) throws IOException {
        HttpBindings.write(exchange, error);
        if (error.status() == 304) {
            exchange.respond(304, null, new byte[0]); // nothing follows its head
            return;
        }
        var xml = new XmlWriter().open("Error").element("Code", error.s3Code()).element("Message", error.message());
        error.s3Details().forEach(xml::element);
        xml(
                exchange,
                error.status(),
                xml.element("RequestId", requestId)
                        .element("HostId", hostId(requestId))
                        .close("Error"));
    }

    /** Sets what every answer of S3's has. */
    public static void begin(Exchange exchange, String requestId) {
        exchange.setHeader("x-amz-request-id", requestId);
        exchange.setHeader("x-amz-id-2", hostId(requestId));
        exchange.setHeader("Server", "AmazonS3");
    }

    /** S3's second request id: opaque, and made of the first. */
    private static String hostId(String requestId) {
        return Base64.getEncoder().encodeToString(("brume/" + requestId).getBytes(StandardCharsets.UTF_8));
    }

    private static void xml(Exchange exchange, int status, XmlWriter xml) throws IOException {
        exchange.respond(status, "application/xml", (PROLOGUE + xml).getBytes(StandardCharsets.UTF_8));
    }
}
