package io.brume.algorithms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Hyperparameters that cannot be: everything that is wrong with them, by name. */
public final class BadHyperparameterException extends RuntimeException {
    @SuppressWarnings("serial")
    private final Map<String, String> problems;

    /** @param problems a sentence for each wrong hyperparameter, by its name */
    public BadHyperparameterException(Map<String, String> problems) {
        super(String.join("; ", problems.values()));
        this.problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    }

    public BadHyperparameterException(String name, String problem) {
        this(Map.of(name, problem));
    }

    public Map<String, String> problems() {
        return problems;
    }
}
