package io.brume.algorithms.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.search.Trial.Status;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SearchTest {
    private static final SearchSpace SQUARE =
            SearchSpace.of(Parameter.continuous("x", -5, 10), Parameter.continuous("y", 0, 15));

    private static final SearchSpace MIXED = SearchSpace.of(
            new Parameter.Continuous("rate", 1e-5, 1, Scaling.LOGARITHMIC),
            Parameter.whole("depth", 1, 10),
            Parameter.categorical("kind", "a", "b", "c"));

    private static final SearchSpace CHOICES =
            SearchSpace.of(Parameter.categorical("a", "1", "2", "3"), Parameter.categorical("b", "x", "y"));

    /** The least is 0.397887. */
    private static double branin(Map<String, String> at) {
        double x = Double.parseDouble(at.get("x"));
        double y = Double.parseDouble(at.get("y"));
        double valley = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }

    /** The least is 0, at rate 0.01, depth 7 and kind b. */
    private static double mixed(Map<String, String> at) {
        double rate = Math.log10(Double.parseDouble(at.get("rate"))) + 2;
        double depth = (Double.parseDouble(at.get("depth")) - 7) / 3;
        return rate * rate + depth * depth + ("b".equals(at.get("kind")) ? 0 : 1);
    }

    private static Search run(Search search, int trials, ToDoubleFunction<Map<String, String>> objective) {
        for (int i = 0; i < trials; i++) {
            for (Trial trial : search.suggest(1)) {
                search.report(trial.number(), objective.applyAsDouble(trial.hyperparameters()));
            }
        }
        return search;
    }

    private static double median(java.util.function.IntToDoubleFunction bySeed) {
        return IntStream.range(0, 5).mapToDouble(bySeed).sorted().toArray()[2];
    }

    private static double best(Search search) {
        return search.best().orElseThrow().value().orElseThrow();
    }

    @Test
    void aModelFindsThePlantedMinimum() {
        assertThat(median(seed -> best(
                        run(Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, seed), 30, SearchTest::branin))))
                .isBetween(0.397887, 0.41);
        assertThat(median(seed -> best(
                        run(Search.of(MIXED, new Strategy.Bayesian(), Goal.MINIMIZE, seed), 30, SearchTest::mixed))))
                .isLessThan(0.01);
    }

    @Test
    void maximisingTheNegativeIsTheSameSearch() {
        Search least = run(Search.of(MIXED, new Strategy.Bayesian(), Goal.MINIMIZE, 4), 15, SearchTest::mixed);
        Search most = run(Search.of(MIXED, new Strategy.Bayesian(), Goal.MAXIMIZE, 4), 15, at -> -mixed(at));
        assertThat(most.trials().stream().map(Trial::hyperparameters))
                .isEqualTo(least.trials().stream().map(Trial::hyperparameters).toList());
        assertThat(best(most)).isEqualTo(-best(least));
    }

    @Test
    void aSearchThatWasSavedGoesOnAsIfNothingHadHappened() {
        for (Strategy strategy : List.of(
                new Strategy.Bayesian(), new Strategy.Random(), new Strategy.Grid(), new Strategy.Hyperband(1, 9))) {
            SearchSpace space = strategy instanceof Strategy.Grid
                    ? SearchSpace.of(
                            Parameter.categorical("rate", "0.1", "0.01", "0.001"),
                            Parameter.categorical("depth", "1", "7", "9"),
                            Parameter.categorical("kind", "a", "b"))
                    : MIXED;
            Search one = Search.of(space, strategy, Goal.MINIMIZE, 11);
            Search other = Search.of(space, strategy, Goal.MINIMIZE, 11);
            for (int step = 0; step < 12; step++) {
                List<Trial> ones = one.suggest(1);
                other = Search.fromJson(other.toJson());
                assertThat(other.suggest(1)).isEqualTo(ones);
                Trial trial = ones.getFirst();
                double value = mixed(trial.hyperparameters());
                assertThat(Search.fromJson(other.toJson()).measure(step, 1, value + 1))
                        .isNotNull();
                for (Search search : List.of(one, other)) {
                    search.measure(step, 1, value + 1);
                    if (step % 4 == 3) {
                        search.fail(step);
                    } else if (step % 4 == 2) {
                        search.stop(step);
                    } else if (step % 4 == 1) {
                        search.report(step, value);
                    }
                }
            }
            assertThat(other.toJson()).isEqualTo(one.toJson());
            assertThat(Search.fromJson(one.toJson()).settings()).isEqualTo(one.settings());
        }
    }

    @Test
    void anotherSeedIsAnotherSearch() {
        Search one = Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 1);
        Search other = Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 2);
        assertThat(one.suggest(3)).isNotEqualTo(other.suggest(3));
    }

    @Test
    void parallelSuggestionsKeepApart() {
        Search search = run(Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 12, SearchTest::branin);
        List<double[]> points = search.suggest(8).stream()
                .map(trial -> SQUARE.point(trial.hyperparameters()))
                .toList();
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < i; j++) {
                double[] a = points.get(i);
                double[] b = points.get(j);
                assertThat(Math.hypot(a[0] - b[0], a[1] - b[1])).isGreaterThan(0.005);
            }
        }
        // One call for eight is eight calls for one.
        Search again = run(Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 12, SearchTest::branin);
        for (int i = 0; i < 8; i++) {
            assertThat(again.suggest(1).getFirst()).isEqualTo(search.trials().get(12 + i));
        }
    }

    @Test
    void whereTrialsFailTheModelStopsGoing() {
        Search search = Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 3);
        run(search, 40, at -> Double.parseDouble(at.get("x")) < 2.5 ? Double.NaN : branin(at));
        List<Trial> late = search.trials().subList(20, 40);
        // Half of the square fails; a search that did not learn from that would go there ten times in twenty.
        assertThat(late.stream()
                        .filter(trial -> trial.status() == Status.FAILED)
                        .count())
                .isLessThan(7);
        assertThat(best(search)).isLessThan(0.45);
    }

    @Test
    void aFiniteSpaceEndsWithEveryConfigurationTriedOnce() {
        for (Strategy strategy : List.of(new Strategy.Grid(), new Strategy.Random(), new Strategy.Bayesian())) {
            Search search = Search.of(CHOICES, strategy, Goal.MAXIMIZE, 5);
            run(search, 5, at -> Double.parseDouble(at.get("a")));
            assertThat(search.suggest(10)).hasSize(1);
            assertThat(search.suggest(1)).isEmpty();
            Set<Map<String, String>> tried = new HashSet<>();
            search.trials().forEach(trial -> tried.add(trial.hyperparameters()));
            assertThat(tried).hasSize(6);
        }
    }

    @Test
    void valuesWithoutDifferenceOrOfAnySizeAreTaken() {
        run(Search.of(MIXED, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 12, at -> 1);
        run(Search.of(MIXED, new Strategy.Bayesian(), Goal.MAXIMIZE, 1), 12, at -> mixed(at) * 1e307);
        Search failed = run(Search.of(MIXED, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 12, at -> Double.NaN);
        assertThat(failed.best()).isEmpty();
        var fixed = SearchSpace.of(Parameter.continuous("x", 3, 3), Parameter.continuous("y", 0, 15));
        assertThat(best(run(Search.of(fixed, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 15, SearchTest::branin)))
                .isLessThan(branin(Map.of("x", "3", "y", "2.2")) + 0.2);
    }

    @Test
    void aTrialEndsOnce() {
        Search search = Search.of(SQUARE, new Strategy.Random(), Goal.MINIMIZE, 1);
        search.suggest(1);
        assertThatThrownBy(() -> search.report(1, 0)).hasMessage("there is no trial 1");
        search.measure(0, 2, 5);
        assertThatThrownBy(() -> search.measure(0, 2, 5)).isInstanceOf(IllegalArgumentException.class);
        search.stop(0);
        assertThat(search.trials().getFirst().value()).hasValue(5);
        assertThatThrownBy(() -> search.report(0, 1)).hasMessage("trial 0 has ended: it is STOPPED");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThatThrownBy(() -> Search.of(MIXED, new Strategy.Grid(), Goal.MINIMIZE, 1))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessage("a grid search takes categorical parameters only");
        assertThatThrownBy(() -> Search.of(MIXED, new Strategy.Hyperband(5, 5), Goal.MINIMIZE, 1))
                .hasMessageStartingWith("Hyperband needs 1 <= minimum resource < maximum resource <= 20000");
        var hyperband = Search.Settings.of(MIXED, new Strategy.Hyperband(1, 9), Goal.MINIMIZE, 1);
        assertThatThrownBy(() -> hyperband.with(EarlyStopping.AUTO)).isInstanceOf(BadHyperparameterException.class);
        assertThatThrownBy(() -> new WarmStart.Result(Map.of(), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoSavedSearchIsRefused() {
        String saved = run(Search.of(MIXED, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 3, SearchTest::mixed)
                .toJson();
        for (String text : List.of(
                "",
                "{}",
                "[1]",
                saved.substring(0, saved.length() - 5),
                saved + "x",
                saved.replace("\"version\":1", "\"version\":2"),
                saved.replace("completed", "gone"),
                saved.replace("\"seed\":1", "\"seed\":\"x\""),
                saved.replace("1.0E-5", "0"))) {
            assertThatThrownBy(() -> Search.fromJson(text)).as(text).isInstanceOf(BadModelException.class);
        }
    }

    @Test
    void earlierResultsOfTheSameObjectiveCountAsOwnOnes() {
        Search parent = run(Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 20, SearchTest::branin);
        var start = new WarmStart(WarmStart.Kind.IDENTICAL_DATA_AND_ALGORITHM, List.of(WarmStart.results(parent)));
        // Another space: narrower in x, wider in y.
        var space = SearchSpace.of(Parameter.continuous("x", 2, 10), Parameter.continuous("y", -5, 15));
        var settings = Search.Settings.of(space, new Strategy.Bayesian(), Goal.MINIMIZE, 9)
                .with(start);
        Search child = run(Search.of(settings), 6, SearchTest::branin);
        assertThat(best(child)).isLessThan(0.5);
        assertThat(child.bestOverall().orElseThrow().value()).isLessThanOrEqualTo(Math.min(best(parent), best(child)));
        assertThat(Search.fromJson(child.toJson()).settings()).isEqualTo(settings);
    }

    @Test
    void earlierResultsOfAnotherObjectiveShowWhereToBegin() {
        Search parent = run(Search.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 1), 40, SearchTest::branin);
        var start = new WarmStart(WarmStart.Kind.TRANSFER_LEARNING, List.of(WarmStart.results(parent)));
        ToDoubleFunction<Map<String, String>> other =
                at -> 1000 + 50 * branin(at) + 3 * Double.parseDouble(at.get("y"));
        var settings = Search.Settings.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 0);
        double warm = median(seed -> best(run(Search.of(seeded(settings.with(start), seed)), 8, other)));
        double cold = median(seed -> best(run(Search.of(seeded(settings, seed)), 8, other)));
        assertThat(warm).isLessThan(cold).isLessThan(1040);
        assertThat(run(Search.of(settings.with(start)), 3, other)
                        .bestOverall()
                        .orElseThrow()
                        .value())
                .isGreaterThan(1000);
    }

    private static Search.Settings seeded(Search.Settings settings, long seed) {
        return new Search.Settings(
                settings.space(),
                settings.strategy(),
                settings.goal(),
                seed,
                settings.earlyStopping(),
                settings.warmStart());
    }

    @Test
    void manyTrialsAreHeldByTheBestAndAnEvenSelection() {
        var results = IntStream.range(0, 2000)
                .mapToObj(i -> SQUARE.at(new double[] {i % 50 / 50.0, i / 50 / 40.0}))
                .map(at -> new WarmStart.Result(at, branin(at)))
                .toList();
        var start = new WarmStart(WarmStart.Kind.IDENTICAL_DATA_AND_ALGORITHM, List.of(results));
        var settings = Search.Settings.of(SQUARE, new Strategy.Bayesian(), Goal.MINIMIZE, 9)
                .with(start);
        assertThat(best(run(Search.of(settings), 1, SearchTest::branin))).isLessThan(0.42);
    }

    @Test
    void randomSuggestionsAreEvenOnTheirScale() {
        Search search = Search.of(MIXED, new Strategy.Random(), Goal.MINIMIZE, 1);
        double[] rates = search.suggest(1000).stream()
                .mapToDouble(trial ->
                        Math.log10(Double.parseDouble(trial.hyperparameters().get("rate"))))
                .toArray();
        // Of 1,000 that are even over five decades, the mean is within 4 standard errors: 4 · 5 / √12,000.
        assertThat(Arrays.stream(rates).average().orElseThrow()).isBetween(-2.5 - 0.19, -2.5 + 0.19);
    }
}
