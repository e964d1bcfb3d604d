package io.brume.algorithms.search;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.search.Trial.Measurement;
import io.brume.algorithms.search.Trial.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A search for good hyperparameters: suggests trials, is told how they went, and suggests better ones.
 *
 * <p>A suggestion depends on nothing but the settings, the seed and what has been reported, so the same reports in the same
 * order make the same search, and {@link #toJson} between any two calls loses nothing. May be used by several threads, one
 * after the other.
 */
public final class Search {
    private static final int REDRAWS = 200;

    private final Settings settings;
    private final List<Trial> trials;

    Search(Settings settings, List<Trial> trials) {
        this.settings = settings;
        this.trials = new ArrayList<>(trials);
    }

    /**
     * What a search is made from.
     *
     * @param warmStart null where there is none
     */
    public record Settings(
            SearchSpace space,
            Strategy strategy,
            Goal goal,
            long seed,
            EarlyStopping earlyStopping,
            @Nullable WarmStart warmStart) {
        /** @throws BadHyperparameterException where the strategy does not fit the space, or something does not go together */
        public Settings {
            String problem = strategy.problem(space);
            boolean byModel = strategy instanceof Strategy.Bayesian || strategy instanceof Strategy.Random;
            if (problem == null && strategy instanceof Strategy.Hyperband && earlyStopping != EarlyStopping.OFF) {
                problem = "Hyperband stops trials by itself: early stopping has to be OFF";
            } else if (problem == null && warmStart != null && !byModel) {
                problem = "a warm start needs a Bayesian or a random search";
            }
            if (problem != null) {
                throw new BadHyperparameterException("strategy", problem);
            }
        }

        public static Settings of(SearchSpace space, Strategy strategy, Goal goal, long seed) {
            return new Settings(space, strategy, goal, seed, EarlyStopping.OFF, null);
        }

        public Settings with(EarlyStopping stopping) {
            return new Settings(space, strategy, goal, seed, stopping, warmStart);
        }

        public Settings with(WarmStart start) {
            return new Settings(space, strategy, goal, seed, earlyStopping, start);
        }
    }

    public static Search of(Settings settings) {
        return new Search(settings, List.of());
    }

    public static Search of(SearchSpace space, Strategy strategy, Goal goal, long seed) {
        return of(Settings.of(space, strategy, goal, seed));
    }

    /** A search as {@link #toJson} wrote it. @throws io.brume.algorithms.BadModelException where it is no such text */
    public static Search fromJson(String json) {
        return SearchJson.read(json);
    }

    /** All of the search, as text that {@link #fromJson} takes. */
    public synchronized String toJson() {
        return SearchJson.write(settings, trials);
    }

    public Settings settings() {
        return settings;
    }

    /** All trials, in the order of their numbers. */
    public synchronized List<Trial> trials() {
        return List.copyOf(trials);
    }

    /** Up to this many new trials to run: fewer where every configuration of a finite space has been suggested. */
    public synchronized List<Trial> suggest(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot suggest " + count + " trials");
        }
        Set<Map<String, String>> taken = new HashSet<>();
        trials.forEach(trial -> taken.add(trial.hyperparameters()));
        var suggested = new ArrayList<Trial>();
        Bayes bayes = null;
        while (suggested.size() < count && taken.size() < settings.space.size()) {
            int number = trials.size();
            var random = new SplittableRandom(mixed(settings.seed, number));
            boolean byModel = settings.strategy instanceof Strategy.Bayesian && modelled();
            bayes = byModel && bayes == null ? Evidence.of(settings, trials) : bayes;
            Map<String, String> configuration = switch (settings.strategy) {
                case Strategy.Grid grid -> settings.space.numbered(number);
                case Strategy.Bayesian bayesian -> bayes == null ? spread(number, taken) : bayes.suggest(taken, random);
                default -> drawn(random, taken);
            };
            configuration = configuration == null ? drawn(random, taken) : configuration;
            if (bayes != null) {
                bayes.assume(configuration, false);
            }
            taken.add(configuration);
            var trial = new Trial(number, configuration, Status.RUNNING, OptionalDouble.empty(), List.of());
            trials.add(trial);
            suggested.add(trial);
        }
        return suggested;
    }

    /** Whether there are enough results for a model to beat an even spread. */
    private boolean modelled() {
        int enough = Math.clamp(settings.space.parameters().size() + 2, 5, 10);
        return Evidence.count(settings, trials) >= enough;
    }

    private Map<String, String> spread(int number, Set<Map<String, String>> taken) {
        var sequence = new Halton(settings.space.parameters().size(), new SplittableRandom(settings.seed));
        Map<String, String> configuration = settings.space.at(sequence.point(number));
        return taken.contains(configuration)
                ? drawn(new SplittableRandom(mixed(settings.seed, number)), taken)
                : configuration;
    }

    /** At random; again where it is taken, and at last the first that is free in a small space. */
    private Map<String, String> drawn(SplittableRandom random, Set<Map<String, String>> taken) {
        Map<String, String> configuration = Map.of();
        for (int i = 0; i < REDRAWS; i++) {
            configuration = settings.space.at(
                    random.doubles(settings.space.parameters().size()).toArray());
            if (!taken.contains(configuration)) {
                return configuration;
            }
        }
        for (long number = 0; number < settings.space.size() && number <= taken.size(); number++) {
            Map<String, String> next = settings.space.numbered(number);
            if (!taken.contains(next)) {
                return next;
            }
        }
        return configuration;
    }

    /** The final value of a running trial. One that is not finite makes it a failed one. */
    public synchronized void report(int trial, double value) {
        end(trial, Double.isFinite(value) ? Status.COMPLETED : Status.FAILED, value);
    }

    /** A running trial ended without a value. */
    public synchronized void fail(int trial) {
        end(trial, Status.FAILED, Double.NaN);
    }

    /** A running trial was ended early; its value is the last that it measured, if any. */
    public synchronized void stop(int trial) {
        List<Measurement> measurements = running(trial).measurements();
        end(
                trial,
                Status.STOPPED,
                measurements.isEmpty() ? Double.NaN : measurements.getLast().value());
    }

    private void end(int trial, Status status, double value) {
        OptionalDouble finite = Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        trials.set(trial, running(trial).ended(status, finite));
    }

    /**
     * The objective's value of a running trial on the way. A value that is not finite is not kept.
     *
     * @param resource how much it has used so far, such as epochs; more than at its last measurement
     * @return whether it is worth going on; whoever ends it says so by {@link #stop}, or {@link #report} where it has finished
     */
    public synchronized Advice measure(int trial, int resource, double value) {
        Trial before = running(trial);
        int last = before.measurements().isEmpty()
                ? 0
                : before.measurements().getLast().resource();
        if (resource <= last) {
            throw new IllegalArgumentException(
                    "trial " + trial + " measured at " + last + " before, so it cannot measure at " + resource);
        }
        var measurement = new Measurement(resource, value);
        if (Double.isFinite(value)) {
            trials.set(trial, before.with(measurement));
        }
        // What is not finite is worse than anything.
        var judged = Double.isFinite(value)
                ? measurement
                : new Measurement(resource, settings.goal.cost(Double.POSITIVE_INFINITY));
        if (settings.strategy instanceof Strategy.Hyperband hyperband) {
            return new Brackets(hyperband).advise(trials, before, judged, settings.goal);
        }
        return settings.earlyStopping == EarlyStopping.AUTO
                ? MedianRule.advise(trials, before, judged, settings.goal)
                : Advice.CONTINUE;
    }

    private Trial running(int trial) {
        if (trial < 0 || trial >= trials.size()) {
            throw new IllegalArgumentException("there is no trial " + trial);
        }
        Trial found = trials.get(trial);
        if (found.ended()) {
            throw new IllegalStateException("trial " + trial + " has ended: it is " + found.status());
        }
        return found;
    }

    /** The trial of this search with the best value. */
    public synchronized Optional<Trial> best() {
        return trials.stream()
                .filter(trial -> trial.value().isPresent())
                .min(Comparator.comparingDouble(
                        trial -> settings.goal.cost(trial.value().getAsDouble())));
    }

    /** The best result of this search and, where a warm start is from the identical objective, of the earlier ones. */
    public synchronized Optional<WarmStart.Result> bestOverall() {
        var results = new ArrayList<>(WarmStart.results(this));
        if (settings.warmStart != null && settings.warmStart.kind() == WarmStart.Kind.IDENTICAL_DATA_AND_ALGORITHM) {
            settings.warmStart.parents().forEach(results::addAll);
        }
        return results.stream().min(Comparator.comparingDouble(result -> settings.goal.cost(result.value())));
    }

    /** A seed for each number that has nothing to do with the next one's. */
    private static long mixed(long seed, int number) {
        return new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L * (number + 1L)).nextLong();
    }
}
