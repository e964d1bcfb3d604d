package io.brume.engines.opennlp;

import static io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech.*;

import java.util.Set;
import java.util.regex.Pattern;

/** Where English grammar wants a noun, and which nouns are names. */
final class EnglishNouns {

    private EnglishNouns() {}

    static void correct(Words w, int i) {
        capitals(w, i);
        afterArticle(w, i);
        nominal(w, i);
    }

    /** Nouns that only a contract or the beginning of a sentence capitalises are not names. */
    private static void capitals(Words w, int i) {
        boolean inName =
                i > 0 && w.is(i - 1, PROPN) && Character.isUpperCase(w.form(i).charAt(0)) && !w.allShouted();
        if (inName && w.is(i, VERB, ADV, ADP, X) && !EnglishWords.ALWAYS.containsKey(w.lower(i))) {
            w.set(i, PROPN);
        }
        if (!w.is(i, PROPN) || w.form(i).startsWith("@") || w.is(i - 1, PROPN) || w.is(i + 1, PROPN)) {
            return;
        }
        Set<String> determiners =
                Set.of("the", "this", "that", "such", "each", "any", "either", "neither", "no", "a", "an", "both");
        if (determiners.contains(w.lower(i - 1))
                && EnglishWords.ROLE.matcher(w.form(i)).matches()) {
            w.set(i, NOUN);
        } else if (w.form(i).equals(w.lower(i)) && !EnglishWords.ALWAYS.containsKey(w.lower(i)) && !w.allLower()) {
            w.set(i, NOUN);
        } else if (i == 0
                && w.form(0).endsWith("s")
                && !w.form(0).endsWith("ss")
                && w.is(1, ADP, VERB, AUX, ADV)
                && Character.isLowerCase(w.form(1).charAt(0))
                && !w.lower(1).equals("'s")
                && w.raw(0) < 0.9) {
            w.set(0, NOUN);
        }
    }

    private static final Pattern ENDINGS_OF_ADJECTIVES = Pattern.compile(".*(?:est|ed|ing|ish|ese|ian)");

    /** After an article or possessive comes something nominal. */
    private static void afterArticle(Words w, int i) {
        if (!w.isArticle(i)) {
            return;
        }
        int head = i + 1;
        while (w.is(head, ADJ, ADV, NUM, NOUN) && w.is(head + 1, ADJ, NOUN, VERB, PROPN) && !isVerbAfter(w, i, head)) {
            head++;
        }
        if (head + 1 < w.size()
                && !w.is(head + 1, PUNCT, ADP, AUX, NOUN, CCONJ, SCONJ, PRON, PART, DET, ADV, NUM, VERB)) {
            return;
        }
        String form = w.lower(head);
        boolean adjectivesGoOn = w.is(head + 1, PUNCT, CCONJ) && w.is(head + 2, ADJ, ADV);
        boolean base = EnglishWords.canBeBase(w.form(head));
        if (w.is(head, ADJ)
                && !w.is(head + 1, NOUN)
                && (!w.is(head + 1, ADV)
                        || w.says(head + 1, "again", "ago", "now", "here", "there", "too", "twice", "once", "already"))
                && !w.is(head - 1, NOUN)) {
            if (!EnglishWords.ADJECTIVE_HEADS.contains(form)
                    && !ENDINGS_OF_ADJECTIVES.matcher(form).matches()
                    && !adjectivesGoOn) {
                w.set(head, NOUN);
            }
        } else if (w.is(head, VERB, SCONJ) && base && !EnglishWords.canBeParticiple(form)) {
            w.set(head, NOUN);
        }
    }

    /** Whether the word after {@code head} can be the verb of which the phrase from an article on is the subject. */
    private static boolean isVerbAfter(Words w, int article, int head) {
        int next = head + 1;
        return w.is(next, VERB)
                && w.is(head, NOUN)
                && !(w.is(article - 1, ADP) && EnglishWords.canBeBase(w.form(next)) && w.is(next + 1, PUNCT));
    }

    /** Outside articles: after numbers, after prepositions, and in fragments that begin with an adjective. */
    private static void nominal(Words w, int i) {
        String form = w.lower(i);
        boolean ends = i + 1 >= w.size() || w.is(i + 1, PUNCT, ADP, CCONJ);
        if (w.is(i, VERB) && w.is(i - 1, NUM) && ends && form.endsWith("s")) {
            w.set(i, NOUN);
        } else if (w.is(i, VERB)
                && i == 1
                && (w.is(0, ADJ) || w.says(0, "first", "second", "third", "last", "next"))
                && EnglishWords.canBeBase(form)
                && !w.isArticle(2)) {
            w.set(0, ADJ);
            w.set(i, NOUN);
        } else if (w.is(i, ADJ)
                && ends
                && w.form(i).equals(form)
                && w.says(i - 1, "for", "of", "with", "about", "from", "into")
                && !EnglishWords.ADJECTIVE_HEADS.contains(form)
                && !ENDINGS_OF_ADJECTIVES.matcher(form).matches()
                && !w.says(
                        i, "free", "good", "short", "long", "sure", "certain", "granted", "real", "now", "all",
                        "much")) {
            w.set(i, NOUN);
        } else if (w.is(i, ADJ, ADV, INTJ) && ends && w.lower(i - 1).equals("that") && w.is(i - 2, ADP)) {
            w.set(i - 1, DET);
            w.set(i, NOUN);
        } else if (w.is(i, PART) && form.startsWith("'") && w.is(i - 1, VERB, ADV, ADP, INTJ, X, AUX) && i > 0) {
            w.set(i - 1, Character.isUpperCase(w.form(i - 1).charAt(0)) ? PROPN : NOUN);
        } else if (form.equals("'s") && w.is(i, AUX) && w.is(i - 1, NOUN, PROPN) && w.is(i + 1, NOUN, PROPN)) {
            w.set(i, PART);
        } else if (form.equals("'s")
                && w.is(i, AUX)
                && w.is(i - 1, NOUN, PROPN)
                && w.is(i + 1, ADJ)
                && w.is(i + 2, NOUN)
                && w.clauseHasVerb(i)) {
            w.set(i, PART);
        }
    }
}
