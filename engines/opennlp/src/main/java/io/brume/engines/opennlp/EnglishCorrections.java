package io.brume.engines.opennlp;

import static io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech.*;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import java.util.List;
import java.util.Locale;

/**
 * What English grammar says against the tagger, which sees two words to each side: closed word classes, what may follow articles,
 * modals and "to", which words open a clause, and that a clause has a verb.
 */
final class EnglishCorrections implements Corrections {

    @Override
    public List<TaggedWord> apply(List<TaggedWord> sentence) {
        var words = new Words(sentence);
        for (int i = 0; i < words.size(); i++) {
            closedClass(words, i);
        }
        for (int i = 0; i < words.size(); i++) {
            EnglishNouns.correct(words, i);
            EnglishVerbs.correct(words, i);
        }
        for (int i = 0; i < words.size(); i++) {
            EnglishVerbs.auxiliary(words, i);
            that(words, i);
            determinerOrPronoun(words, i);
            clauseOrPhrase(words, i);
            adverbs(words, i);
        }
        return words.result();
    }

    private static void closedClass(Words w, int i) {
        String form = w.lower(i);
        PartOfSpeech always = EnglishWords.ALWAYS.get(form);
        boolean shouted = w.form(i).length() > 1 && w.form(i).equals(w.form(i).toUpperCase(Locale.ROOT));
        if (always != null && !(shouted && !w.allShouted()) && !w.is(i, X)) {
            w.set(i, always);
        } else if (form.equals("it") && !shouted) {
            w.set(i, PRON);
        } else if (form.equals("a") && !w.is(i + 1, PUNCT)) {
            w.set(i, DET);
        } else if (form.equals("one") && w.lower(i - 1).equals("no")) {
            w.set(i, NOUN);
        } else if (form.equals("there") && EnglishWords.BE.contains(w.lower(i + 1))) {
            w.set(i, PRON);
        } else if (form.equals("else") && w.is(i - 1, PRON)) {
            w.set(i, ADJ);
        } else if (form.equals("okay")) {
            w.set(i, INTJ);
        }
    }

    private static void that(Words w, int i) {
        if (!w.lower(i).equals("that")) {
            return;
        }
        int next = i + 1;
        boolean afterNoun = w.is(i - 1, NOUN, PROPN)
                || w.says(i - 1, "all", "everything", "something", "anything", "nothing", "those", "one");
        boolean clauseFollows = w.isArticle(next)
                || (w.is(next, PRON, PROPN) && !w.is(next, PUNCT))
                || (w.isPlural(next) && w.is(next, NOUN));
        if (w.is(next, AUX, VERB) && afterNoun) {
            w.set(i, PRON);
        } else if (w.is(next, VERB)
                && !afterNoun
                && w.isBareSingular(next)
                && (i == 0 || w.is(i - 1, PUNCT, INTJ, ADV))) {
            w.set(i, DET);
            w.set(next, NOUN);
        } else if (w.is(next, AUX) || next >= w.size() || w.is(next, PUNCT)) {
            w.set(i, PRON);
        } else if (clauseFollows && i > 0 && w.is(i - 1, VERB, ADJ, ADV, NOUN, CCONJ, PART, AUX, PRON)) {
            w.set(i, afterNoun && w.is(i, PRON) ? PRON : SCONJ);
        } else if (w.is(next, NOUN) || (w.is(next, ADJ) && w.is(next + 1, NOUN))) {
            w.set(i, DET);
        }
    }

