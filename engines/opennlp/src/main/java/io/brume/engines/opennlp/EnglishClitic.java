package io.brume.engines.opennlp;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import java.util.Locale;

/** The part of speech of what English contractions end with. */
final class EnglishClitic {

    private EnglishClitic() {}

    /**
     * @param form the clitic, such as {@code 's}
     * @param base the word before it
     * @param tagged what the tagger said of the clitic; empty when it took the whole for one word
     */
    static PartOfSpeech tag(String form, TaggedWord base, String tagged) {
        return switch (form.toLowerCase(Locale.ROOT)) {
            case "n't", "nt", "not", "na", "ta", "'" -> PartOfSpeech.PART;
            case "me" -> PartOfSpeech.PRON;
            case "'m", "'re", "'ve", "'ll", "'d" -> PartOfSpeech.AUX;
            case "'s" -> possessiveOrVerb(base, tagged);
            default -> PartOfSpeech.X;
        };
    }

    private static PartOfSpeech possessiveOrVerb(TaggedWord base, String tagged) {
        return switch (base.form().toLowerCase(Locale.ROOT)) {
            case "let" -> PartOfSpeech.PRON;
            case "it", "he", "she", "that", "this", "there", "here", "what", "where", "how", "when", "why" ->
                PartOfSpeech.AUX;
            default ->
                switch (tagged) {
                    case "AUX", "VERB" -> PartOfSpeech.AUX;
                    case "PART" -> PartOfSpeech.PART;
                    default ->
                        base.tag() == PartOfSpeech.PRON || base.tag() == PartOfSpeech.ADV
                                ? PartOfSpeech.AUX
                                : PartOfSpeech.PART;
                };
        };
    }
}
