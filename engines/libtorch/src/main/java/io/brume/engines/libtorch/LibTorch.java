package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModelException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** The native library, in this process. */
final class LibTorch {

    /** JavaCPP's name for the folder that it unpacks native libraries into; it would take one in the user's home. */
    private static final String UNPACKED = "org.bytedeco.javacpp.cachedir";

    private static boolean ready;

    private LibTorch() {}

    /** Loads it unless it is there already. The first time on a machine its files are unpacked into a folder beside this code. */
    static synchronized void load() throws TensorModelException {
        if (ready) {
            return;
        }
        if (System.getProperty(UNPACKED) == null) {
            System.setProperty(UNPACKED, unpacked().toString());
        }
        // JavaCPP would count all of the process's memory against Java's heap.
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            Loader.load(torch.class);
            torch.set_num_threads(1); // requests run side by side already
            torch.set_num_interop_threads(1);
            openblas_nolapack.blas_set_num_threads(1);
        } catch (LinkageError e) {
            throw new TensorModelException("libtorch cannot be loaded: " + Complaint.firstLine(e), e);
        }
        ready = true;
    }

    private static Path unpacked() throws TensorModelException {
        Path folder = here().resolveSibling("cache");
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new IOException("it cannot be written");
            }
            return folder;
        } catch (IOException e) {
            throw new TensorModelException(
                    "libtorch cannot be unpacked into " + folder + ": change its permissions.", e);
        }
    }

    private static Path here() {
        try {
            return Path.of(LibTorch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
