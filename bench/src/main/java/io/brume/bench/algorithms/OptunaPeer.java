package io.brume.bench.algorithms;

import io.brume.algorithms.search.Parameter;
import io.brume.algorithms.search.Scaling;
import io.brume.algorithms.search.SearchSpace;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Optuna's TPE in a Python of its own, asked and told through pipes; see {@code bench/peers/optuna_search.py}. */
final class OptunaPeer implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    OptunaPeer() throws IOException {
        // Debian's Python has Debian's packages.
        process = new ProcessBuilder("/usr/bin/python3", "bench/peers/optuna_search.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader();
        questions = process.outputWriter();
    }

    /** Whether the packages are there that the peer needs. */
    static boolean isMissing() throws IOException, InterruptedException {
        return !Path.of("/usr/bin/python3").toFile().exists()
                || new ProcessBuilder("/usr/bin/python3", "-c", "import optuna, sklearn")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        != 0;
    }

    void start(long seed, SearchSpace space) throws IOException {
        List<String> words = new ArrayList<>(List.of("start", Long.toString(seed)));
        for (Parameter parameter : space.parameters()) {
            words.add(
                    switch (parameter) {
                        case Parameter.Continuous range ->
                            range.name() + ":float:" + range.minimum() + ":" + range.maximum() + log(range.scaling());
                        case Parameter.Whole range ->
                            range.name() + ":int:" + range.minimum() + ":" + range.maximum() + log(range.scaling());
                        case Parameter.Categorical choice ->
                            choice.name() + ":categorical:" + String.join(":", choice.choices());
                    });
        }
        say(String.join(" ", words));
    }

    private static String log(Scaling scaling) {
        return scaling == Scaling.LOGARITHMIC ? ":log" : "";
    }

    Map<String, String> ask() throws IOException {
        var configuration = new LinkedHashMap<String, String>();
        for (String pair : say("ask").split(" ", -1)) {
            int equals = pair.indexOf('=');
            configuration.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return configuration;
    }

    void tell(double value) throws IOException {
        say("tell " + value);
    }

    void digits(Path file) throws IOException {
        say("digits " + file);
    }

    private String say(String line) throws IOException {
        questions.write(line + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Optuna has ended");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
