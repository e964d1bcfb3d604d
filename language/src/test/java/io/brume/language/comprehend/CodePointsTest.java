package io.brume.language.comprehend;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.engines.text.Span;
import org.junit.jupiter.api.Test;

class CodePointsTest {

    @Test
    void anEmojiCountsOnce() {
        String text = "🙂 Paris";
        var points = new CodePoints(text);
        Span paris = new Span(text.indexOf("Paris"), text.length());

        assertThat(points.begin(paris)).isEqualTo(2);
        assertThat(points.end(paris)).isEqualTo(7);
    }

    @Test
    void aCombiningMarkCountsBesideItsLetter() {
        String text = "Cafe\u0301 Roma";
        var points = new CodePoints(text);
        Span roma = new Span(text.indexOf("Roma"), text.length());

        assertThat(points.begin(roma)).isEqualTo(6);
    }

    @Test
    void joinedEmojiCountAsTheCodePointsThatTheyAreMadeOf() {
        String family = "👨‍👩‍👧";
        var points = new CodePoints(family + "x");

        assertThat(points.begin(new Span(family.length(), family.length() + 1))).isEqualTo(5);
    }

    @Test
    void spansMayBeAskedForInAnyOrder() {
        String text = "a🙂b🙂c";
        var points = new CodePoints(text);

        assertThat(points.begin(new Span(6, 7))).isEqualTo(4);
        assertThat(points.begin(new Span(3, 4))).isEqualTo(2);
        assertThat(points.begin(new Span(0, 1))).isZero();
    }
}
