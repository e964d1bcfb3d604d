package io.brume.engines.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.engines.text.SyntaxAnalyzer;
import io.brume.engines.text.SyntaxAnalyzer.Sentence;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenNlpSyntaxAnalyzerTest {

    @SuppressWarnings("NullAway.Init") // set before the first test
    private SyntaxAnalyzer syntax;

    @BeforeAll
    void load() throws IOException {
        syntax = new OpenNlpSyntaxAnalyzer();
    }

    private String tagged(String text, String language) {
        return syntax.analyze(text, language).stream()
                .flatMap(sentence -> sentence.words().stream())
                .map(word -> word.span().of(text) + "/" + word.tag())
                .collect(Collectors.joining(" "));
    }

    private List<String> sentences(String text, String language) {
        return syntax.analyze(text, language).stream()
                .map(s -> s.span().of(text))
                .toList();
    }

    @Test
    void tagsFollowUniversalDependencies() {
        assertThat(tagged("The quick fox didn't jump over Anna's dog for $5.", "en"))
                .isEqualTo(
                        "The/DET quick/ADJ fox/NOUN did/AUX n't/PART jump/VERB over/ADP Anna/PROPN 's/PART dog/NOUN for/ADP"
                                + " $/SYM 5/NUM ./PUNCT");
    }

    @Test
    void germanAndFrenchAreTagged() {
        assertThat(tagged("Die kleine Katze schläft im Garten.", "de"))
                .isEqualTo("Die/DET kleine/ADJ Katze/NOUN schläft/VERB im/ADP Garten/NOUN ./PUNCT");
        assertThat(tagged("L'homme mange une pomme.", "fr"))
                .isEqualTo("L'/DET homme/NOUN mange/VERB une/DET pomme/NOUN ./PUNCT");
    }

    @Test
    void abbreviationsDoNotEndSentences() {
        assertThat(sentences("Dr. Smith came on Jan. 5 to see Mr. Jones. They talked.", "en"))
                .containsExactly("Dr. Smith came on Jan. 5 to see Mr. Jones.", "They talked.");
        assertThat(sentences("Am 5. Mai kam Dr. Weber. Er blieb.", "de"))
                .containsExactly("Am 5. Mai kam Dr. Weber.", "Er blieb.");
    }

    @Test
    void paragraphsEndSentences() {
        assertThat(sentences("A title\n\nThen text", "en")).containsExactly("A title", "Then text");
    }

    @Test
    void spansCountInTheWholeTextBehindEmojiAndCombiningMarks() {
        String text = "👍🏽 Ok. Cafe\u0301 is open 😀. She left.";
        List<Sentence> sentences = syntax.analyze(text, "en");
        assertThat(sentences.stream()
                        .flatMap(s -> s.words().stream())
                        .map(w -> w.span().of(text)))
                .containsExactly("👍🏽", "Ok", ".", "Cafe\u0301", "is", "open", "😀", ".", "She", "left", ".");
    }

    @Test
    void scoresAreProbabilities() {
        assertThat(syntax.analyze("Blorptangle wug the frobs, innit lol #yay", "en"))
                .flatExtracting(Sentence::words)
                .allSatisfy(word -> assertThat(word.score()).isBetween(0.0, 1.0));
    }

    @Test
    void blankTextHasNoSentences() {
        assertThat(syntax.analyze(" \n\t ", "en")).isEmpty();
        assertThat(syntax.analyze("", "en")).isEmpty();
    }

    @Test
    void aLanguageWithoutModelIsRefused() {
        assertThatThrownBy(() -> syntax.analyze("Hola", "es"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'es'");
    }

    @Test
    void callsAtTheSameTimeAnswerAsCallsInTurn() throws Exception {
        List<String> texts = IntStream.range(0, 200)
                .mapToObj(i -> "Number " + i + " reads the book that her mother bought in May.")
                .toList();
        List<String> inTurn = texts.stream().map(t -> tagged(t, "en")).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = texts.stream()
                    .<Callable<String>>map(t -> () -> tagged(t, "en"))
                    .toList();
            List<String> together = new java.util.ArrayList<>();
            for (var answer : threads.invokeAll(calls)) {
                together.add(answer.get());
            }
            assertThat(together).isEqualTo(inTurn);
        }
    }
}
