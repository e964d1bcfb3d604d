package io.brume.algorithms.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brume.algorithms.BadHyperparameterException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SearchSpaceTest {
    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> SearchSpace.of(
                        new Parameter.Continuous("a", 0, 1, Scaling.LOGARITHMIC),
                        new Parameter.Continuous("b", 0.5, 1, Scaling.REVERSE_LOGARITHMIC),
                        new Parameter.Whole("c", 1, 9, Scaling.REVERSE_LOGARITHMIC),
                        new Parameter.Continuous("d", 2, 1, Scaling.AUTO),
                        new Parameter.Continuous("e", Double.NaN, 1, Scaling.AUTO),
                        Parameter.categorical("f"),
                        Parameter.categorical("g", "x", "x"),
                        Parameter.whole("h", 1, 2),
                        Parameter.whole("h", 1, 2),
                        Parameter.whole(" ", 1, 2)))
                .isInstanceOfSatisfying(
                        BadHyperparameterException.class,
                        e -> assertThat(e.problems()).containsOnlyKeys("a", "b", "c", "d", "e", "f", "g", "h", " "))
                .hasMessageContaining("a cannot be scaled logarithmically: its range must lie above 0")
                .hasMessageContaining(
                        "b cannot be scaled reverse-logarithmically: its range must lie within 0 <= x < 1")
                .hasMessageContaining("h is there twice");
        assertThatThrownBy(() -> SearchSpace.of()).hasMessage("there is no hyperparameter to search over");
    }

    @Test
    void placesAreEvenOnTheScale() {
        assertThat(number(new Parameter.Continuous("x", 1e-4, 1, Scaling.LOGARITHMIC), 0.5))
                .isEqualTo(1e-2, within(1e-12));
        assertThat(number(new Parameter.Continuous("x", 0.9, 0.999, Scaling.REVERSE_LOGARITHMIC), 0.5))
                .isEqualTo(0.99, within(1e-12));
        assertThat(number(new Parameter.Continuous("x", -1, 3, Scaling.LINEAR), 0.5))
                .isEqualTo(1);
        assertThat(number(Parameter.continuous("x", -Double.MAX_VALUE, Double.MAX_VALUE), 0.5))
                .isZero();
    }

    @Test
    void autoTakesTheScaleOnWhichTheRangeIsWide() {
        assertThat(Scaling.AUTO.over(1e-5, 1e-1, false)).isEqualTo(Scaling.LOGARITHMIC);
        assertThat(Scaling.AUTO.over(0.9, 0.9999, false)).isEqualTo(Scaling.REVERSE_LOGARITHMIC);
        assertThat(Scaling.AUTO.over(0, 100, false)).isEqualTo(Scaling.LINEAR);
        assertThat(Scaling.AUTO.over(1, 10, true)).isEqualTo(Scaling.LINEAR);
    }

    @Test
    void theEndsOfAWholeRangeComeAsOftenAsTheOthers() {
        var parameter = new Parameter.Whole("n", 1, 4, Scaling.LINEAR);
        var counts = new int[5];
        IntStream.range(0, 4000).forEach(i -> counts[Integer.parseInt(parameter.at((i + 0.5) / 4000))]++);
        assertThat(counts).containsExactly(0, 1000, 1000, 1000, 1000);
    }

    @Test
    void aConfigurationLiesWhereItCameFrom() {
        var space = SearchSpace.of(
                new Parameter.Continuous("rate", 1e-5, 1, Scaling.LOGARITHMIC),
                new Parameter.Whole("depth", 1, 1000, Scaling.LOGARITHMIC),
                Parameter.categorical("kind", "a", "b", "c"));
        double[] point = Objects.requireNonNull(space.point(space.at(new double[] {0.3, 0.6, 0.4})));
        assertThat(point).hasSize(5);
        assertThat(point[0]).isEqualTo(0.3, within(1e-12));
        assertThat(point[1]).isEqualTo(0.6, within(0.01));
        assertThat(Arrays.copyOfRange(point, 2, 5)).containsExactly(0, SearchSpace.CHOSEN, 0);
        assertThat(space.owners()).containsExactly(0, 1, 2, 2, 2);
        assertThat(space.size()).isInfinite();
    }

    @Test
    void anotherSpacesConfigurationHasAPointWhereItsNumbersHaveAPlace() {
        var space = SearchSpace.of(
                new Parameter.Continuous("rate", 1e-2, 1, Scaling.LOGARITHMIC),
                Parameter.categorical("kind", "a", "b"));
        assertThat(space.point(Map.of("rate", "0.0001", "kind", "z", "more", "1")))
                .containsExactly(new double[] {-1, 0, 0}, within(1e-9));
        for (String hopeless : List.of("0", "-1", "NaN", "Infinity", "much")) {
            assertThat(space.point(Map.of("rate", hopeless, "kind", "a"))).isNull();
        }
        assertThat(space.point(Map.of("kind", "a"))).isNull();
    }

    private static double number(Parameter parameter, double place) {
        return Double.parseDouble(parameter.at(place));
    }
}
