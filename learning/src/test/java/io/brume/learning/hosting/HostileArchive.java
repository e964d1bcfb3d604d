package io.brume.learning.hosting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Archives that no decent program writes. */
final class HostileArchive {

    private HostileArchive() {}

    /** An archive with one file of any name. */
    static byte[] withFile(String name, byte[] content) {
        var tar = new byte[1024 + 1024];
        put(tar, 0, name);
        put(tar, 100, "0000644");
        put(tar, 124, "%011o".formatted(content.length));
        put(tar, 136, "00000000000");
        put(tar, 148, "        ");
        tar[156] = '0';
        put(tar, 257, "ustar");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        put(tar, 148, "%06o\0 ".formatted(sum));
        System.arraycopy(content, 0, tar, 512, content.length);
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void put(byte[] tar, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, tar, at, bytes.length);
    }
}
