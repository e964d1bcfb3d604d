package io.brume.engines.lexicon;

import java.util.List;

/** The regular forms of English words, made so that a lexicon need not list them; a made form that nobody writes does no harm. */
final class Inflection {

    private Inflection() {}

    /**
     * @param part {@code v}, {@code n} or {@code a}
     */
    static List<String> forms(String word, char part) {
        return switch (part) {
            case 'v' -> List.of(word, third(word), past(word), gerund(word));
            case 'n' -> List.of(word, third(word));
            case 'a' -> List.of(word, adverb(word));
            default -> throw new IllegalArgumentException("no part of speech: " + part);
        };
    }

    private static boolean endsInConsonantY(String word) {
        return word.endsWith("y") && word.length() > 2 && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0;
    }

    private static String third(String word) {
        if (endsInConsonantY(word)) {
            return stem(word, 1) + "ies";
        }
        boolean hissing = word.endsWith("s")
                || word.endsWith("x")
                || word.endsWith("z")
                || word.endsWith("ch")
                || word.endsWith("sh");
        return word + (hissing ? "es" : "s");
    }

    private static String past(String word) {
        if (word.endsWith("e")) {
            return word + "d";
        }
        return endsInConsonantY(word) ? stem(word, 1) + "ied" : word + "ed";
    }

    private static String gerund(String word) {
        if (word.endsWith("ie")) {
            return stem(word, 2) + "ying";
        }
        return word.endsWith("e") && !word.endsWith("ee") ? stem(word, 1) + "ing" : word + "ing";
    }

    private static String adverb(String word) {
        if (word.endsWith("le")) {
            return stem(word, 1) + "y";
        }
        if (endsInConsonantY(word)) {
            return stem(word, 1) + "ily";
        }
        return word.endsWith("ic") ? word + "ally" : word + "ly";
    }

    private static String stem(String word, int cut) {
        return word.substring(0, word.length() - cut);
    }
}
