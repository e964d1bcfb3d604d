package io.brume.algorithms.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One configuration and what became of it.
 *
 * @param number 0 for the first that the search suggested, 1 for the second, and so on
 * @param hyperparameters a text for each parameter, as a training job takes it
 * @param value the objective's final value; empty while it runs, and where it failed or was stopped before it had one
 * @param measurements what it reported on the way, in that order
 */
public record Trial(
        int number,
        Map<String, String> hyperparameters,
        Status status,
        OptionalDouble value,
        List<Measurement> measurements) {
    public Trial {
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
        measurements = List.copyOf(measurements);
    }

    /** What became of a trial. */
    public enum Status {
        RUNNING,
        COMPLETED,
        /** It ended without a value, or with one that is not finite. */
        FAILED,
        /** It was ended early, by the search's advice or by its user; its value is the last that it reported. */
        STOPPED
    }

    /**
     * The objective's value on the way.
     *
     * @param resource how much has been spent so far, such as epochs; from 1
     */
    public record Measurement(int resource, double value) {}

    boolean ended() {
        return status != Status.RUNNING;
    }

    Trial with(Measurement measurement) {
        var more = new ArrayList<>(measurements);
        more.add(measurement);
        return new Trial(number, hyperparameters, status, value, more);
    }

    Trial ended(Status as, OptionalDouble with) {
        return new Trial(number, hyperparameters, as, with, measurements);
    }
}
