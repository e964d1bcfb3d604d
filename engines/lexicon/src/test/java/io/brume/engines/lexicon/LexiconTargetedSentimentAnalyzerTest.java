package io.brume.engines.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brume.engines.Engines;
import io.brume.engines.text.Sentiment;
import io.brume.engines.text.Sentiment.Label;
import io.brume.engines.text.TargetedSentimentAnalyzer;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetType;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetedEntity;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetedMention;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTargetedSentimentAnalyzerTest {

    private static TargetedSentimentAnalyzer analyzer;

    @BeforeAll
    static void load() {
        analyzer = Engines.discover(Map.of()).require(TargetedSentimentAnalyzer.class, "en");
    }

    private static TargetedEntity entity(String text, String surface) {
        return analyzer.analyze(text, "en").stream()
                .filter(e ->
                        e.mentions().stream().anyMatch(m -> m.span().of(text).equals(surface)))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(surface));
    }

    private static TargetedMention mention(String text, String surface) {
        return entity(text, surface).mentions().stream()
                .filter(m -> m.span().of(text).equals(surface))
                .findFirst()
                .orElseThrow();
    }

    private static Label label(String text, String surface) {
        return mention(text, surface).sentiment().label();
    }

    @Test
    void eachThingGetsItsOwnOpinion() {
        String text = "The tacos were delicious, but the waiter was rude.";
        assertThat(label(text, "tacos")).isEqualTo(Label.POSITIVE);
        assertThat(label(text, "waiter")).isEqualTo(Label.NEGATIVE);
        assertThat(mention(text, "waiter").type()).isEqualTo(TargetType.PERSON);
    }

    @Test
    void aThingWithoutAnOpinionIsNeutral() {
        assertThat(label("The printer stands in the office.", "printer")).isEqualTo(Label.NEUTRAL);
    }

    @Test
    void qualitiesAreAttributes() {
        String text = "The price is excellent.";
        assertThat(mention(text, "price").type()).isEqualTo(TargetType.ATTRIBUTE);
        assertThat(label(text, "price")).isEqualTo(Label.POSITIVE);
    }

    @Test
    void aFeelingIsAboutItsObject() {
        String text = "My sister hates the printer.";
        assertThat(label(text, "printer")).isEqualTo(Label.NEGATIVE);
        assertThat(label(text, "sister")).isEqualTo(Label.NEUTRAL);
    }

    @Test
    void itJoinsTheThingThatItStandsFor() {
        String text = "I enjoyed visiting the spa. It was very comfortable. But it was also expensive.";
        TargetedEntity spa = entity(text, "spa");
        assertThat(spa.mentions().stream().map(m -> m.span().of(text))).containsExactly("spa", "It", "it");
        assertThat(spa.mentions()).allSatisfy(m -> assertThat(m.type()).isEqualTo(TargetType.FACILITY));
        assertThat(spa.mentions().stream().map(m -> m.sentiment().label()))
                .containsExactly(Label.POSITIVE, Label.POSITIVE, Label.NEGATIVE);
        assertThat(spa.descriptive()).isZero();
    }

    @Test
    void theWriterIsANeutralPerson() {
        String text = "I adore my new kettle.";
        assertThat(mention(text, "I").type()).isEqualTo(TargetType.PERSON);
        assertThat(label(text, "I")).isEqualTo(Label.NEUTRAL);
        assertThat(entity(text, "I").mentions()).hasSize(2);
        assertThat(label(text, "kettle")).isEqualTo(Label.POSITIVE);
    }

    @Test
    void thePlaceholderItIsNoMention() {
        String text = "The bus was late and it is hard to find the stop.";
        assertThat(analyzer.analyze(text, "en"))
                .flatExtracting(TargetedEntity::mentions)
                .noneMatch(m -> ((TargetedMention) m).span().of(text).equals("it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "\uD83D\uD83D",
                "日本語",
                "She said that he liked its colour and they did too.",
                "The battery of this phone lasts for days, but the screen scratches. 😡"
            })
    void mentionsAreInOrderAndProbabilitiesAddToOne(String text) {
        List<TargetedEntity> entities = analyzer.analyze(text, "en");
        for (TargetedEntity entity : entities) {
            assertThat(entity.descriptive()).isBetween(0, entity.mentions().size() - 1);
            assertThat(entity.mentions())
                    .isSortedAccordingTo(
                            (a, b) -> Integer.compare(a.span().begin(), b.span().begin()));
            for (TargetedMention mention : entity.mentions()) {
                Sentiment s = mention.sentiment();
                assertThat(s.positive() + s.negative() + s.neutral() + s.mixed())
                        .isCloseTo(1, within(1e-9));
                assertThat(mention.score()).isBetween(0.0, 1.0);
                assertThat(mention.groupScore()).isBetween(0.0, 1.0);
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"good phone ", "He likes it and ", "Bad phone. "})
    @Timeout(60)
    void aLongTextEndsInTime(String piece) {
        assertThat(analyzer.analyze(piece.repeat(20_000 / piece.length()), "en"))
                .isNotEmpty();
    }
}
