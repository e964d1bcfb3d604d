package io.brume.learning.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** {@code model.tar.gz} and its like: packs folders and unpacks what others packed, never outside of the target folder. */
public final class TarGz {

    private static final int BUFFER = 1 << 16;
    private static final int MOST_FILES = 100_000;

    private TarGz() {}

    /** Packs all that is in a folder, by names relative to it. The stream is left open. */
    public static void pack(Path folder, OutputStream to) throws IOException {
        var gzip = new GZIPOutputStream(to, BUFFER) {
            {
                def.setLevel(Deflater.BEST_SPEED); // models are mostly floats, which hardly get smaller
            }
        };
        var tar = new TarWriter(new BufferedOutputStream(gzip, BUFFER));
        for (Path file : files(folder)) {
            tar.add(folder.relativize(file).toString().replace('\\', '/'), file);
        }
        tar.finish();
        gzip.finish();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !file.equals(folder) && (Files.isRegularFile(file) || Files.isDirectory(file)))
                    .sorted()
                    .toList();
        }
    }

    /** {@link #unpack(InputStream, Path, long)} without a limit, for what was packed here. */
    public static void unpack(InputStream archive, Path folder) throws IOException {
        unpack(archive, folder, Long.MAX_VALUE);
    }

    /**
     * Unpacks into a folder, which is made where it is missing. Links and devices are left out.
     *
     * @param most how many bytes the files may have in all
     * @throws IOException when it is no such archive, is cut off, is too large, has too many files, or names a place outside of
     *     the folder
     */
    public static void unpack(InputStream archive, Path folder, long most) throws IOException {
        Files.createDirectories(folder);
        var tar = new TarReader(new BufferedInputStream(new GZIPInputStream(archive, BUFFER), BUFFER));
        long left = most;
        int files = 0;
        for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
            left -= entry.size();
            if (left < 0) {
                throw new IOException("the archive's files have more than " + most + " bytes in all");
            }
            if (++files > MOST_FILES) {
                throw new IOException("the archive has more than " + MOST_FILES + " files");
            }
            unpack(tar, entry, place(folder, entry.name()));
        }
    }

    private static void unpack(TarReader tar, TarReader.Entry entry, Path place) throws IOException {
        if (entry.kind() == TarReader.Kind.FOLDER) {
            Files.createDirectories(place);
        } else if (entry.kind() == TarReader.Kind.FILE) {
            Path parent = place.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (OutputStream out = Files.newOutputStream(place)) {
                tar.copy(out);
            }
            if (entry.executable() && !place.toFile().setExecutable(true)) {
                throw new IOException(place + " cannot be made executable");
            }
        }
    }

    private static Path place(Path folder, String name) throws IOException {
        Path root = folder.normalize();
        Path place = root.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!place.startsWith(root)) {
            throw new IOException("the archive names a place outside of itself: " + name);
        }
        return place;
    }
}
