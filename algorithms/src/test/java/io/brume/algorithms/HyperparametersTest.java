package io.brume.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.Hyperparameters.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HyperparametersTest {
    enum Start {
        RANDOM,
        @Written("kmeans++")
        PLUS
    }

    record Settings(
            @Hyperparameter(range = "[1, )", about = "Clusters.")
            int k,

            @Hyperparameter(byDefault = "kmeans++") Start initMethod,

            @Hyperparameter(byDefault = "0.1", range = "(0, 1)")
            float learningRate,

            @Hyperparameter(range = "[0, )") OptionalDouble l1,
            @Hyperparameter(byDefault = "random,kmeans++") List<Start> several,

            @Hyperparameter(name = "_tuning", byDefault = "true")
            boolean tuning,

            OptionalInt limit,
            Optional<Start> other) {}

    @Test
    void textsBecomeTypedValuesAndTheRestIsDefault() {
        var settings = Hyperparameters.parse(
                Settings.class,
                Map.of(
                        "k",
                        "3",
                        "learning_rate",
                        "1e-3",
                        "l1",
                        "auto",
                        "several",
                        "[\"kmeans++\"]",
                        "other",
                        "random"));
        assertThat(settings)
                .isEqualTo(new Settings(
                        3,
                        Start.PLUS,
                        0.001f,
                        OptionalDouble.empty(),
                        List.of(Start.PLUS),
                        true,
                        OptionalInt.empty(),
                        Optional.of(Start.RANDOM)));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        assertThatThrownBy(() -> Hyperparameters.parse(
                        Settings.class,
                        Map.of(
                                "init_method",
                                "best",
                                "learning_rate",
                                "1",
                                "l1",
                                "NaN",
                                "_tuning",
                                "yes",
                                "limit",
                                "1.5",
                                "epochs",
                                "3")))
                .isInstanceOfSatisfying(
                        BadHyperparameterException.class,
                        e -> assertThat(e.problems())
                                .containsEntry("k", "k is required")
                                .containsEntry("init_method", "init_method must be one of random, kmeans++, not best")
                                .containsEntry(
                                        "learning_rate", "learning_rate must be greater than 0 and less than 1, not 1")
                                .containsEntry("l1", "l1 must be a finite number, not NaN")
                                .containsEntry("_tuning", "_tuning must be true or false, not yes")
                                .containsEntry("limit", "limit must be a whole number, not 1.5")
                                .containsEntry("epochs", "there is no hyperparameter epochs")
                                .hasSize(7));
    }

    @Test
    void aRecordBecomesTextsThatMakeItAgain() {
        var settings = Hyperparameters.parse(Settings.class, Map.of("k", "3", "limit", "7", "l1", "0.5"));
        var texts = Hyperparameters.format(settings);
        assertThat(texts)
                .containsEntry("init_method", "kmeans++")
                .containsEntry("several", "random,kmeans++")
                .doesNotContainKey("other");
        assertThat(Hyperparameters.parse(Settings.class, texts)).isEqualTo(settings);
    }

    @Test
    void aRecordDescribesItself() {
        var descriptions = Hyperparameters.describe(Settings.class);
        assertThat(descriptions)
                .extracting(Hyperparameters.Description::name)
                .containsExactly("k", "init_method", "learning_rate", "l1", "several", "_tuning", "limit", "other");
        var first = descriptions.getFirst();
        assertThat(first.required()).isTrue();
        assertThat(first.kind()).isEqualTo(Kind.INTEGER);
        assertThat(first.range()).hasToString("at least 1");
        assertThat(first.about()).isEqualTo("Clusters.");
        assertThat(descriptions.get(1).values()).containsExactly("random", "kmeans++");
        assertThat(descriptions.get(3).required()).isFalse();
    }
}
