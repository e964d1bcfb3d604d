package io.brume.engines.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.engines.opennlp.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    private static List<String> words(String language, String text) {
        List<String> words = new ArrayList<>();
        for (Token token : new Tokenizer(language).tokens(text, 0, text.length())) {
            if (token.cut() == Token.WHOLE) {
                words.add(token.of(text));
            } else {
                words.add(text.substring(token.begin(), token.cut()));
                words.add(text.substring(token.cut(), token.end()));
            }
        }
        return words;
    }

    @Test
    void contractionsComeApart() {
        assertThat(words("en", "I didn't, she’ll, we cannot, let's, don’t gonna"))
                .containsExactly(
                        "I", "did", "n't", ",", "she", "’ll", ",", "we", "can", "not", ",", "let", "'s", ",", "do",
                        "n’t", "gon", "na");
    }

    @Test
    void possessivesComeApartAndClosingQuotesStayMarks() {
        assertThat(words("en", "the students' books")).containsExactly("the", "students", "'", "books");
        assertThat(new Tokenizer("en")
                        .tokens("the 'students' left", 0, 19)
                        .get(3)
                        .kind())
                .isEqualTo(Kind.PUNCTUATION);
    }

    @Test
    void pricesAndPercentagesAreTwoWords() {
        assertThat(words("en", "$5 or £1,200.50 or 7%."))
                .containsExactly("$", "5", "or", "£", "1,200.50", "or", "7", "%", ".");
    }

    @Test
    void addressesStayWhole() {
        assertThat(words("en", "Mail jo.doe+x@ex-ample.co.uk, see https://a.b/c?d=e. Or www.brume.example!"))
                .containsExactly(
                        "Mail",
                        "jo.doe+x@ex-ample.co.uk",
                        ",",
                        "see",
                        "https://a.b/c?d=e",
                        ".",
                        "Or",
                        "www.brume.example",
                        "!");
    }

    @Test
    void hashtagsHandlesAndEmojiAreOneWordEach() {
        assertThat(words("en", "@bob #winning 👍🏽👨‍👩‍👧🇫🇷 :-) <3"))
                .containsExactly("@bob", "#winning", "👍🏽", "👨‍👩‍👧", "🇫🇷", ":-)", "<3");
    }

    @Test
    void abbreviationsKeepTheirFullStop() {
        assertThat(words("en", "Dr. J. Smith came at 9 a.m. on Jan. 5, e.g. to the U.S. embassy."))
                .contains("Dr.", "J.", "a.m.", "Jan.", "e.g.", "U.S.")
                .endsWith("embassy", ".");
    }

    @Test
    void hyphenatedWordsStayWholeAndNumbersWithUnitsComeApart() {
        assertThat(words("en", "a 60-year-old well-known man at 3pm"))
                .containsExactly("a", "60-year-old", "well-known", "man", "at", "3", "pm");
    }

    @Test
    void frenchElisionsAndInversionsComeApart() {
        assertThat(words("fr", "L'homme qu'il voit viendra-t-elle aujourd'hui ?"))
                .containsExactly("L'", "homme", "qu'", "il", "voit", "viendra", "-t-elle", "aujourd'hui", "?");
    }

    @Test
    void germanOrdinalsKeepTheirFullStop() {
        assertThat(words("de", "Am 5. Mai kamen 12. Ende 1999."))
                .containsExactly("Am", "5.", "Mai", "kamen", "12.", "Ende", "1999", ".");
    }

    @Test
    void everyCharacterThatIsNotWhiteSpaceIsInExactlyOneToken() {
        var random = new Random(7);
        String alphabet = "abzA.,'’-@#$€5 7\n\t👍🏽é̈‍\u200B:/)(\"_%&*\uD800ßñ中";
        for (String language : List.of("en", "de", "fr")) {
            for (int run = 0; run < 3000; run++) {
                var text = new StringBuilder();
                for (int i = random.nextInt(30); i >= 0; i--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                assertCovered(language, text.toString());
            }
        }
    }

    private static void assertCovered(String language, String text) {
        int at = 0;
        for (Token token : new Tokenizer(language).tokens(text, 0, text.length())) {
            assertThat(token.begin()).as(text).isGreaterThanOrEqualTo(at);
            assertThat(text.substring(at, token.begin())).as(text).matches("[\\s\\p{Z}\\p{Cc}\u200B\uFEFF]*");
            assertThat(token.end()).as(text).isGreaterThan(token.begin());
            at = token.end();
        }
        assertThat(text.substring(at)).as(text).matches("[\\s\\p{Z}\\p{Cc}\u200B\uFEFF]*");
    }
}
