package io.brume.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.engines.text.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanEvaluationTest {

    private static Labelled found(int begin, int end, String label, double score) {
        return new Labelled(new Span(begin, end), label, score);
    }

    @Test
    void strictWantsBoundsAndTypeAndOverlapOneCharacter() {
        var text = new Case(
                "x:1",
                "en",
                "0123456789",
                "",
                List.of(new Labelled(0, 2, "A"), new Labelled(3, 5, "A"), new Labelled(6, 8, "B")));
        var evaluation =
                new SpanEvaluation(any -> List.of(found(0, 2, "A", 0.9), found(4, 6, "A", 0.5), found(6, 8, "C", 0.4)));
        evaluation.add(text);
        assertThat(evaluation.table().markdown())
                .contains("| all (micro) | 3 | 0.333 | 0.333 | 0.333 | 0.667 |")
                .contains("| A | 2 | 0.500 | 0.500 | 0.500 | 1.000 |")
                .contains("| B | 1 | 0.000 | 0.000 | 0.000 | 0.000 |");
        assertThat(evaluation.observations())
                .containsExactly(
                        new Observation("A", 0.9, true),
                        new Observation("A", 0.5, false),
                        new Observation("C", 0.4, false));
        assertThat(evaluation.errors()).singleElement().asString().contains("missed", "wrong");
    }

    @Test
    void aLabelIsMatchedOnce() {
        var text = new Case("x:1", "en", "0123456789", "", List.of(new Labelled(0, 9, "A")));
        var evaluation = new SpanEvaluation(any -> List.of(found(0, 4, "A", 1), found(5, 9, "A", 1)));
        evaluation.add(text);
        assertThat(evaluation.table().markdown()).contains("| all (micro) | 1 | 0.000 | 0.000 | 0.000 | 0.667 |");
    }
}
