package io.brume.kernel.s3;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/form-data} body up to its file: the fields before it are held, within a limit; the file is a stream that ends
 * where its part ends. What comes behind the file is not read, as S3 does not look at it.
 *
 * <p>Source: RFC 7578 and RFC 2046, section 5.1.
 */
final class MultipartForm {

    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_FIELDS = 20 << 10;
    private static final int LONGEST_PREAMBLE = 1 << 10;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private int left = LONGEST_FIELDS;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private String fileName = "";

    /**
     * Reads the fields.
     *
     * @throws S3Refusal when the body is no such form, its fields are too long, or it has no file
     */
    MultipartForm(InputStream in, String contentType) throws IOException {
        this.in = in;
        String boundary = parameter(contentType, "boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw malformed();
        }
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        buffer[0] = '\r'; // the first delimiter has no line before it
        buffer[1] = '\n';
        limit = 2;
        readPart(LONGEST_PREAMBLE);
        readFields();
    }

    /** The fields before the file, by lower-case names; the first of each name. */
    Map<String, String> fields() {
        return fields;
    }

    /** The name that the file has at its sender, without folders; empty when it has none. */
    String fileName() {
        return fileName;
    }

    /** The file's content. Reading it fails when the body ends before the file's part does. */
    InputStream file() {
        return new Part();
    }

    private void readFields() throws IOException {
        while (true) {
            String end = line();
            if (end.startsWith("--")) {
                throw new S3Refusal(400, "InvalidArgument", "POST requires exactly one file upload per request.");
            }
            if (!end.isBlank()) {
                throw malformed();
            }
            String disposition = null;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                    disposition = header.substring("content-disposition:".length());
                }
            }
            String name = disposition == null ? null : parameter(disposition, "name");
            if (name == null) {
                throw malformed();
            }
            if (name.equalsIgnoreCase("file")) {
                String sent = parameter(requireNonNull(disposition), "filename");
                fileName =
                        sent == null ? "" : sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
                return;
            }
            fields.putIfAbsent(name.toLowerCase(Locale.ROOT), readPart(left));
        }
    }

    /** The rest of a part as text; the delimiter behind it is consumed. */
    private String readPart(int most) throws IOException {
        var text = new ByteArrayOutputStream();
        byte[] some = new byte[1024];
        var part = new Part();
        for (int n = part.read(some, 0, some.length); n >= 0; n = part.read(some, 0, some.length)) {
            text.write(some, 0, n);
            if (text.size() > most) {
                throw most == LONGEST_PREAMBLE ? malformed() : tooLong();
            }
        }
        left -= text.size();
        return text.toString(StandardCharsets.UTF_8);
    }

    /** A line without its end. */
    private String line() throws IOException {
        var text = new ByteArrayOutputStream();
        while (true) {
            if (position == limit && !fill()) {
                throw malformed();
            }
            int c = buffer[position++];
            if (--left < 0) {
                throw tooLong();
            }
            if (c == '\n') {
                byte[] line = text.toByteArray();
                int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
                return new String(line, 0, length, StandardCharsets.UTF_8);
            }
            text.write(c);
        }
    }

    /** Adds to the buffer, whose rest is moved to its start; false at the end of the body. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int n = in.read(buffer, limit, buffer.length - limit);
        if (n <= 0) {
            return false;
        }
        limit += n;
        return true;
    }

    /** Where the delimiter, or what may be its beginning, starts in the buffer; the limit when nowhere. */
    private int delimiterStart() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\r') {
                int n = Math.min(delimiter.length, limit - i);
                int same = 1;
                while (same < n && buffer[i + same] == delimiter[same]) {
                    same++;
                }
                if (same == n) {
                    return i;
                }
            }
        }
        return limit;
    }

    private final class Part extends InputStream {

        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (len == 0) {
                return 0;
            }
            while (!ended) {
                int start = delimiterStart();
                if (start > position) {
                    int n = Math.min(len, start - position);
                    System.arraycopy(buffer, position, b, off, n);
                    position += n;
                    return n;
                }
                if (limit - position >= delimiter.length) {
                    position += delimiter.length;
                    ended = true;
                } else if (!fill()) {
                    throw malformed();
                }
            }
            return -1;
        }
    }

    /** A parameter of a header, such as the name of {@code form-data; name="key"}. */
    private static @Nullable String parameter(String header, String name) {
        for (int at = header.indexOf(';'); at >= 0; ) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                return null;
            }
            String found = header.substring(at + 1, equals).strip();
            var value = new StringBuilder();
            at = value(header, equals + 1, value);
            if (found.equalsIgnoreCase(name)) {
                return value.toString();
            }
        }
        return null;
    }

    /** Reads a parameter's value, quoted or not; returns where the next parameter's semicolon is, −1 when nowhere. */
    private static int value(String header, int from, StringBuilder out) {
        int i = from;
        if (i < header.length() && header.charAt(i) == '"') {
            for (i++; i < header.length() && header.charAt(i) != '"'; i++) {
                boolean escape = header.charAt(i) == '\\' && i + 1 < header.length() && header.charAt(i + 1) == '"';
                out.append(header.charAt(escape ? ++i : i));
            }
            return header.indexOf(';', i);
        }
        int end = header.indexOf(';', i);
        out.append(header.substring(i, end < 0 ? header.length() : end).strip());
        return end;
    }

    private static S3Refusal malformed() {
        return new S3Refusal(
                400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
    }

    private static S3Refusal tooLong() {
        return new S3Refusal(
                400,
                "MaxPostPreDataLengthExceededError",
                "Your POST request fields preceeding the upload file was too large.");
    }
}
