package io.brume.bench.algorithms;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A peer in a process of its own that answers a line with a line of numbers. */
final class LinePeer implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    LinePeer(String name, List<String> command) throws IOException {
        this.name = name;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader();
        questions = process.outputWriter();
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

    double[] ask(String line) throws IOException {
        questions.write(line + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " has ended");
        }
        return Arrays.stream(answer.trim().split(" +"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
