package io.brume.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void markupBecomesTextAndSpans() {
        Markup read = Markup.read("In [Lisbon](LOCATION) [two 👍 men](QUANTITY) (ran).");
        assertThat(read.text()).isEqualTo("In Lisbon two 👍 men (ran).");
        assertThat(read.mentions())
                .extracting(m -> m.span().of(read.text()) + " " + m.label())
                .containsExactly("Lisbon LOCATION", "two 👍 men QUANTITY");
    }

    @Test
    void otherBracketsAreText() {
        Markup read = Markup.read("[1] see [a [b] c](KP) (KP) [end]");
        assertThat(read.text()).isEqualTo("[1] see a [b] c (KP) [end]");
        assertThat(read.mentions()).hasSize(1);
    }

    @Test
    void aTypeMayCarryASentiment() {
        assertThat(Markup.read("The [screen](ATTRIBUTE:NEGATIVE).")
                        .mentions()
                        .getFirst()
                        .label())
                .isEqualTo("ATTRIBUTE:NEGATIVE");
    }

    @Test
    void taggedWordsAreFoundInTheText() {
        Markup read = Markup.readTagged("I don't / can't.", "I/PRON do/AUX n't/PART //PUNCT ca/AUX n't/PART ./PUNCT");
        assertThat(read.mentions())
                .extracting(m -> m.span().of(read.text()))
                .containsExactly("I", "do", "n't", "/", "ca", "n't", ".");
    }

    @Test
    void wordsThatAreNotTheTextsAreRefused() {
        assertThatThrownBy(() -> Markup.readTagged("a b c", "a/X c/X")).hasMessageContaining("'c'");
        assertThatThrownBy(() -> Markup.readTagged("a", "a")).hasMessageContaining("word/TAG");
    }
}
