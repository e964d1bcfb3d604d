package io.brume.engines.text;

import io.brume.engines.Engine;
import java.util.List;

/** Finds the noun phrases that say what a text is about. */
public interface KeyPhraseExtractor extends Engine {

    /** The phrases in the order of the text; none overlaps another. */
    List<KeyPhrase> extract(String text, String language);

    /** @param score the calibrated probability that this is a key phrase with these bounds, 0 to 1 */
    record KeyPhrase(Span span, double score) {}
}
