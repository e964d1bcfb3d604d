package io.brume.bench.algorithms;

import io.brume.algorithms.search.Parameter;
import io.brume.algorithms.search.Scaling;
import io.brume.algorithms.search.SearchSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Optuna's TPE in a Python of its own, asked and told through pipes; see {@code bench/peers/optuna_search.py}. */
final class OptunaPeer implements AutoCloseable {
    private final LinePeer python;

    OptunaPeer() throws IOException {
        python = new LinePeer("Optuna", List.of(LinePeer.PYTHON, "bench/peers/optuna_search.py"));
    }

    /** Whether the packages are there that the peer needs. */
    static boolean isMissing() throws IOException {
        return !LinePeer.hasModules("optuna, sklearn");
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
        python.say(String.join(" ", words));
    }

    private static String log(Scaling scaling) {
        return scaling == Scaling.LOGARITHMIC ? ":log" : "";
    }

    Map<String, String> ask() throws IOException {
        var configuration = new LinkedHashMap<String, String>();
        for (String pair : python.say("ask").split(" ", -1)) {
            int equals = pair.indexOf('=');
            configuration.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return configuration;
    }

    void tell(double value) throws IOException {
        python.say("tell " + value);
    }

    void digits(Path file) throws IOException {
        python.say("digits " + file);
    }

    @Override
    public void close() throws IOException {
        python.close();
    }
}
