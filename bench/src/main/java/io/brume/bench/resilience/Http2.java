package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.brume.bench.resilience.Template.Header;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/** HTTP/2 with prior knowledge (RFC 9113): frames that are wrong in form or order, requests that are wrong in content. */
final class Http2 {

    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;

    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final Source source;

    Http2(Source source) {
        this.source = source;
    }

    byte[] malformed() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(PREFACE);
        switch (source.random().nextInt(8)) {
            case 0 -> out.writeBytes(Corruption.some(source.random().nextInt(500), source.random()));
            case 1 -> {
                out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
                for (int n = source.random().nextInt(30); n >= 0; n--) {
                    out.writeBytes(frame(
                            source.random().nextInt(14),
                            source.random().nextInt(256),
                            source.random().nextInt(8),
                            Corruption.some(source.random().nextInt(64), source.random())));
                }
            }
            case 2 -> {
                out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
                out.writeBytes(frame(WINDOW_UPDATE, 0, source.random().nextInt(2), new byte[] {0x7f, -1, -1, -1}));
                out.writeBytes(frame(WINDOW_UPDATE, 0, 0, new byte[4]));
            }
            case 3 -> {
                out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
                out.writeBytes(frame(HEADERS, END_STREAM, 1, head(source.any())));
                for (int n = source.random().nextInt(200); n >= 0; n--) {
                    out.writeBytes(frame(CONTINUATION, 0, 1, Corruption.some(200, source.random())));
                }
            }
            case 4 -> {
                out.writeBytes(request(source.any(), 1));
                return Corruption.of(out.toByteArray(), source.random());
            }
            default -> {
                Template template = source.withBody();
                Template changed = template.withBody(Corruption.of(template.body(), source.random()));
                out.writeBytes(request(changed, 1));
                if (source.chance(0.3)) {
                    out.writeBytes(request(source.any(), 3));
                }
            }
        }
        return out.toByteArray();
    }

    /** A request on a stream, right in its frames. */
    static byte[] request(Template template, int stream) {
        var out = new ByteArrayOutputStream();
        if (stream == 1) {
            out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        }
        byte[] head = head(template);
        boolean empty = template.body().length == 0;
        out.writeBytes(frame(HEADERS, END_HEADERS | (empty ? END_STREAM : 0), stream, head));
        if (!empty) {
            out.writeBytes(frame(DATA, END_STREAM, stream, template.body()));
        }
        return out.toByteArray();
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The head as literal fields that are not indexed (RFC 7541, section 6.2.2). */
    static byte[] head(Template template) {
        var out = new ByteArrayOutputStream();
        field(out, ":method", template.method());
        field(out, ":scheme", "http");
        field(out, ":path", template.target());
        field(out, ":authority", "localhost");
        for (Header header : template.headers()) {
            if (!header.name().equalsIgnoreCase("Host")) {
                field(out, header.name().toLowerCase(Locale.ROOT), header.value());
            }
        }
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        text(out, name);
        text(out, value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int length = bytes.length;
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                out.write(length & 127 | 128);
            }
            out.write(length);
        }
        out.writeBytes(bytes);
    }
}
