package io.brume.engines.opennlp;

import java.util.List;

/** Mends what a tagger gets wrong time and again. */
interface Corrections {

    /** The words of a sentence with their tags mended. */
    List<TaggedWord> apply(List<TaggedWord> sentence);

    static Corrections of(String language) {
        return switch (language) {
            case "en" -> new EnglishCorrections();
            default -> sentence -> sentence;
        };
    }
}
