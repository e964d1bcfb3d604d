package io.brume.engines.opennlp;

import static io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech.*;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import io.brume.engines.text.SyntaxAnalyzer.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds base noun phrases in a tagged sentence: a noun with its determiners, possessors and modifiers. Prepositions,
 * coordination of nouns, commas and a second determiner end a phrase.
 */
final class NounPhrases {

    /** Words from {@code from} up to but without {@code to}. */
    record Phrase(int from, int to) {}

    private static final Set<String> JOINED_SYMBOLS = Set.of("%", "‰", "°c", "°f", "&");
    private static final Set<String> HYPHENS = Set.of("-", "‐", "‑", "–", "/");
    private static final Set<String> QUOTES = Set.of("\"", "“", "”", "„", "«", "»", "‘");

    private final String text;
    private final List<Word> words;
    private final String[] lower;
    private final PhraseStyle style;

    NounPhrases(String text, List<Word> words, PhraseStyle style) {
        this.text = text;
        this.words = words;
        this.lower = words.stream()
                .map(w -> w.span().of(text).toLowerCase(Locale.ROOT).replace('’', '\''))
                .toArray(String[]::new);
        this.style = style;
    }

    List<Phrase> find() {
        List<Phrase> phrases = new ArrayList<>();
        for (int from = 0; from < words.size(); ) {
            int head = -1;
            int i = from;
            if (begins(i)) {
                do {
                    if (isHead(i, from)) {
                        head = i;
                    }
                    i++;
                } while (continues(from, i, head));
            }
            if (head >= 0) {
                int to = end(head, i);
                if (!style.isEmpty(lower, from, to)) {
                    phrases.add(new Phrase(from, to));
                }
                from = to;
            } else {
                from = Math.max(i, from + 1);
            }
        }
        return phrases;
    }

    private boolean is(int i, PartOfSpeech... tags) {
        return i >= 0
                && i < words.size()
                && Arrays.asList(tags).contains(words.get(i).tag());
    }

    private String lower(int i) {
        return i >= 0 && i < lower.length ? lower[i] : "";
    }

    private boolean begins(int i) {
        if (i == 0 && lower(0).equals("dear")) {
            return false;
        }
        return is(i, DET, ADJ, NUM, NOUN, PROPN, X)
                || isPossessive(i)
                || isCurrency(i)
                || isQuantityModifier(i)
                || modifiesByDegree(i)
                || isParticipleBeforeNoun(i);
    }

    /** Whether a phrase that began before takes in the word at {@code i}. */
    private boolean continues(int from, int i, int head) {
        if (i >= words.size()) {
            return false;
        }
        if (head == i - 1
                && ((style.startsAnew(lower(i)) && !lower(i + 1).equals("'s")) || style.startsAnew(lower(i - 1)))
                && !is(i, PART)) {
            return false;
        }
        if (is(i, DET) || isPossessive(i)) {
            return head < 0
                    && (style.isPredeterminer(lower(i - 1)) || (is(i - 1, DET) && !style.isArticle(lower(i - 1))));
        }
        if (is(i, PART)) {
            return head == i - 1 && lower(i).startsWith("'") && is(i + 1, NOUN, ADJ, PROPN, NUM, VERB, ADV);
        }
        if (is(i, NUM)) {
            return head < 0 || is(i - 1, NUM) || (!is(i + 1, NOUN, SYM) && !is(i - 1, PRON));
        }
        if (isCurrency(i)) {
            return head < 0;
        }
        if (isMoney(i)) {
            return is(i - 1, NUM);
        }
        if (is(i, SYM)) {
            return JOINED_SYMBOLS.contains(lower(i)) && is(i - 1, NUM, PROPN, NOUN);
        }
        if (is(i, ADJ)) {
            return head < 0
                    || is(i - 1, NUM)
                    || lower(i - 1).equals("'s")
                    || (style.adjectivesFollow() && is(i - 1, NOUN, PROPN, ADJ) && !is(i + 1, NOUN))
                    || (head == i - 1 && style.adjectiveJoins(lower(i)) && is(i + 1, NOUN));
        }
        if (is(i, VERB)) {
            return ((head < 0 || is(i - 1, NUM)) && isParticipleBeforeNoun(i))
                    || (lower(i - 1).equals("'s") && isParticipleBeforeNoun(i));
        }
        if (is(i, ADV)) {
            return (head < 0 || lower(i - 1).equals("'s")) && is(i + 1, ADJ, ADV, NUM, VERB) && modifiesInside(i);
        }
        if (is(i, CCONJ)) {
            return head < 0 && is(i - 1, ADJ) && adjectiveThenNoun(i + 1);
        }
        if (is(i, PUNCT)) {
            return joins(from, i, head);
        }
        if (is(i, ADP)) {
            return (head < 0 && lower(i).equals("than") && style.isComparative(lower(i - 1)) && is(i + 1, NUM))
                    || (head == i - 1
                            && style.joinsNames(lower(i))
                            && isName(i - 1)
                            && isName(i + 1)
                            && style.isOffice(lower(i - 1)));
        }
        return is(i, NOUN, PROPN, X);
    }

