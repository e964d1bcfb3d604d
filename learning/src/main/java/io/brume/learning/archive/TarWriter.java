package io.brume.learning.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes tar archives as POSIX.1-2001 describes them: ustar headers, with pax ones before names and sizes that do not fit. */
final class TarWriter {

    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final long LARGEST = 1L << 33;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void add(String name, Path file) throws IOException {
        boolean folder = Files.isDirectory(file);
        String full = folder ? name + "/" : name;
        long size = folder ? 0 : Files.size(file);
        byte[] bytes = full.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME || size >= LARGEST) {
            byte[] more = (record("path", full) + record("size", Long.toString(size))).getBytes(StandardCharsets.UTF_8);
            header("pax".getBytes(StandardCharsets.UTF_8), 'x', 0644, more.length, 0);
            out.write(more);
            pad(more.length);
        }
        long modified = Files.getLastModifiedTime(file).toMillis() / 1000;
        boolean runs = folder || Files.isExecutable(file);
        header(bytes, folder ? '5' : '0', runs ? 0755 : 0644, size < LARGEST ? size : 0, modified);
        if (!folder) {
            long written = Files.copy(file, out);
            if (written != size) {
                throw new IOException(file + " changed while it was packed");
            }
            pad(size);
        }
    }

    /** A pax record begins with its own length, its digits among it. */
    private static String record(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + Integer.toString(bytes).length();
        length = bytes + Integer.toString(length).length();
        return length + rest;
    }

    private void header(byte[] name, char type, int mode, long size, long modified) throws IOException {
        var block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME));
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, Math.max(0, modified));
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) type;
        System.arraycopy("ustar\u000000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    private static void octal(byte[] block, int at, int width, long value) {
        String digits = Long.toOctalString(value);
        String text = "0".repeat(Math.max(0, width - 1 - digits.length())) + digits;
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, block, at, width - 1);
        block[at + width - 1] = 0;
    }

    private void pad(long size) throws IOException {
        int over = (int) (size % BLOCK);
        if (over > 0) {
            out.write(new byte[BLOCK - over]);
        }
    }

    /** Ends the archive. */
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }
}
