package io.brume.engines.nlp4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.brume.engines.Engines;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.EntityRecognizer.EntityMention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Nlp4jEntityRecognizerTest {

    private static final EntityRecognizer RECOGNIZER =
            Engines.discover(Map.of()).require(EntityRecognizer.class, "en");

    private static List<String> mentions(String text) {
        return RECOGNIZER.recognize(text, "en").stream()
                .map(m -> m.span().of(text) + "/" + m.type())
                .toList();
    }

    @Test
    void peoplePlacesAndFirmsAreTold() {
        assertThat(mentions("Angela Merkel met managers of Siemens in Berlin."))
                .containsExactly("Angela Merkel/PERSON", "Siemens/ORGANIZATION", "Berlin/LOCATION");
    }

    @Test
    void articlesPossessivesAndTitlesStayOutside() {
        assertThat(mentions("The European Union's plan surprised Dr. Helen Carter."))
                .containsExactly("European Union/ORGANIZATION", "Helen Carter/PERSON");
    }

    @Test
    void anAmountOfMoneyIsOneMention() {
        assertThat(mentions("The deal is worth $3.5 million.")).containsExactly("$3.5 million/QUANTITY");
    }

    @Test
    void aNumberTakesWhatItCounts() {
        assertThat(mentions("They planted about 300 young trees.")).containsExactly("about 300 young trees/QUANTITY");
    }

    @Test
    void datesAndTimesAreSeparateMentions() {
        assertThat(mentions("We meet at 9 a.m. on 4 July 2025, not last Monday."))
                .containsExactly("9 a.m./DATE", "4 July 2025/DATE", "last Monday/DATE");
    }

    @Test
    void anEmailAddressIsOneMention() {
        assertThat(mentions("Write to jane.doe-smith@mail.example.org or see https://example.org/a?b=c."))
                .containsExactly("jane.doe-smith@mail.example.org/OTHER", "https://example.org/a?b=c/OTHER");
    }

    @Test
    void anAddressIsOneMention() {
        assertThat(mentions("She lives at 12 Maple Street, Springfield, Illinois now."))
                .containsExactly("12 Maple Street, Springfield, Illinois/LOCATION");
    }

    @Test
    void namesAreFoundWithoutCapitals() {
        assertThat(mentions("flying to barcelona with netflix on my ipad"))
                .contains("barcelona/LOCATION", "netflix/ORGANIZATION", "ipad/COMMERCIAL_ITEM");
    }

    @Test
    void namesAreFoundInCapitals() {
        assertThat(mentions("POLICE IN CHICAGO ARREST FORMER MAYOR")).containsExactly("CHICAGO/LOCATION");
    }

    @Test
    void offsetsCountUtf16UnitsAfterEmojiAndCombiningMarks() {
        String text = "👩‍🚀🎉 Cafe\u0301 crew: greetings from Paris, see you on Friday 🇫🇷";
        List<EntityMention> found = RECOGNIZER.recognize(text, "en");
        assertThat(found.stream().map(m -> m.span().of(text))).contains("Paris", "Friday");
        assertThat(found.stream()
                        .filter(m -> m.span().of(text).equals("Paris"))
                        .findFirst()
                        .orElseThrow()
                        .span()
                        .begin())
                .isEqualTo(text.indexOf("Paris"));
    }

    @Test
    void scoresAreProbabilitiesAndDiffer() {
        List<EntityMention> found = RECOGNIZER.recognize(
                "On 3 May 2024 Apple paid $20 to Zorblax and Quimby in Amber, said Maria Lopez.", "en");
        assertThat(found).allSatisfy(m -> assertThat(m.score()).isBetween(0.01, 0.9999));
        assertThat(found.stream().map(EntityMention::score).distinct().count()).isGreaterThan(2);
    }

    @Test
    void mentionsAreInOrderAndDoNotOverlap() {
        List<EntityMention> found = RECOGNIZER.recognize(
                "Ford sold 300 Explorers for $9m in Ohio on Monday, May 3, 2021, at Ford Park.\nBill, 45, paid 10% to Bill & Co. Ltd.",
                "en");
        assertThat(found).hasSizeGreaterThan(5);
        IntStream.range(1, found.size())
                .forEach(i -> assertThat(found.get(i).span().begin())
                        .isGreaterThanOrEqualTo(found.get(i - 1).span().end()));
    }

    @Test
    void textWithoutWordsHasNoMentions() {
        assertThat(RECOGNIZER.recognize("", "en")).isEmpty();
        assertThat(RECOGNIZER.recognize(" \n\t ", "en")).isEmpty();
        assertThat(RECOGNIZER.recognize("?!… 🎉🎉 --- ...", "en")).isEmpty();
    }

    @Test
    void manyThreadsGetTheSameAnswers() {
        String text = "Marie Curie was born in Warsaw in 1867 and won two prizes.";
        List<EntityMention> expected = RECOGNIZER.recognize(text, "en");
        assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> RECOGNIZER.recognize(text, "en")))
                .allMatch(expected::equals);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"a", " 1", "A ", "\n", "12 A Street, ", "a.a@", "A1", "\ud83d"})
    void timeStaysProportionalOnHostileText(String piece) {
        String text = piece.repeat(100_000 / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> RECOGNIZER.recognize(text, "en"));
    }
}
