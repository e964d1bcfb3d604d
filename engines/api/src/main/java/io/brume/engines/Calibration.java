package io.brume.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns an engine's raw score into the probability that it is right: a rising, piecewise linear function fitted by isotonic
 * regression (Zadrozny and Elkan, 2002; pool adjacent violators, Ayer et al., 1955) on labelled text.
 *
 * <p>As text: one {@code raw probability} pair a line, rising; {@code #} starts a comment.
 *
 * @param raw raw scores, strictly rising
 * @param probability the probability at each of them, never falling
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Calibration(double[] raw, double[] probability) {

    /** Pseudo-observations that keep every block's probability off 0 and 1. */
    private static final double PRIOR = 1.0;

    /**
     * The system property with the names of the calibrations that {@link #read} replaces by {@link #NONE}, with commas between
     * them, or {@code *} for all: how raw scores are had to fit a calibration to.
     */
    public static final String RAW_PROPERTY = "brume.calibration.raw";

    /** Leaves every score as it is. */
    public static final Calibration NONE = new Calibration(new double[] {0, 1}, new double[] {0, 1});

    public Calibration {
        if (raw.length == 0 || raw.length != probability.length) {
            throw new IllegalArgumentException(
                    "a calibration needs as many probabilities as raw scores, and one at least");
        }
        for (int i = 1; i < raw.length; i++) {
            if (!(raw[i - 1] < raw[i] && probability[i - 1] <= probability[i])) {
                throw new IllegalArgumentException("a calibration must rise; it does not at raw score " + raw[i]);
            }
        }
    }

    /** The probability at a raw score; flat beyond both ends. */
    @SuppressWarnings("ReferenceEquality") // NONE is that one object, not a curve like it
    public double of(double score) {
        if (this == NONE) {
            return score;
        }
        int i = Arrays.binarySearch(raw, score);
        if (i >= 0) {
            return probability[i];
        }
        int above = -i - 1;
        if (above == 0) {
            return probability[0];
        }
        if (above == raw.length) {
            return probability[raw.length - 1];
        }
        double share = (score - raw[above - 1]) / (raw[above] - raw[above - 1]);
        return probability[above - 1] + share * (probability[above] - probability[above - 1]);
    }

    /**
     * Fits to observations.
     *
     * @param scores raw scores
     * @param right whether the answer with that score was right
     */
    public static Calibration fit(double[] scores, boolean[] right) {
        if (scores.length == 0 || scores.length != right.length) {
            throw new IllegalArgumentException("fitting needs as many verdicts as scores, and one at least");
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Block> blocks = pool(distinct(order, scores, right));
        double base = IntStream.range(0, right.length).filter(i -> right[i]).count() / (double) right.length;
        double[] probabilities = blocks.stream()
                .mapToDouble(b -> (b.hits + PRIOR * base) / (b.weight + PRIOR))
                .toArray();
        for (int i = 1; i < probabilities.length; i++) {
            probabilities[i] = Math.max(probabilities[i], probabilities[i - 1]);
        }
        return new Calibration(blocks.stream().mapToDouble(Block::middle).toArray(), probabilities);
    }

    /** One block for each score that occurs, so that equal scores get one probability. */
    private static List<Block> distinct(int[] order, double[] scores, boolean[] right) {
        List<Block> blocks = new ArrayList<>();
        for (int i : order) {
            var block = new Block(scores[i], scores[i], scores[i], right[i] ? 1 : 0, 1);
            if (!blocks.isEmpty() && blocks.getLast().highest == scores[i]) {
                block = blocks.removeLast().plus(block);
            }
            blocks.add(block);
        }
        return blocks;
    }

    /** Joins neighbours until the share of right answers rises. */
    private static List<Block> pool(List<Block> rising) {
        List<Block> blocks = new ArrayList<>();
        for (Block block : rising) {
            blocks.add(block);
            while (blocks.size() > 1
                    && blocks.get(blocks.size() - 2).rate() >= blocks.getLast().rate()) {
                Block last = blocks.removeLast();
                blocks.add(blocks.removeLast().plus(last));
            }
        }
        return blocks;
    }

    private record Block(double lowest, double highest, double total, double hits, double weight) {
        double rate() {
            return hits / weight;
        }

        /** The mean score, kept inside the block whatever rounding does, so that blocks' middles rise. */
        double middle() {
            return Math.clamp(total / weight, lowest, highest);
        }

        Block plus(Block next) {
            return new Block(lowest, next.highest, total + next.total, hits + next.hits, weight + next.weight);
        }
    }

    /**
     * Reads a calibration that an engine ships as a resource.
     *
     * @throws IOException when it is missing or not a calibration
     */
    public static Calibration read(Class<?> beside, String resource) throws IOException {
        List<String> skipped = List.of(System.getProperty(RAW_PROPERTY, "").split(","));
        if (skipped.contains("*") || skipped.contains(resource)) {
            return NONE;
        }
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("calibration " + resource + " is missing beside " + beside.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException("calibration " + resource + " is not one: " + e.getMessage(), e);
        }
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException when it is not a calibration
     */
    public static Calibration parse(String text) {
        var pairs = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.trim().split("\\s+"))
                .toList();
        if (pairs.stream().anyMatch(pair -> pair.length != 2)) {
            throw new IllegalArgumentException("a calibration's lines are pairs of raw score and probability");
        }
        return new Calibration(
                pairs.stream().mapToDouble(pair -> Double.parseDouble(pair[0])).toArray(),
                pairs.stream().mapToDouble(pair -> Double.parseDouble(pair[1])).toArray());
    }

    /** The form that {@link #parse} and {@link #read} take. */
    public String text() {
        return IntStream.range(0, raw.length)
                .mapToObj(i -> raw[i] + " " + probability[i] + "\n")
                .collect(Collectors.joining());
    }
}
