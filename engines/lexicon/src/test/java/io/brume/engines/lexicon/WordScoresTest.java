package io.brume.engines.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brume.engines.text.Sentiment.Label;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordScoresTest {

    private static WordScores words;

    @BeforeAll
    static void load() throws IOException {
        words = WordScores.load();
    }

    private static double[] scores(String text) {
        return words.of(new Tokenizer(form -> false, form -> false).tokens(text));
    }

    @Test
    void repetitionDoesNotStrengthen() {
        assertThat(scores("dismal dismal dismal")).containsExactly(scores("dismal"), within(1e-9));
    }

    @Test
    void wordsThatNoLabelledTextHasLeanLikeTheirKin() {
        double[] bad = scores("defrauding bankruptcies");
        double[] good = scores("heartwarming keepsakes");
        int positive = Label.POSITIVE.ordinal();
        int negative = Label.NEGATIVE.ordinal();
        assertThat(good[positive] - good[negative]).isGreaterThan(bad[positive] - bad[negative] + 1);
    }

    @Test
    void unknownSignsSayNothing() {
        assertThat(scores("\u2e3b \u2e3b")).containsOnly(0);
    }
}
