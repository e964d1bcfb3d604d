package io.brume.algorithms.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoppingTest {
    private static final SearchSpace SPACE = SearchSpace.of(Parameter.continuous("x", 0, 1));

    @Test
    void theMedianRuleStopsWhatIsWorseThanTheMedianOfAverages() {
        for (Goal goal : Goal.values()) {
            var settings =
                    Search.Settings.of(SPACE, new Strategy.Random(), goal, 1).with(EarlyStopping.AUTO);
            Search search = Search.of(settings);
            search.suggest(5);
            double[][] curves = {{9, 5, 4}, {8, 4, 3}, {7, 3, 2}};
            for (int trial = 0; trial < 3; trial++) {
                for (int epoch = 1; epoch <= 3; epoch++) {
                    assertThat(search.measure(trial, epoch, goal.cost(curves[trial][epoch - 1])))
                            .isEqualTo(Advice.CONTINUE);
                }
                search.report(trial, goal.cost(curves[trial][2]));
            }
            // The averages up to the second epoch are 7, 6 and 5.
            assertThat(search.measure(3, 2, goal.cost(5.9))).isEqualTo(Advice.CONTINUE);
            assertThat(search.measure(4, 2, goal.cost(6.1))).isEqualTo(Advice.STOP);
            // Nobody has come as far as the fourth.
            assertThat(search.measure(3, 4, goal.cost(99))).isEqualTo(Advice.CONTINUE);
        }
    }

    @Test
    void aValueThatIsNotFiniteIsWorseThanAny() {
        Search search = Search.of(Search.Settings.of(SPACE, new Strategy.Random(), Goal.MAXIMIZE, 1)
                .with(EarlyStopping.AUTO));
        search.suggest(4);
        for (int trial = 0; trial < 3; trial++) {
            search.measure(trial, 1, trial);
            search.report(trial, trial);
        }
        assertThat(search.measure(3, 1, Double.NaN)).isEqualTo(Advice.STOP);
        assertThat(search.trials().get(3).measurements()).isEmpty();
    }

    @Test
    void bracketsHaveHyperbandsProportions() {
        var brackets = new Brackets(new Strategy.Hyperband(1, 27));
        var counts = new int[4];
        for (int trial = 0; trial < 49; trial++) {
            counts[brackets.bracket(trial)]++;
        }
        // With R = 27 and η = 3: 27, 12, 6 and 4 configurations.
        assertThat(counts).containsExactly(27, 12, 6, 4);
        assertThat(brackets.bracket(49)).isZero();
    }

    @Test
    void noTrialIsStoppedBeforeTheMinimumOrGoesBeyondTheMaximum() {
        Search search = Search.of(SPACE, new Strategy.Hyperband(3, 10), Goal.MINIMIZE, 1);
        List<Trial> trials = search.suggest(9);
        for (Trial trial : trials) {
            assertThat(search.measure(trial.number(), 2, trial.number())).isEqualTo(Advice.CONTINUE);
        }
        assertThat(search.measure(0, 10, 5)).isEqualTo(Advice.FINISH);
    }

    @Test
    void hyperbandKeepsTheBestAndSpendsAFractionOfTheResource() {
        Search search = Search.of(SPACE, new Strategy.Hyperband(1, 27), Goal.MINIMIZE, 7);
        int spent = 0;
        int count = 49;
        var finished = new boolean[count];
        for (Trial trial : search.suggest(count)) {
            double x = Double.parseDouble(trial.hyperparameters().get("x"));
            // A loss that falls to (x - 0.3)² as epochs go by, and keeps its order on the way.
            Advice advice = Advice.CONTINUE;
            for (int epoch = 1; advice == Advice.CONTINUE; epoch++) {
                double loss = (x - 0.3) * (x - 0.3) + 1.0 / epoch;
                advice = search.measure(trial.number(), epoch, loss);
                spent++;
                finished[trial.number()] = advice == Advice.FINISH;
            }
            if (advice == Advice.FINISH) {
                search.report(
                        trial.number(),
                        search.trials()
                                .get(trial.number())
                                .measurements()
                                .getLast()
                                .value());
            } else {
                search.stop(trial.number());
            }
        }
        Trial best = search.best().orElseThrow();
        assertThat(best.status()).isEqualTo(Trial.Status.COMPLETED);
        assertThat(Double.parseDouble(best.hyperparameters().get("x"))).isBetween(0.2, 0.4);
        assertThat(spent).isLessThan(count * 27 / 2);
        // The last four are never judged.
        assertThat(Arrays.copyOfRange(finished, 45, 49)).containsOnly(true);
    }
}