    private static void determinerOrPronoun(Words w, int i) {
        String form = w.lower(i);
        boolean alone = w.is(i + 1, AUX, VERB, PUNCT)
                || i + 1 >= w.size()
                || w.lower(i + 1).equals("of");
        if (w.says(i, "which", "what") && w.is(i, PRON) && w.is(i + 1, NOUN) && (i == 0 || w.is(i + 2, AUX))) {
            w.set(i, DET);
        } else if (w.says(i, "this", "these", "those", "all", "both", "some", "any", "each", "which")) {
            boolean nominal = w.is(i + 1, NOUN, PROPN) || (w.is(i + 1, ADJ, NUM) && w.is(i + 2, NOUN, ADJ, PROPN));
            if (alone && w.is(i, DET) && !(w.is(i + 1, VERB) && w.is(i + 2, NOUN))) {
                w.set(i, PRON);
            } else if (nominal && w.is(i, PRON) && !form.equals("which")) {
                w.set(i, DET);
            }
        } else if (form.equals("neither") && !w.is(i + 1, NOUN, ADP) && w.laterIs(i, "nor")) {
            w.set(i, CCONJ);
        } else if (form.equals("yet") && w.lower(i - 1).equals(",") && i + 2 < w.size()) {
            w.set(i, CCONJ);
        } else if (EnglishWords.QUANTIFIERS.contains(form) && w.is(i, ADV, DET) && w.is(i + 1, NOUN)) {
            w.set(i, ADJ);
        }
    }

    /** "after lunch" is a phrase, "after we ate" a clause. */
    private static void clauseOrPhrase(Words w, int i) {
        String form = w.lower(i);
        if (EnglishWords.CLAUSE_OR_PHRASE.contains(form)
                && w.is(i, ADP, SCONJ, ADV)
                && i + 1 < w.size()
                && !w.is(i + 1, PUNCT)) {
            w.set(
                    i,
                    (w.is(i + 1, VERB) && w.lower(i + 1).endsWith("ing")) || w.subjectAndVerbFollow(i + 1)
                            ? SCONJ
                            : ADP);
        } else if (form.equals("as") && w.is(i, ADP, SCONJ)) {
            w.set(i, w.subjectAndVerbFollow(i + 1) ? SCONJ : ADP);
        } else if (form.equals("about") && w.is(i + 1, NUM)) {
            w.set(i, ADV);
        } else if (w.says(i, "about", "with", "for", "like", "over", "on", "at", "by")
                && w.is(i, SCONJ)
                && !(w.is(i + 1, VERB) && w.lower(i + 1).endsWith("ing"))
                && !form.equals("for")
                && !w.subjectAndVerbFollow(i + 1)) {
            w.set(i, ADP);
        }
    }

    private static void adverbs(Words w, int i) {
        String form = w.lower(i);
        if (w.is(i, ADV) && EnglishWords.PARTICLES.contains(form)) {
            w.set(i, ADP);
        } else if (w.is(i, ADJ)
                && form.length() > 4
                && form.endsWith("ly")
                && !EnglishWords.LY_ADJECTIVES.contains(form)) {
            w.set(i, ADV);
        } else if (w.is(i, ADV)
                && EnglishWords.LINKING.contains(w.lower(i - 1))
                && w.is(i + 1, PUNCT)
                && form.length() < 6
                && !w.says(
                        i, "back", "away", "well", "here", "there", "again", "now", "out", "home", "once", "so", "too",
                        "only", "just", "off", "soon", "later", "fast", "first", "last", "ever", "even", "up", "down",
                        "far", "on", "in")) {
            w.set(i, ADJ);
        } else if (w.is(i, ADV)
                && form.endsWith("er")
                && !w.says(
                        i,
                        "later",
                        "never",
                        "over",
                        "rather",
                        "together",
                        "however",
                        "either",
                        "further",
                        "ever",
                        "after")
                && (w.is(i + 1, NOUN) || (w.is(i + 1, VERB) && w.lower(i + 1).endsWith("ing") && w.is(i + 2, NOUN)))) {
            w.set(i, ADJ);
        } else if (w.is(i, ADV)
                && w.is(i - 1, VERB)
                && w.is(i + 1, NOUN)
                && w.says(
                        i, "loud", "quick", "slow", "hard", "clean", "free", "cheap", "fine", "strong", "soft",
                        "tight")) {
            w.set(i, ADJ);
        }
    }
}