    /** Marks that stand inside a phrase: hyphens between words, commas between adjectives, quotation marks around the noun. */
    private boolean joins(int from, int i, int head) {
        boolean hyphen =
                HYPHENS.contains(lower(i)) && glued(i) && glued(i + 1) && is(i + 1, NOUN, PROPN, ADJ, NUM, VERB, X);
        boolean comma =
                lower(i).equals(",") && head < 0 && is(i - 1, ADJ) && is(i + 1, ADJ) && is(i + 2, NOUN) && i > from;
        boolean opens = isQuote(i) && head < 0 && is(i - 1, DET) && is(i + 1, NOUN, PROPN, ADJ);
        boolean closes = isQuote(i) && head == i - 1 && hasQuote(from, i);
        return hyphen || comma || opens || closes;
    }

    private boolean glued(int i) {
        return i > 0
                && i < words.size()
                && words.get(i - 1).span().end() == words.get(i).span().begin();
    }

    private boolean isQuote(int i) {
        return QUOTES.contains(lower(i));
    }

    private boolean hasQuote(int from, int to) {
        for (int i = from; i < to; i++) {
            if (isQuote(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean adjectiveThenNoun(int from) {
        int i = from;
        while (is(i, ADV)) {
            i++;
        }
        if (!is(i, ADJ)) {
            return false;
        }
        while (is(i, ADJ)) {
            i++;
        }
        return is(i, NOUN, PROPN);
    }

    private boolean isPossessive(int i) {
        return is(i, PRON, DET) && style.isPossessive(lower(i)) && is(i + 1, NOUN, ADJ, PROPN, NUM, VERB, ADV);
    }

    private boolean isMoney(int i) {
        return is(i, SYM)
                && lower(i).length() == 1
                && Character.getType(lower(i).charAt(0)) == Character.CURRENCY_SYMBOL;
    }

    private boolean isCurrency(int i) {
        return isMoney(i) && is(i + 1, NUM);
    }

    /** "about 300", "more than 300", "nearly half". */
    private boolean isQuantityModifier(int i) {
        return is(i, ADV, ADP, ADJ)
                && ((style.isAbout(lower(i)) && is(i + 1, NUM))
                        || (style.isComparative(lower(i)) && lower(i + 1).equals("than") && is(i + 2, NUM)));
    }

    /** "very large spiders", but not "only once". */
    private boolean modifiesByDegree(int i) {
        return is(i, ADV) && style.isDegree(lower(i)) && is(i + 1, ADJ) && is(i + 2, NOUN, ADJ);
    }

    private boolean modifiesInside(int i) {
        return !is(i + 1, VERB) || isParticipleBeforeNoun(i + 1);
    }

    /** Participles count as modifiers after a determiner or modifier, and those of the past after a verb or preposition too. */
    private boolean isParticipleBeforeNoun(int i) {
        if (!is(i, VERB) || !style.isParticiple(lower(i)) || !is(i + 1, NOUN, PROPN, ADJ)) {
            return false;
        }
        boolean inside = is(i - 1, DET, ADJ, NUM)
                || style.isPossessive(lower(i - 1))
                || lower(i - 1).equals("'s");
        return inside || (!lower(i).endsWith("ing") && is(i - 1, ADP, VERB));
    }

    private boolean isName(int i) {
        return is(i, PROPN)
                || (is(i, NOUN)
                        && Character.isUpperCase(words.get(i).span().of(text).codePointAt(0)));
    }

    private boolean isHead(int i, int from) {
        if (is(i, X)) {
            return lower(i).indexOf('@') > 0 || lower(i).matches(".+[./].+");
        }
        if (is(i, NOUN, PROPN)) {
            return true;
        }
        if (is(i, NUM)) {
            return true;
        }
        if (is(i, SYM)) {
            return is(i - 1, NUM);
        }
        boolean languageName = is(i, ADJ) && i == from && is(i - 1, ADP) && isCapital(i) && !is(i + 1, NOUN, PROPN);
        return languageName || (is(i, PUNCT) && isQuote(i) && hasQuote(from, i) && i > from);
    }

    private boolean isCapital(int i) {
        return Character.isUpperCase(words.get(i).span().of(text).codePointAt(0));
    }

    /** One past the last word that belongs to the phrase: its head, and in some languages adjectives after it. */
    private int end(int head, int stopped) {
        return style.adjectivesFollow() ? trimmed(head, stopped) : head + 1;
    }

    private int trimmed(int head, int stopped) {
        int to = stopped;
        while (to > head + 1 && !is(to - 1, ADJ)) {
            to--;
        }
        return to;
    }

    /** The phrase's neighbours count too: a wrong tag beside it moves its bounds. */
    static double certainty(List<Word> words, Phrase phrase, Set<PartOfSpeech> open) {
        double lowest = 1;
        for (int i = Math.max(0, phrase.from - 1); i < Math.min(words.size(), phrase.to + 1); i++) {
            boolean inside = i >= phrase.from && i < phrase.to;
            if (inside || open.contains(words.get(i).tag())) {
                lowest = Math.min(lowest, words.get(i).score());
            }
        }
        return lowest;
    }
}
