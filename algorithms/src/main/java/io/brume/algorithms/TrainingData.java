package io.brume.algorithms;

import io.brume.algorithms.data.Dataset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Datasets by channel name. */
public final class TrainingData {
    public static final String TRAIN = "train";
    public static final String VALIDATION = "validation";
    public static final String TEST = "test";

    private final Map<String, Dataset> channels;

    private TrainingData(Map<String, Dataset> channels) {
        this.channels = Collections.unmodifiableMap(channels);
    }

    /** Data with a {@code train} channel. */
    public static TrainingData of(Dataset train) {
        return of(Map.of(TRAIN, train));
    }

    public static TrainingData of(Map<String, Dataset> channels) {
        return new TrainingData(new LinkedHashMap<>(channels));
    }

    /** The same with one more channel, or with another dataset for it. */
    public TrainingData with(String channel, Dataset dataset) {
        var more = new LinkedHashMap<>(channels);
        more.put(channel, dataset);
        return new TrainingData(more);
    }

    /** @throws BadDataException where there is no such channel */
    public Dataset train() {
        return channel(TRAIN).orElseThrow(() -> new BadDataException("there is no channel \"" + TRAIN + "\""));
    }

    public Optional<Dataset> validation() {
        return channel(VALIDATION);
    }

    public Optional<Dataset> test() {
        return channel(TEST);
    }

    public Optional<Dataset> channel(String name) {
        return Optional.ofNullable(channels.get(name));
    }

    public Map<String, Dataset> channels() {
        return channels;
    }
}
