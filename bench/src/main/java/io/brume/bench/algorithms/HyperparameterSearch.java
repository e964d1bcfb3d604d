package io.brume.bench.algorithms;

import io.brume.algorithms.search.Goal;
import io.brume.algorithms.search.Search;
import io.brume.algorithms.search.Strategy;
import io.brume.algorithms.search.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Searches the same spaces for the same objectives by our Gaussian process, by Debian's Optuna (TPE as it comes) and at random,
 * with equal trials, and compares the median of the best values over seeds. The exit status is 0 where ours is less than Optuna's
 * for each objective. {@code --seeds N} sets how many seeds (21).
 */
public final class HyperparameterSearch {
    private final OptunaPeer optuna;
    private final double[] milliseconds = new double[2];
    private double longest;

    private HyperparameterSearch(OptunaPeer optuna) {
        this.optuna = optuna;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seeds = 21;
        if (arguments.length == 3 && arguments[1].equals("--seeds") && arguments[2].matches("[1-9][0-9]{0,3}")) {
            seeds = Integer.parseInt(arguments[2]);
        } else if (arguments.length > 1) {
            System.err.println("usage: search [--seeds N]");
            System.exit(2);
        }
        if (OptunaPeer.isMissing()) {
            System.err.println(
                    "The peer is missing: apt-get install --no-install-recommends python3-optuna python3-sklearn");
            System.exit(3);
        }
        boolean better = true;
        try (var optuna = new OptunaPeer()) {
            for (Objective objective : List.of(Objective.branin(), Objective.hartmann(), digits(optuna))) {
                better &= new HyperparameterSearch(optuna).compare(objective, seeds);
            }
        }
        System.out.println(better ? "reached: better than Optuna in the median on each" : "missed");
        System.exit(better ? 0 : 1);
    }

    private static Objective digits(OptunaPeer optuna) throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "brume-bench"));
        Path file = folder.resolve("digits.csv");
        optuna.digits(file);
        return new DigitsNetwork(file).objective();
    }

    private boolean compare(Objective objective, int seeds) throws IOException {
        var ours = new double[seeds];
        var theirs = new double[seeds];
        var random = new double[seeds];
        for (int seed = 0; seed < seeds; seed++) {
            ours[seed] = ours(objective, new Strategy.Bayesian(), seed);
            random[seed] = ours(objective, new Strategy.Random(), seed);
            theirs[seed] = theirs(objective, seed);
        }
        System.out.printf("%s, %d trials, %d seeds: best value%n", objective.name(), objective.trials(), seeds);
        int suggestions = seeds * objective.trials();
        row(
                "Brume",
                ours,
                String.format(
                        Locale.ROOT, "%.1f ms a suggestion, at most %.0f", milliseconds[0] / suggestions, longest));
        row("Optuna", theirs, String.format(Locale.ROOT, "%.1f ms a suggestion", milliseconds[1] / suggestions));
        row("random", random, "");
        int wins = 0;
        for (int seed = 0; seed < seeds; seed++) {
            wins += ours[seed] < theirs[seed] ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "  better than Optuna with %d of %d seeds; its median less ours: %.5f%n",
                wins,
                seeds,
                Spread.of(theirs).median() - Spread.of(ours).median());
        return Spread.of(ours).median() < Spread.of(theirs).median();
    }

    private static void row(String name, double[] values, String time) {
        Spread spread = Spread.of(values);
        System.out.printf(
                Locale.ROOT,
                "  %-7s median %9.5f (%.5f to %.5f)  %s%n",
                name,
                spread.median(),
                spread.least(),
                spread.most(),
                time);
    }

    private double ours(Objective objective, Strategy strategy, int seed) {
        Search search = Search.of(objective.space(), strategy, Goal.MINIMIZE, seed);
        for (int i = 0; i < objective.trials(); i++) {
            long begin = System.nanoTime();
            Trial trial = search.suggest(1).getFirst();
            if (strategy instanceof Strategy.Bayesian) {
                double took = (System.nanoTime() - begin) / 1e6;
                milliseconds[0] += took;
                longest = Math.max(longest, took);
            }
            search.report(trial.number(), objective.value().applyAsDouble(trial.hyperparameters()));
        }
        return search.best().orElseThrow().value().orElseThrow();
    }

    private double theirs(Objective objective, int seed) throws IOException {
        optuna.start(seed, objective.space());
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < objective.trials(); i++) {
            long begin = System.nanoTime();
            var configuration = optuna.ask();
            milliseconds[1] += (System.nanoTime() - begin) / 1e6;
            double value = objective.value().applyAsDouble(configuration);
            optuna.tell(value);
            best = Math.min(best, value);
        }
        return best;
    }
}
