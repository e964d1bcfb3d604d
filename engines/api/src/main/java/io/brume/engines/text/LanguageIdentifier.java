package io.brume.engines.text;

import io.brume.engines.Engine;
import java.util.List;

/** Tells which languages a text is written in. */
public interface LanguageIdentifier extends Engine {

    /**
     * The likely languages of a text, most likely first; never empty.
     *
     * @param text any text, also one without letters
     */
    List<LanguageScore> identify(String text);

    /**
     * @param language a BCP 47 tag, such as {@code en} or {@code zh-TW}
     * @param score the calibrated probability that this is the dominant language, 0 to 1
     */
    record LanguageScore(String language, double score) {}
}
