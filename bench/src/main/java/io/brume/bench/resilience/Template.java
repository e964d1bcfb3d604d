package io.brume.bench.resilience;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request as it goes over the wire, in parts that can be changed.
 *
 * @param name what it asks for
 * @param service the signing name
 * @param target path and query as sent
 * @param headers without Content-Length, which {@link #bytes} adds
 */
record Template(String name, String service, String method, String target, List<Header> headers, byte[] body) {

    record Header(String name, String value) {}

    Template withBody(byte[] other) {
        return new Template(name, service, method, target, headers, other);
    }

    Template withTarget(String other) {
        return new Template(name, service, method, other, headers, body);
    }

    Template withHeaders(List<Header> others) {
        return new Template(name, service, method, target, others, body);
    }

    /** The same with a header in the place of the one of that name. */
    Template with(String header, String value) {
        return without(header).and(header, value);
    }

    /** The same with one more header. */
    Template and(String header, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(header, value));
        return withHeaders(more);
    }

    Template without(String header) {
        return withHeaders(
                headers.stream().filter(h -> !h.name.equalsIgnoreCase(header)).toList());
    }

    boolean has(String header) {
        return headers.stream().anyMatch(h -> h.name.equalsIgnoreCase(header));
    }

    /** Whether a header's value has a text in it, whatever its case. */
    boolean has(String header, String text) {
        return headers.stream()
                .anyMatch(h -> h.name.equalsIgnoreCase(header)
                        && h.value.toLowerCase(Locale.ROOT).contains(text));
    }

    /** The request with a right length. */
    byte[] bytes() {
        return bytes("Content-Length: " + body.length + "\r\n");
    }

    /** The request with the given lines in place of the length's. */
    byte[] bytes(String framing) {
        var head =
                new StringBuilder(512).append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        for (Header header : headers) {
            head.append(header.name).append(": ").append(header.value).append("\r\n");
        }
        var out = new ByteArrayOutputStream(512 + body.length);
        out.writeBytes(head.append(framing).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
