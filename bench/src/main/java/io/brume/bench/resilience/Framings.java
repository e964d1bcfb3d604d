package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** Bytes that are not quite HTTP/1.1; nothing can follow them on a connection. */
final class Framings {

    private static final List<String> LENGTHS = List.of(
            "Content-Length: -1\r\n",
            "Content-Length: x\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Length: 9223372036854775807\r\n",
            "Content-Length: 5, 6\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length:\r\n",
            "Content-Length: +5\r\n",
            "Content-Length : 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Transfer-Encoding: chunked, gzip\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding: \u000bchunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\nContent-Length: 10\r\n",
            "Expect: 200-maybe\r\nContent-Length: 1\r\n",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: ****\r\n",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n",
            "");

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.0",
            "HTTP/0.9",
            "HTTP/1.2",
            "HTTP/2.0",
            "HTTP/3",
            "HTTP/9.9",
            "HTTP/1.",
            "http/1.1",
            "HTCPCP/1.0",
            "",
            "HTTP/1.1 ",
            "HTTP/1.1\t",
            "HTTP/11",
            "HTTP/-1.1");

    private static final List<String> METHODS = List.of(
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PATCH",
            "PRI",
            "get",
            "PoSt",
            "PUT",
            "DELETE",
            "X".repeat(5000),
            "",
            "G\u00e9T",
            "GET\t",
            "(GET)",
            "PROPFIND");

    private final Source source;

    Framings(Source source) {
        this.source = source;
    }

    byte[] lengths() {
        Template template = source.any();
        byte[] body = source.chance(0.5) ? "7\r\nchunked\r\n0\r\n\r\n".getBytes(ISO_8859_1) : template.body();
        return template.withBody(body).bytes(source.oneOf(LENGTHS));
    }

    byte[] chunked() {
        String chunk = source.oneOf(List.of(
                "ffffffffffffffff\r\nx\r\n0\r\n\r\n",
                "7fffffff\r\nx\r\n0\r\n\r\n",
                "-1\r\nx\r\n0\r\n\r\n",
                "g\r\nx\r\n0\r\n\r\n",
                "\r\n\r\n",
                "1\r\nxy\r\n0\r\n\r\n",
                "1;ext=" + "e".repeat(10_000) + "\r\nx\r\n0\r\n\r\n",
                "1\nx\n0\n\n",
                "1\r\nx\r\n0\r\nX-Amz-Target: late\r\n\r\n",
                "0\r\n" + "T: t\r\n".repeat(3000) + "\r\n"));
        return source.any().withBody(chunk.getBytes(ISO_8859_1)).bytes("Transfer-Encoding: chunked\r\n");
    }

    byte[] versionOrMethod() {
        Template template = source.any();
        String request = new String(template.bytes(), ISO_8859_1);
        if (source.chance(0.5)) {
            request = request.replaceFirst("HTTP/1.1", source.oneOf(VERSIONS));
        } else {
            request =
                    source.oneOf(METHODS) + request.substring(template.method().length());
        }
        return request.getBytes(ISO_8859_1);
    }

    /** Any bytes of a whole request changed, its line ends among them. */
    byte[] changed() {
        return Corruption.of(source.any().bytes(), source.random());
    }

    byte[] truncated() {
        return Corruption.truncated(source.any().bytes(), source.random());
    }

    byte[] random() {
        return Corruption.some(1 + source.random().nextInt(3000), source.random());
    }

    byte[] giant() {
        Template template = source.any();
        int size = 20_000 + source.random().nextInt(200_000);
        return switch (source.random().nextInt(4)) {
            case 0 -> template.and("X-Giant", "g".repeat(size)).bytes();
            case 1 -> template.withTarget("/" + "p".repeat(size)).bytes();
            case 2 -> template.and("N".repeat(size), "v").bytes();
            default -> template.bytes("X-Many: m\r\n".repeat(size / 11));
        };
    }
}
