package io.brume.engines.opennlp;

import io.brume.engines.text.Span;
import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;

/**
 * A word while its tag is being decided.
 *
 * @param form as written, with straight apostrophes
 * @param raw how sure the tagger is, 0 to 1, before calibration
 */
record TaggedWord(Span span, String form, PartOfSpeech tag, double raw) {

    TaggedWord as(PartOfSpeech corrected, double certainty) {
        return new TaggedWord(span, form, corrected, certainty);
    }
}
