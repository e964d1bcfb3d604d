package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** What can be told of a file before libtorch reads it. */
final class TorchScriptFile {

    /** What Python's pickles begin with, and so what {@code torch.save} wrote before it wrote archives. */
    private static final int PICKLE = 0x80;

    private static final String HINT =
            "; save it by torch.jit.script(model).save(…) or torch.jit.trace(model, rows).save(…)";

    private TorchScriptFile() {}

    /**
     * Looks at what is in the file.
     *
     * @param most bytes that it may unpack to
     * @throws TensorModelException when it is no TorchScript archive, or too large
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

    private static boolean isPickle(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.read() == PICKLE;
        }
    }

    private static void check(Path file, ZipFile zip, long most) throws TensorModelException {
        boolean data = zip.stream().anyMatch(entry -> entry.getName().endsWith("/data.pkl"));
        boolean code = zip.stream().anyMatch(entry -> entry.getName().endsWith("/constants.pkl"));
        if (data && !code) {
            throw pickled(file);
        }
        long left = most;
        for (var entries = zip.entries(); entries.hasMoreElements(); ) {
            left -= entries.nextElement().getSize();
            if (left < 0) {
                throw new TensorModelException(
                        file.getFileName() + " unpacks to more than " + (most >> 20) + " MB, which is too large.");
            }
        }
    }

    private static TensorModelException pickled(Path file) {
        return new TensorModelException(
                file.getFileName() + " holds weights or a module of Python without its code" + HINT);
    }
}
