package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Requests whose head is good and whose body is not. */
final class Bodies {

    private static final int DEEPEST = 20_000;
    private static final byte[] BOMB = gzip(new byte[70 << 20]);

    private static final List<String> JSON_VALUES = List.of(
            "1e999999999",
            "-1e-999999999",
            "9".repeat(400),
            "9".repeat(5000),
            "-" + "9".repeat(400) + "." + "9".repeat(400),
            "9223372036854775808",
            "2147483648",
            "1.5",
            "-0",
            "00",
            "+1",
            "0x10",
            "NaN",
            "Infinity",
            "\"NaN\"",
            "true",
            "null",
            "[]",
            "{}",
            "[[]]",
            "[null,null]",
            "{\"a\":{\"b\":[1,2,{}]}}",
            "\"\"",
            "\"\\u0000\"",
            "\"\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\x\"",
            "\"\u00c3\u0028\"",
            "\"\u00ff\u00fe\"",
            "\"\u00c0\u0080\"",
            "\"unfinished",
            "\"" + "a".repeat(100_000) + "\"",
            "\"x\",\"Text\":\"again\",\"LanguageCode\":\"en\"",
            "\"2024-02-30T25:61:61Z\"",
            "\"9999999999999999999\"",
            "/* comment */ 1",
            "'single'",
            "",
            "}",
            "]");

    private static final List<String> TEXT_VALUES = List.of(
            "",
            "%",
            "%zz",
            "%00",
            "%ff%fe",
            "%c3%28",
            "%F0%9F",
            "+",
            "&&&===",
            "1e999999999",
            "9".repeat(400),
            "-1",
            "NaN",
            "true",
            "\u0000",
            "\u00ff",
            "2024-02-30T25:61:61Z",
            "&lt;&bogus;",
            "&#0;",
            "&#x110000;",
            "]]>",
            "<!-- -->",
            "<![CDATA[x",
            "<a><b></a></b>",
            "<?pi ?>",
            "a".repeat(100_000));

    /** CBOR items in hexadecimal: lengths that lie, tags, floats, big numbers, reserved kinds, text that is none. */
    private static final List<String> CBOR_ITEMS = List.of(
            "7bffffffffffffffff",
            "5bffffffffffffffff",
            "5b7fffffffffffffff",
            "9bffffffffffffffff",
            "bbffffffffffffffff",
            "9b7fffffffffffffff",
            "7a7fffffff61",
            "5a40000000",
            "9a7fffffff",
            "1bffffffffffffffff",
            "3bffffffffffffffff",
            "c1fb7ff0000000000000",
            "c1fb7ff8000000000000",
            "c11bffffffffffffffff",
            "c11b7fffffffffffffff",
            "c1fb7e37e43c8800759c",
            "c25820" + "ff".repeat(32),
            "c2590200" + "ff".repeat(512),
            "c4821b7fffffffffffffff01",
            "c4821a7fffffff01",
            "c074" + "323032342d30322d33305432353a36313a36315a",
            "fb7ff0000000000000",
            "f97e00",
            "62c328",
            "6101",
            "7f61615f",
            "5f41",
            "ff",
            "1c",
            "1f",
            "f8",
            "f818",
            "d9d9f7",
            "d81c",
            "d81d00",
            "bf",
            "9f",
            "a1",
            "f6",
            "f7",
            "80",
            "a0");

    private final Source source;

    Bodies(Source source) {
        this.source = source;
    }

    byte[] changed() {
        Template template = source.withBody();
        return source.signed(template.withBody(Corruption.of(template.body(), source.random())));
    }

    byte[] truncated() {
        Template template = source.withBody();
        return source.signed(template.withBody(Corruption.truncated(template.body(), source.random())));
    }

    byte[] random() {
        Template template = source.withBody();
        int length = source.random().nextInt(2000);
        return source.signed(template.withBody(Corruption.some(length, source.random())));
    }

    /** A value replaced by one that does not fit: too large, of another type, badly encoded, doubled. */
    byte[] badValue() {
        Template template = source.withBody();
        byte[] body = template.body();
        byte[] changed = switch (Format.of(template)) {
            case JSON -> replaced(body, ":,[", ",]}", source.oneOf(JSON_VALUES));
            case FORM -> replaced(body, "=", "&", source.oneOf(TEXT_VALUES));
            case XML -> replaced(body, ">", "<", source.oneOf(TEXT_VALUES));
            case CBOR -> {
                int at = source.random().nextInt(body.length);
                int to = Math.min(body.length, at + source.random().nextInt(3));
                yield Corruption.splice(body, at, to, HexFormat.of().parseHex(source.oneOf(CBOR_ITEMS)));
            }
            case OTHER -> Corruption.of(body, source.random());
        };
        return source.signed(template.withBody(changed));
    }

