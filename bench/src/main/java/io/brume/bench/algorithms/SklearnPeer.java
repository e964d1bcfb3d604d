package io.brume.bench.algorithms;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.model.Npy;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** scikit-learn with two threads in a Python of its own, told through pipes; see {@code bench/peers/sklearn_neighbours.py}. */
final class SklearnPeer implements AutoCloseable {
    static final int THREADS = 2;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final Path folder;

    SklearnPeer() throws IOException {
        folder = Files.createTempDirectory("brume-bench");
        // Debian's Python has Debian's packages.
        var builder = new ProcessBuilder("/usr/bin/python3", "bench/peers/sklearn_neighbours.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", "" + THREADS);
        builder.environment().put("OPENBLAS_NUM_THREADS", "" + THREADS);
        process = builder.start();
        answers = process.inputReader();
        questions = process.outputWriter();
    }

    /** Ends the program with advice where the peer is missing. */
    static void require() throws IOException, InterruptedException {
        boolean missing = !Path.of("/usr/bin/python3").toFile().exists()
                || new ProcessBuilder("/usr/bin/python3", "-c", "import sklearn")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        != 0;
        if (missing) {
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
        say("load " + name + " " + file);
        Files.delete(file);
    }

    DenseBatch digits() throws IOException {
        Path file = folder.resolve("digits.npy");
        say("digits " + file);
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
        String[] words = say(command + " " + file).split(" ", -1);
        var seconds = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            seconds[i] = Double.parseDouble(words[i]);
        }
        return new Answer(Npy.read(file).values(), seconds);
    }

    private String say(String line) throws IOException {
        questions.write(line + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("scikit-learn has ended");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
        Files.deleteIfExists(folder.resolve("answer.npy"));
        Files.deleteIfExists(folder.resolve("digits.npy"));
        Files.deleteIfExists(folder);
    }
}
