package io.brume.engines.opennlp;

import io.brume.engines.Calibration;
import io.brume.engines.text.KeyPhraseExtractor;
import io.brume.engines.text.Span;
import io.brume.engines.text.SyntaxAnalyzer;
import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import io.brume.engines.text.SyntaxAnalyzer.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Takes the noun phrases of a tagged text for its key phrases, and the least certain tag in and beside one for its raw score. */
final class OpenNlpKeyPhraseExtractor implements KeyPhraseExtractor {

    private static final Set<PartOfSpeech> OPEN = EnumSet.of(
            PartOfSpeech.NOUN,
            PartOfSpeech.PROPN,
            PartOfSpeech.VERB,
            PartOfSpeech.ADJ,
            PartOfSpeech.ADV,
            PartOfSpeech.NUM);

    private final SyntaxAnalyzer syntax;
    private final Calibration calibration;

    OpenNlpKeyPhraseExtractor(SyntaxAnalyzer syntax) throws IOException {
        this.syntax = syntax;
        this.calibration = Calibration.read(OpenNlpKeyPhraseExtractor.class, "opennlp-key-phrases.calibration");
    }

    @Override
    public List<KeyPhrase> extract(String text, String language) {
        PhraseStyle style = PhraseStyle.of(language);
        List<KeyPhrase> phrases = new ArrayList<>();
        for (var sentence : syntax.analyze(text, language)) {
            List<Word> words = sentence.words();
            for (var phrase : new NounPhrases(text, words, style).find()) {
                var span = new Span(
                        words.get(phrase.from()).span().begin(),
                        words.get(phrase.to() - 1).span().end());
                phrases.add(new KeyPhrase(span, calibration.of(NounPhrases.certainty(words, phrase, OPEN))));
            }
        }
        return phrases;
    }
}
