package io.brume.learning.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tar archives: ustar, pax, and GNU's long names and large sizes. */
final class TarReader {

    /** What stands for a name or a header of another kind may be no longer than this. */
    private static final int LONGEST = 1 << 20;

    private final InputStream in;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    enum Kind {
        FILE,
        FOLDER,
        OTHER
    }

    record Entry(String name, Kind kind, long size, boolean executable) {}

    /** The next entry, whose bytes {@link #copy} then has; null at the end. */
    @Nullable
    Entry next() throws IOException {
        Map<String, String> pax = new HashMap<>();
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] block = in.readNBytes(TarWriter.BLOCK);
            if (block.length == 0 || isEmpty(block)) {
                return null;
            }
            if (block.length < TarWriter.BLOCK) {
                throw new IOException("the archive is cut off");
            }
            check(block);
            long size = number(block, 124, 12);
            char type = (char) block[156];
            switch (type) {
                case 'x' -> pax.putAll(records(content(size)));
                case 'L' -> pax.put("path", text(content(size), 0, (int) size));
                case 'g', 'K' -> content(size);
                default -> {
                    return entry(block, type, size, pax);
                }
            }
        }
    }

    private Entry entry(byte[] block, char type, long size, Map<String, String> pax) throws IOException {
        String name = pax.containsKey("path") ? pax.get("path") : name(block);
        String large = pax.get("size");
        try {
            begin(large == null ? size : Long.parseLong(large));
        } catch (NumberFormatException e) {
            throw new IOException("the archive has a size that is no number", e);
        }
        Kind kind = switch (type) {
            case '0', '\0', '7' -> name != null && name.endsWith("/") ? Kind.FOLDER : Kind.FILE;
            case '5' -> Kind.FOLDER;
            default -> Kind.OTHER;
        };
        return new Entry(name == null ? "" : name, kind, left, (number(block, 100, 8) & 0100) != 0);
    }

    private void begin(long size) throws IOException {
        if (size < 0) {
            throw new IOException("the archive has a negative size");
        }
        left = size;
        padding = (TarWriter.BLOCK - size % TarWriter.BLOCK) % TarWriter.BLOCK;
    }

    private static String name(byte[] block) {
        String name = text(block, 0, 100);
        String prefix = text(block, 257, 6).equals("ustar") ? text(block, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Writes the entry's bytes. */
    void copy(OutputStream out) throws IOException {
        var buffer = new byte[1 << 16];
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new IOException("the archive is cut off");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private byte[] content(long size) throws IOException {
        if (size > LONGEST) {
            throw new IOException("the archive has a header of " + size + " bytes");
        }
        begin(size);
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new IOException("the archive is cut off");
        }
        left = 0;
        return bytes;
    }

    private static Map<String, String> records(byte[] bytes) throws IOException {
        Map<String, String> records = new HashMap<>();
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            int length = 0;
            while (space < bytes.length && Character.isDigit(bytes[space])) {
                length = 10 * length + bytes[space++] - '0';
            }
            if (length < space - at + 2 || length > bytes.length - at) {
                throw new IOException("the archive has a broken pax header");
            }
            String record = new String(bytes, space + 1, length - (space - at) - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0) {
                records.put(record.substring(0, equals), record.substring(equals + 1));
            }
            at += length;
        }
        return records;
    }

    private static boolean isEmpty(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static void check(byte[] block) throws IOException {
        long sum = 8 * ' ';
        for (int i = 0; i < block.length; i++) {
            sum += i >= 148 && i < 156 ? 0 : block[i] & 0xff;
        }
        if (sum != number(block, 148, 8)) {
            throw new IOException("it is no tar archive, or it is damaged");
        }
    }

    /** Octal digits, or GNU's binary form for large numbers. */
    private static long number(byte[] block, int at, int width) throws IOException {
        if ((block[at] & 0x80) != 0) {
            long value = block[at] & 0x3f;
            for (int i = at + 1; i < at + width; i++) {
                value = (value << 8) | (block[i] & 0xff);
            }
            return value;
        }
        String digits = text(block, at, width).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("it is no tar archive, or it is damaged", e);
        }
    }

    private static String text(byte[] bytes, int at, int most) {
        int end = at;
        while (end < at + most && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }
}
