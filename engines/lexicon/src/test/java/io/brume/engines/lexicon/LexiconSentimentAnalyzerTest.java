package io.brume.engines.lexicon;

import static io.brume.engines.text.Sentiment.Label.MIXED;
import static io.brume.engines.text.Sentiment.Label.NEGATIVE;
import static io.brume.engines.text.Sentiment.Label.NEUTRAL;
import static io.brume.engines.text.Sentiment.Label.POSITIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brume.engines.text.Sentiment;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconSentimentAnalyzerTest {

    private static LexiconSentimentAnalyzer analyzer;

    @BeforeAll
    static void load() throws IOException {
        analyzer = LexiconSentimentAnalyzer.load();
    }

    private static Sentiment sentiment(String text) {
        return analyzer.analyze(text, "en");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The soup was delicious and our waiter was charming. | POSITIVE",
                "Rude receptionist, filthy sheets, and nobody apologised. | NEGATIVE",
                "The depot opens at seven on weekdays and at nine on Saturdays. | NEUTRAL",
            })
    void plainOpinionsAndFactsAreTold(String text, Sentiment.Label label) {
        assertThat(sentiment(text).label()).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The hotel was good. | The hotel was not good.",
                "I would recommend this lamp, it works well. | I would not recommend this lamp, it never works well.",
                "The staff were friendly. | The staff were far from friendly.",
            })
    void negationTurnsPraiseIntoComplaint(String praise, String negated) {
        assertThat(sentiment(praise).label()).isEqualTo(POSITIVE);
        assertThat(sentiment(negated).label()).isEqualTo(NEGATIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Not a single complaint, and the installation was painless.",
                "It never crashes and it never lets me down.",
                "The crew could not have been kinder.",
            })
    void negatedComplaintIsPraise(String text) {
        assertThat(sentiment(text).label()).isEqualTo(POSITIVE);
    }

    @Test
    void negationEndsWithItsClause() {
        assertThat(sentiment("It was not expensive, and the food was excellent.")
                        .label())
                .isEqualTo(POSITIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The rooms are gorgeous but the noise at night was unbearable.",
                "Superb camera; the battery, however, is dreadful.",
                "The lecturer was brilliant. The catering was disgusting.",
            })
    void clausesThatDisagreeAreMixed(String text) {
        assertThat(sentiment(text).label()).isEqualTo(MIXED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The rooms are gorgeous and the nights are wonderfully quiet.",
                "The rooms are horrible and the noise at night was unbearable.",
                "The train leaves platform four at ten.",
            })
    void mixedHasToBeEarned(String text) {
        assertThat(sentiment(text).mixed()).isLessThan(0.25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The Tenant shall pay all damages and losses arising from a breach of this Agreement.",
                "Neither party shall be liable for failure caused by force majeure.",
                "\"Default\" means any failure to pay an amount due under Schedule 3.",
            })
    void contractsAreNeutral(String text) {
        assertThat(sentiment(text).label()).isEqualTo(NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Could you tell me when the library opens on Monday?",
                "To kill the process, send it a signal from the console.",
                "The patient denies chest pain and has no fever.",
                "Dear all, please find the minutes attached. Kind regards, Ines",
            })
    void questionsCommandsAndFormulasAreNeutral(String text) {
        assertThat(sentiment(text).label()).isEqualTo(NEUTRAL);
    }

    @Test
    void emojiCount() {
        assertThat(sentiment("new haircut 😍😍").label()).isEqualTo(POSITIVE);
        assertThat(sentiment("new haircut 😡😡").label()).isEqualTo(NEGATIVE);
    }

    @Test
    void capitalsAndExclamationsStrengthen() {
        OpinionReader reader = reader();
        double plain =
                reader.read("the view was great here").opinions().getFirst().value();
        double loud =
                reader.read("the view was GREAT here").opinions().getFirst().value();
        assertThat(loud).isGreaterThan(plain);
        assertThat(sentiment("this was okay!!!").positive())
                .isGreaterThan(sentiment("this was okay").positive());
    }

    @Test
    void aWordInANameIsNoOpinion() {
        assertThat(reader().read("We met at Great Sorrow Lane on Friday.").opinions())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\t",
                "!?…",
                "\uD83D",
                "\uDE00\uD83D",
                "日本語のテキスト",
                "e\u0301\u200d\ufe0f",
                "👩‍👩‍👧‍👦",
                "\0\0"
            })
    void anyTextGetsProbabilitiesThatAddToOne(String text) {
        Sentiment sentiment = sentiment(text);
        assertThat(sentiment.positive() + sentiment.negative() + sentiment.neutral() + sentiment.mixed())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void randomTextGetsAnAnswer() {
        Random random = new Random(7);
        for (int n = 0; n < 3000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65536)));
            }
            Sentiment sentiment = sentiment(text.toString());
            assertThat(sentiment.neutral()).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not good ",
                "a",
                "' ",
                "n't",
                "😍",
                "(((",
                "#goodbad",
                "really ",
                "but ",
                "http://",
                "worth every ",
                "x-",
                ":)",
                "A b. ",
                "e\u0301"
            })
    @Timeout(20)
    void timeIsLinearInTheText(String piece) {
        sentiment(piece.repeat(20_000 / piece.length()));
        long small = time(piece.repeat(40_000 / piece.length()));
        long large = time(piece.repeat(400_000 / piece.length()));
        assertThat(large).isLessThan(40 * small + Duration.ofMillis(400).toNanos());
    }

    private static long time(String text) {
        long start = System.nanoTime();
        sentiment(text);
        return System.nanoTime() - start;
    }

    private static OpinionReader reader() {
        try {
            return new OpinionReader(Lexicon.load());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
