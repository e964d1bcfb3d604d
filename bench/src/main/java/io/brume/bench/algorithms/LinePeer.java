package io.brume.bench.algorithms;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A peer in a process of its own that answers a line with a line. */
final class LinePeer implements AutoCloseable {
    static final String PYTHON = "/usr/bin/python3";

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    LinePeer(String name, List<String> command) throws IOException {
        this(name, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    private LinePeer(String name, ProcessBuilder command) throws IOException {
        this.name = name;
        process = command.start();
        answers = process.inputReader();
        questions = process.outputWriter();
    }

    /** scikit-learn in Debian's Python, which has Debian's packages. */
    static LinePeer scikitLearn(String script, int threads) throws IOException {
        var command = new ProcessBuilder(PYTHON, script).redirectError(ProcessBuilder.Redirect.INHERIT);
        command.environment().put("OMP_NUM_THREADS", "" + threads);
        command.environment().put("OPENBLAS_NUM_THREADS", "" + threads);
        return new LinePeer("scikit-learn", command);
    }

    /** @param log takes what the peer says on standard error */
    static LinePeer logging(String name, List<String> command, Path log) throws IOException {
        return new LinePeer(name + ", see " + log + ",", new ProcessBuilder(command).redirectError(log.toFile()));
    }

    /** Whether Debian's Python has all of these modules. */
    static boolean hasModules(String modules) throws IOException {
        return runs(PYTHON, "-c", "import " + modules);
    }

    /** Whether a command ends well, by which peers are found. */
    static boolean runs(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            return false;
        }
    }

    /** Says a line and gives the numbers of the answer. */
    double[] ask(String line) throws IOException {
        return Arrays.stream(say(line).trim().split(" +"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Says a line and gives the answer. */
    String say(String line) throws IOException {
        questions.write(line + "\n");
        questions.flush();
        return answer();
    }

    /** A line that the peer says, also without having been asked. */
    String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " has ended");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
