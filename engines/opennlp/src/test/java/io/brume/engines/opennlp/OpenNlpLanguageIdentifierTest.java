package io.brume.engines.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.engines.text.LanguageIdentifier;
import io.brume.engines.text.LanguageIdentifier.LanguageScore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenNlpLanguageIdentifierTest {

    @SuppressWarnings("NullAway.Init") // set before the first test
    private LanguageIdentifier identifier;

    @BeforeAll
    void load() throws IOException {
        identifier = new OpenNlpLanguageIdentifier();
    }

    @Test
    void knowsTheLanguagesThatComprehendDocuments() throws IOException {
        String documented =
                "af am ar as az ba be bn bs bg ca ceb cs cv cy da de el en eo et eu fa fi fr gd ga gl gu ht he ha hi hr hu hy"
                        + " ilo id is it jv ja kn ka kk km ky ko ku lo la lv lt lb ml mt mr mk mg mn ms my ne new nl no or om pa pl pt ps qu ro"
                        + " ru sa si sk sl sd so es sq sr su sw sv ta tt te tg tl th tk tr ug uk ur uz vi yi yo zh zh-TW";
        assertThat(KnownLanguage.readAll().stream().map(KnownLanguage::tag))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(documented.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "en, The children walked slowly home across the wet fields tonight.",
        "es, Los niños volvieron despacio a casa por los campos mojados.",
        "pt, As crianças voltaram devagar para casa pelos campos molhados.",
        "de, Die Kinder gingen langsam über die nassen Felder nach Hause.",
        "nl, De kinderen liepen langzaam over de natte velden naar huis.",
        "sr, Деца су полако ишла кући преко мокрих поља.",
        "uk, Діти повільно йшли додому мокрими полями.",
        "fa, بچه‌ها آرام از میان مزرعه‌های خیس به خانه رفتند.",
        "ja, 子供たちは濡れた畑をゆっくり歩いて帰った。",
        "ko, 아이들은 젖은 들판을 천천히 걸어 집으로 갔다.",
        "zh, 孩子们慢慢地走过湿漉漉的田野回家。",
        "zh-TW, 孩子們慢慢地走過濕漉漉的田野回家。"
    })
    void aCleanSentenceIsRecognisedWithConfidence(String language, String text) {
        LanguageScore best = identifier.identify(text).getFirst();
        assertThat(best.language()).isEqualTo(language);
        assertThat(best.score()).isGreaterThan(0.9);
    }

    @Test
    void anAmbiguousWordScoresLowerThanASentence() {
        assertThat(identifier.identify("no").getFirst().score())
                .isLessThan(identifier
                        .identify("No, I would rather not go there again.")
                        .getFirst()
                        .score());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "12345", "👍👍", "...", "\uD800", "𝄞", "ⰀⰁⰂ"})
    void textWithoutKnownLettersIsAnsweredWithLittleConfidence(String text) {
        List<LanguageScore> answers = identifier.identify(text);
        assertThat(answers).isNotEmpty();
        assertThat(answers.getFirst().score()).isBetween(0.0, 0.3);
    }

    @Test
    void answersAreRankedProbabilitiesThatAddUpToOneAtMost() {
        for (String text : List.of("Ok", "la", "Das Haus est nice", "москва", "北京", "Hallo Welt")) {
            List<LanguageScore> answers = identifier.identify(text);
            assertThat(answers).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
            assertThat(answers.stream().mapToDouble(LanguageScore::score).sum()).isLessThanOrEqualTo(1.0000001);
            assertThat(answers).allSatisfy(a -> assertThat(a.score()).isBetween(0.0, 1.0));
        }
    }

    @Test
    void aLongTextIsJudgedByItsLargerPart() {
        String text = "Bonjour. " + "The council approved the new line after a long debate. ".repeat(2000);
        assertThat(identifier.identify(text).getFirst().language()).isEqualTo("en");
    }

    @Test
    void decomposedLettersCountAsComposedOnes() {
        String text = java.text.Normalizer.normalize(
                "Ğüneşli günlerde çocuklar bahçede oynuyor.", java.text.Normalizer.Form.NFD);
        assertThat(identifier.identify(text).getFirst().language()).isEqualTo("tr");
    }
}
