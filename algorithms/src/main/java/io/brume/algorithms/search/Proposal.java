package io.brume.algorithms.search;

import io.brume.algorithms.search.Minimizer.Minimum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the configuration with the greatest expected improvement: of quasi-random ones and of neighbours of the best observed
 * ones, the best few climb on, by gradient in the numbers and by exchange in categories and small whole numbers.
 */
final class Proposal {
    private static final int SAMPLES = 1_000;
    private static final int NEIGHBOURS = 100;
    private static final int CLIMBERS = 6;
    private static final int CLIMBS = 40;

    private final SearchSpace space;
    private final GaussianProcess process;
    private final Set<Map<String, String>> taken;
    private final SplittableRandom random;
    private final double best;
    private final int[] firsts;

    /** @param taken configurations that are not to be proposed again */
    Proposal(SearchSpace space, GaussianProcess process, Set<Map<String, String>> taken, SplittableRandom random) {
        this.space = space;
        this.process = process;
        this.taken = taken;
        this.random = random;
        best = process.best();
        firsts = new int[space.parameters().size()];
        int[] owners = space.owners();
        for (int c = owners.length - 1; c >= 0; c--) {
            firsts[owners[c]] = c;
        }
    }

    private record Candidate(Map<String, String> configuration, double[] point, double score) {}

    /** Null where there is none that is not taken. */
    @Nullable
    Map<String, String> find() {
        var candidates = new ArrayList<Candidate>();
        var seen = new HashSet<>(taken);
        var sequence = new Halton(firsts.length, random);
        for (int i = 0; i < SAMPLES; i++) {
            add(space.at(sequence.point(i)), seen, candidates);
        }
        for (double[] places : observedPlaces()) {
            for (int i = 0; i < NEIGHBOURS; i++) {
                add(space.at(near(places)), seen, candidates);
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
        var found = candidates.isEmpty() ? null : candidates.getFirst();
        for (Candidate start : List.copyOf(candidates.subList(0, Math.min(CLIMBERS, candidates.size())))) {
            Candidate end = exchanged(climbed(start));
            if (found == null || end.score > found.score) {
                found = end;
            }
        }
        return found == null ? null : found.configuration;
    }

    private void add(Map<String, String> configuration, Set<Map<String, String>> seen, List<Candidate> candidates) {
        if (seen.add(configuration)) {
            candidates.add(candidate(configuration));
        }
    }

    private Candidate candidate(Map<String, String> configuration) {
        double[] point = space.point(configuration);
        if (point == null) {
            throw new IllegalStateException("not of this space: " + configuration);
        }
        double score =
                taken.contains(configuration) ? Double.NEGATIVE_INFINITY : process.logExpectedImprovement(point, best);
        return new Candidate(configuration, point, score);
    }

    /** The places of the best five that were observed. */
    private List<double[]> observedPlaces() {
        var observations = process.observations();
        return IntStream.range(0, observations.size())
                .filter(i -> observations.tasks()[i] == 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> observations.values()[i]))
                .limit(5)
                .map(i -> places(observations.points()[i]))
                .toList();
    }

    private double[] places(double[] point) {
        var places = new double[firsts.length];
        for (int p = 0; p < places.length; p++) {
            places[p] = Math.clamp(point[firsts[p]], 0, 1);
            if (space.parameters().get(p) instanceof Parameter.Categorical choice) {
                int count = choice.choices().size();
                for (int i = 0; i < count; i++) {
                    places[p] = point[firsts[p] + i] > 0 ? (i + 0.5) / count : places[p];
                }
            }
        }
        return places;
    }

    /** Moves numbers by a step of random size, and now and then chooses another category. */
    private double[] near(double[] places) {
        double[] moved = places.clone();
        double step = Math.pow(10, -1 - 2 * random.nextDouble());
        for (int p = 0; p < moved.length; p++) {
            if (!(space.parameters().get(p) instanceof Parameter.Categorical)) {
                moved[p] = Math.clamp(moved[p] + step * random.nextGaussian(), 0, 1);
            } else if (random.nextDouble() < 1.0 / moved.length) {
                moved[p] = random.nextDouble();
            }
        }
        return moved;
    }

    /** Follows the gradient in all numbers, and takes the whole ones that are nearest to its end. */
    private Candidate climbed(Candidate start) {
        double[] point = start.point.clone();
        int[] numbers = IntStream.range(0, firsts.length)
                .filter(p -> !(space.parameters().get(p) instanceof Parameter.Categorical))
                .map(p -> firsts[p])
                .toArray();
        if (numbers.length == 0) {
            return start;
        }
        var from = new double[numbers.length];
        var high = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            from[i] = point[numbers[i]];
            high[i] = 1;
        }
        var slopes = new double[point.length];
        Minimum end = Minimizer.descend(
                (x, gradient) -> {
                    for (int i = 0; i < x.length; i++) {
                        point[numbers[i]] = x[i];
                    }
                    double score = process.logExpectedImprovement(point, best, slopes);
                    for (int i = 0; i < x.length; i++) {
                        gradient[i] = -slopes[numbers[i]];
                    }
                    return -score;
                },
                from,
                new double[numbers.length],
                high,
                CLIMBS);
        for (int i = 0; i < numbers.length; i++) {
            point[numbers[i]] = end.x()[i];
        }
        Candidate reached = candidate(space.at(places(point)));
        return reached.score > start.score ? reached : start;
    }

    /** Tries every other category and the whole numbers next to each, one after the other, until none is better. */
    private Candidate exchanged(Candidate start) {
        Candidate current = start;
        for (int round = 0; round < 3; round++) {
            Candidate before = current;
            for (Parameter parameter : space.parameters()) {
                for (String other : alternatives(parameter, current.configuration.get(parameter.name()))) {
                    var changed = new LinkedHashMap<>(current.configuration);
                    changed.put(parameter.name(), other);
                    Candidate candidate = candidate(changed);
                    current = candidate.score > current.score ? candidate : current;
                }
            }
            if (current == before) {
                break;
            }
        }
        return current;
    }

    private static List<String> alternatives(Parameter parameter, @Nullable String now) {
        return switch (parameter) {
            case Parameter.Continuous continuous -> List.of();
            case Parameter.Categorical choice -> choice.choices();
            case Parameter.Whole range -> {
                long value = Long.parseLong(String.valueOf(now));
                var next = new ArrayList<String>();
                if (value > range.minimum()) {
                    next.add(Long.toString(value - 1));
                }
                if (value < range.maximum()) {
                    next.add(Long.toString(value + 1));
                }
                yield next;
            }
        };
    }
}
