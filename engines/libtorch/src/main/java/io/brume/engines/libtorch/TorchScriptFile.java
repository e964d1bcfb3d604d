package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What can be told of a file before libtorch reads it: whether it is an archive with code, and not one that libtorch would run out of
 * memory or stack over.
 */
final class TorchScriptFile {

    private static final String HINT =
            "; save it by torch.jit.script(model).save(…) or torch.jit.trace(model, rows).save(…)";

    private TorchScriptFile() {}

    /**
     * Looks at what is in the file.
     *
     * @param most bytes that it may unpack to
     * @throws TensorModelException when it is no TorchScript archive, or a stack or heap of libtorch would not hold it
     */
    static void check(Path file, long most) throws TensorModelException {
        try {
            if (isPickle(file)) {
                throw pickled(file);
            }
            try (var zip = new ZipFile(file.toFile())) {
                check(file, zip, most);
            }
        } catch (IOException e) {
            throw new TensorModelException(file.getFileName() + " is no TorchScript archive" + HINT, e);
        }
    }

    /** What {@code torch.save} wrote before it wrote archives. */
    private static boolean isPickle(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.read() == Pickle.FIRST;
        }
    }

    private static void check(Path file, ZipFile zip, long most) throws IOException, TensorModelException {
        List<ZipEntry> entries = zip.stream().map(ZipEntry.class::cast).toList();
        if (holds(entries, "/data.pkl") && !holds(entries, "/constants.pkl")) {
            throw pickled(file);
        }
        long left = most;
        for (ZipEntry entry : entries) {
            left -= entry.getSize();
            if (left < 0) {
                throw new TensorModelException(
                        file.getFileName() + " unpacks to more than " + (most >> 20) + " MB, which is too large.");
            }
        }
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (name.endsWith(".pkl") && !Pickle.isShallow(bytes(zip, entry))
                    || name.endsWith(".py")
                            && !Source.isShallow(new String(bytes(zip, entry), StandardCharsets.ISO_8859_1))) {
                throw new TensorModelException(name + " in " + file.getFileName() + " is nested too deeply.");
            }
        }
    }

    private static boolean holds(List<ZipEntry> entries, String name) {
        return entries.stream().anyMatch(entry -> entry.getName().endsWith(name));
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (var in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static TensorModelException pickled(Path file) {
        return new TensorModelException(
                file.getFileName() + " holds weights or a module of Python without its code" + HINT);
    }
}
