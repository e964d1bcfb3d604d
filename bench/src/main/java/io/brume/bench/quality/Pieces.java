package io.brume.bench.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * Short pieces of a labelled text, each with the text's label: whole sentences are too easy to show an engine where its
 * language scores go wrong.
 */
final class Pieces {

    private static final int[] WORDS = {1, 2, 3, 5, 8};
    private static final int CHARACTERS_IN_A_WORD = 3;

    private Pieces() {}

    /** The text itself and its pieces of one to eight words; of characters where words are not set apart. */
    static List<Case> of(Case text) {
        List<String> words = text.text().contains(" ") ? List.of(text.text().split(" ")) : characters(text.text());
        String between = text.text().contains(" ") ? " " : "";
        List<Case> pieces = new ArrayList<>();
        pieces.add(text);
        for (int size : WORDS) {
            for (int from = 0; from + size <= words.size(); from += size) {
                String piece = String.join(between, words.subList(from, from + size));
                pieces.add(new Case(text.place(), text.language(), piece, text.label(), text.mentions()));
            }
        }
        return pieces;
    }

    private static List<String> characters(String text) {
        List<String> groups = new ArrayList<>();
        int[] points = text.codePoints().toArray();
        for (int from = 0; from < points.length; from += CHARACTERS_IN_A_WORD) {
            groups.add(new String(points, from, Math.min(CHARACTERS_IN_A_WORD, points.length - from)));
        }
        return groups;
    }
}
