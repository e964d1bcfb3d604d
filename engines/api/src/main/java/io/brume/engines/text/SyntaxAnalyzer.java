package io.brume.engines.text;

import io.brume.engines.Engine;
import java.util.List;

/** Splits text into sentences and words and tells each word's part of speech. */
public interface SyntaxAnalyzer extends Engine {

    List<Sentence> analyze(String text, String language);

    /** A sentence's place and its words, in order. */
    record Sentence(Span span, List<Word> words) {}

    /**
     * @param span the word's place in the whole text
     * @param tag its part of speech
     * @param score the calibrated probability that the tag is right, 0 to 1
     */
    record Word(Span span, PartOfSpeech tag, double score) {}

    /** Universal Dependencies' parts of speech. */
    enum PartOfSpeech {
        ADJ,
        ADP,
        ADV,
        AUX,
        CCONJ,
        DET,
        INTJ,
        NOUN,
        NUM,
        PART,
        PRON,
        PROPN,
        PUNCT,
        SCONJ,
        SYM,
        VERB,
        X
    }
}