    private byte[] replaced(byte[] body, String starts, String ends, String value) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < body.length - 1; i++) {
            if (starts.indexOf(body[i]) >= 0) {
                places.add(i + 1);
            }
        }
        if (places.isEmpty()) {
            return value.getBytes(ISO_8859_1);
        }
        int from = source.oneOf(places);
        int to = from;
        while (to < body.length && ends.indexOf(body[to]) < 0) {
            to++;
        }
        return Corruption.splice(body, from, to, value.getBytes(ISO_8859_1));
    }

    byte[] nested() {
        Template template = source.any(t -> t.body().length > 0 && Format.of(t) != Format.OTHER);
        int depth = 1 + source.random().nextInt(source.chance(0.2) ? DEEPEST : 300);
        return source.signed(template.withBody(
                switch (Format.of(template)) {
                    case JSON -> nestedJson(template, depth);
                    case XML -> nestedXml(template, depth);
                    case FORM -> nestedForm(depth);
                    default -> nestedCbor(depth);
                }));
    }

    private byte[] nestedJson(Template template, int depth) {
        String open = source.oneOf(List.of("[", "{\"a\":", "[{\"Filter\":"));
        String json = open.repeat(depth);
        if (source.chance(0.5)) {
            return json.getBytes(UTF_8);
        }
        // Also below a name that the operation knows.
        String name = new String(template.body(), UTF_8).replaceAll("(?s)^\\s*\\{\\s*\"(\\w+)\".*$", "$1");
        return ("{\"" + name + "\":" + json).getBytes(UTF_8);
    }

    private static byte[] nestedXml(Template template, int depth) {
        String root = new String(template.body(), UTF_8).replaceAll("(?s)^.*?<(\\w+).*$", "$1");
        return ("<" + root + ">" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</" + root + ">").getBytes(UTF_8);
    }

    private byte[] nestedForm(int depth) {
        String name = source.chance(0.5) ? "PolicyArns.member." : "Tags" + ".member.1".repeat(depth);
        var form = new StringBuilder("Action=AssumeRole&Version=2011-06-15");
        for (int i = 0; i < Math.min(depth, 12_000); i++) {
            form.append('&').append(name).append(i).append("=x");
            if (form.length() > 500_000) {
                break;
            }
        }
        return form.toString().getBytes(UTF_8);
    }

    private byte[] nestedCbor(int depth) {
        String open = source.oneOf(List.of("81", "9f", "a16161", "bf6161", "c1", "d9d9f7"));
        return HexFormat.of().parseHex("a1" + "6454657874" + open.repeat(depth));
    }

    /** A body that says it is compressed. */
    byte[] gzipped() {
        Template template = source.withBody();
        byte[] body = gzip(template.body());
        body = source.chance(0.8) ? Corruption.of(body, source.random()) : body;
        return source.signed(template.withBody(body).with("Content-Encoding", "gzip"));
    }

    /** A small body that inflates to more than any operation takes. */
    byte[] bomb() {
        Template template = source.any(t -> Format.of(t) == Format.JSON || Format.of(t) == Format.CBOR);
        return source.signed(template.withBody(BOMB).with("Content-Encoding", "gzip"));
    }

    /** Chunks whose sizes, signatures, trailers or ends are wrong. */
    byte[] awsChunked() {
        Template template = source.any(t -> t.has("x-amz-content-sha256", "streaming"));
        byte[] body = template.body();
        if (source.chance(0.4)) {
            body = Corruption.of(body, source.random());
        } else if (source.chance(0.5)) {
            String size = source.oneOf(
                    List.of("0", "1", "ffffffff", "-1", "7fffffffffffffff", "1ffffffffffffffff", "", "g", "5;"));
            String text = new String(body, ISO_8859_1);
            int end = Math.max(0, text.indexOf(source.chance(0.5) ? ";" : "\r"));
            body = (size + text.substring(end)).getBytes(ISO_8859_1);
        } else {
            String length = source.oneOf(List.of("0", "-1", "1", "31", "99999999999", "9".repeat(30), "x", ""));
            template = template.with("x-amz-decoded-content-length", length);
        }
        return template.withBody(body).bytes();
    }

    /** Frames whose lengths, checksums, headers or payloads are wrong. */
    byte[] events() {
        Template template = source.any(t -> t.has("Content-Type", "eventstream"));
        byte[] body = template.body();
        if (source.chance(0.3)) {
            byte[] lying = body.clone();
            ByteBuffer.wrap(lying)
                    .putInt(source.chance(0.7) ? 0 : 4, source.random().nextInt());
            body = lying;
        } else {
            body = source.chance(0.8)
                    ? Corruption.of(body, source.random())
                    : Corruption.some(source.random().nextInt(500), source.random());
        }
        return source.signed(template.withBody(body));
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private enum Format {
        JSON,
        CBOR,
        FORM,
        XML,
        OTHER;

        static Format of(Template template) {
            if (template.body().length == 0 || template.has("x-amz-content-sha256", "streaming")) {
                return OTHER;
            }
            if (template.has("Content-Type", "cbor")) {
                return CBOR;
            }
            if (template.has("Content-Type", "json")) {
                return JSON;
            }
            if (template.has("Content-Type", "urlencoded")) {
                return FORM;
            }
            return template.body()[0] == '<' ? XML : OTHER;
        }
    }
}
