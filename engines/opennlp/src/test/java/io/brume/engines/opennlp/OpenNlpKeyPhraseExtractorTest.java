package io.brume.engines.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.engines.text.KeyPhraseExtractor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenNlpKeyPhraseExtractorTest {

    @SuppressWarnings("NullAway.Init") // set before the first test
    private KeyPhraseExtractor extractor;

    @BeforeAll
    void load() throws IOException {
        extractor = new OpenNlpKeyPhraseExtractor(new OpenNlpSyntaxAnalyzer());
    }

    private List<String> phrases(String text, String language) {
        return extractor.extract(text, language).stream()
                .map(p -> p.span().of(text))
                .toList();
    }

    @Test
    void determinersAndModifiersBelongToThePhrase() {
        assertThat(phrases("It was a beautiful day and my two old friends saw the first snow.", "en"))
                .containsExactly("a beautiful day", "my two old friends", "the first snow");
    }

    @Test
    void prepositionsAndCoordinationSplit() {
        assertThat(phrases("The colour of the roof and the walls pleased our neighbours in Paris.", "en"))
                .containsExactly("The colour", "the roof", "the walls", "our neighbours", "Paris");
    }

    @Test
    void possessivesStayInside() {
        assertThat(phrases("Anna's new teacher read the students' letters.", "en"))
                .containsExactly("Anna's new teacher", "the students' letters");
    }

    @Test
    void namesWithOfStayWhole() {
        assertThat(phrases("She left the University of Leeds.", "en")).containsExactly("the University of Leeds");
    }

    @Test
    void timesAmountsAndAddressesCount() {
        assertThat(phrases("Yesterday I paid about 300 euros, then $5.99, to jo@brume.example last week.", "en"))
                .containsExactly("Yesterday", "about 300 euros", "$5.99", "jo@brume.example", "last week");
    }

    @Test
    void pronounsDoNotCount() {
        assertThat(phrases("They told us that nobody likes it.", "en")).isEmpty();
    }

    @Test
    void frenchAdjectivesFollowTheirNoun() {
        assertThat(phrases("La petite maison blanche coûte 250 000 €.", "fr"))
                .containsExactly("La petite maison blanche", "250 000 €");
    }

    @Test
    void germanPhrasesAreFound() {
        assertThat(phrases("Die kleine Katze schläft auf dem alten Stuhl.", "de"))
                .containsExactly("Die kleine Katze", "dem alten Stuhl");
    }

    @Test
    void anUncertainPhraseScoresLowerThanAPlainOne() {
        double plain = extractor.extract("I saw the dog.", "en").getFirst().score();
        double odd = extractor.extract("Wug blick frobs dax.", "en").stream()
                .mapToDouble(KeyPhraseExtractor.KeyPhrase::score)
                .min()
                .orElseThrow();
        assertThat(odd).isLessThan(plain).isPositive();
        assertThat(plain).isLessThanOrEqualTo(1);
    }
}
