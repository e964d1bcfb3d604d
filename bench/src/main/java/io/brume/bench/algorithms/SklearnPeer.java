package io.brume.bench.algorithms;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** scikit-learn with two threads in a Python of its own, told through pipes; see {@code bench/peers/sklearn_neighbours.py}. */
final class SklearnPeer implements AutoCloseable {
    static final int THREADS = 2;

    private final LinePeer python;
    private final Path folder;

    SklearnPeer() throws IOException {
        folder = Files.createTempDirectory("brume-bench");
        python = LinePeer.scikitLearn("bench/peers/sklearn_neighbours.py", THREADS);
    }

    /** Ends the program with advice where the peer is missing. */
    static void require() throws IOException {
        if (!LinePeer.hasModules("sklearn")) {
            System.err.println("The peer is missing: apt-get install --no-install-recommends python3-sklearn");
            System.exit(3);
        }
    }

    void load(String name, DenseBatch rows) throws IOException {
        var compact = new float[rows.rows() * rows.columns()];
        for (int r = 0; r < rows.rows(); r++) {
            System.arraycopy(rows.values(), rows.offset(r), compact, r * rows.columns(), rows.columns());
        }
        Path file = folder.resolve("data.npy");
        Npy.write(file, Npy.Array.of(compact, rows.rows(), rows.columns()));
        python.say("load " + name + " " + file);
        Files.delete(file);
    }

    DenseBatch digits() throws IOException {
        Path file = folder.resolve("digits.npy");
        python.say("digits " + file);
        Npy.Array array = Npy.read(file);
        var values = (float[]) array.values();
        int columns = array.shape()[1];
        return new DenseBatch(array.shape()[0], columns, columns, values, new float[0], 0);
    }

    /** What a command wrote, and the seconds that it took. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(Object written, double... seconds) {}

    /** Says a command, to which the name of a file is added. */
    Answer ask(String command) throws IOException {
        Path file = folder.resolve("answer.npy");
        double[] seconds = python.ask(command + " " + file);
        return new Answer(Npy.read(file).values(), seconds);
    }

    @Override
    public void close() throws IOException {
        python.close();
        Files.deleteIfExists(folder.resolve("answer.npy"));
        Files.deleteIfExists(folder.resolve("digits.npy"));
        Files.deleteIfExists(folder);
    }
}
