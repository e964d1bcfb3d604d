package io.brume.engines.opennlp;

import static io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech.*;

import java.util.regex.Pattern;

/** Where English grammar wants a verb, and which verbs are auxiliaries. */
final class EnglishVerbs {

    private static final Pattern ABSTRACT = Pattern.compile(".*(?:ion|ment|ness|ity)");

    private EnglishVerbs() {}

    static void correct(Words w, int i) {
        infinitive(w, i);
        afterModal(w, i);
        question(w, i);
        verbBetween(w, i);
        imperative(w, i);
    }

    /** "to" is a particle before a verb, and makes the next word one where an object follows. */
    private static void infinitive(Words w, int i) {
        if (!w.lower(i).equals("to") || i + 1 >= w.size()) {
            return;
        }
        int next = i + 1;
        if (EnglishWords.GONE_TO.contains(w.lower(next))
                && w.says(
                        i - 1,
                        "go",
                        "goes",
                        "going",
                        "gone",
                        "went",
                        "come",
                        "comes",
                        "came",
                        "back",
                        "return",
                        "returned",
                        "sent",
                        "taken")) {
            w.set(i, ADP);
            w.set(next, NOUN);
        } else if (w.is(next, DET, PRON, PROPN, NUM, SYM, X)) {
            w.set(i, ADP);
        } else if (w.is(next, VERB, AUX)
                && (EnglishWords.canBeBase(w.form(next)) || EnglishWords.BE.contains(w.lower(next)))) {
            w.set(i, PART);
        } else if (w.is(next, NOUN, ADJ, ADP)
                && EnglishWords.canBeBase(w.form(next))
                && (w.is(i, PART)
                        || w.isArticle(next + 1)
                        || w.is(next + 1, PRON, NUM, SYM)
                        || (w.is(next, NOUN) && w.is(next + 1, ADJ) && w.isPlural(next + 2)))) {
            w.set(i, PART);
            w.set(next, VERB);
        }
    }

    /** After a modal, or a form of "do" with a negation, comes a base form. */
    private static void afterModal(Words w, int i) {
        boolean modal = w.is(i, AUX) && EnglishWords.MODALS.contains(w.lower(i));
        boolean negated = EnglishWords.DO.contains(w.lower(i)) && w.is(i + 1, PART);
        if (!modal && !negated) {
            return;
        }
        int next = i + 1;
        while (w.is(next, PART, ADV)
                || w.lower(next).equals("neither")
                || w.lower(next).equals("either")) {
            next++;
        }
        if (w.is(next, PRON) && next == i + 1 && w.is(next + 1, NOUN, ADJ, ADV, ADP)) {
            next++;
        }
        if (w.is(next, NOUN, ADJ, ADP, PROPN) && EnglishWords.canBeBase(w.form(next))) {
            w.set(next, VERB);
        }
    }

    /** "What time does the library open on Sundays?": "do" waits for a verb. */
    private static void question(Words w, int i) {
        if (!EnglishWords.DO.contains(w.lower(i)) || !w.isArticle(i + 1) || i + 3 >= w.size()) {
            return;
        }
        int end = w.clauseEnd(i + 1);
        for (int j = i + 2; j < end; j++) {
            if (w.is(j, VERB)) {
                w.set(i, AUX);
                return;
            }
        }
        int verb = i + 3;
        while (w.is(verb + 1, ADJ, NOUN, VERB, SCONJ)
                && EnglishWords.canBeBase(w.form(verb + 1))
                && !EnglishWords.ALWAYS.containsKey(w.lower(verb + 1))
                && !w.lower(verb + 1).equals("that")) {
            verb++;
        }
        if (w.is(verb, ADJ, NOUN, SCONJ) && EnglishWords.canBeBase(w.form(verb))) {
            w.set(i, AUX);
            w.set(verb - 1, NOUN);
            w.set(verb, VERB);
        }
    }

    /** A noun that stands between a subject and an object, a complement or an adverb, in a clause that has no verb, is the verb. */
    private static void verbBetween(Words w, int i) {
        String form = w.lower(i);
        if (!w.is(i, NOUN, ADJ) || !w.form(i).equals(form) || i == 0) {
            return;
        }
        boolean past = EnglishWords.IRREGULAR_PAST.contains(form) || form.endsWith("ed");
        boolean third = form.endsWith("s") && !form.endsWith("ss");
        if (third && w.is(i - 1, CCONJ, PUNCT) && w.verbBefore(i - 1) && opensObject(w, i + 1)) {
            w.set(i, VERB);
            return;
        }
        boolean afterNoun = w.is(i - 1, NOUN, PROPN) || (w.is(i - 1, PRON) && !w.isArticle(i - 1));
        boolean afterAdjective = (past || third) && w.is(i - 1, ADJ) && w.isArticle(i - 2);
        boolean agrees = past || third || (w.isPlural(i - 1) && EnglishWords.canBeBase(form));
        if ((!afterNoun && !afterAdjective) || !agrees || w.clauseHasVerb(i)) {
            return;
        }
        if (isComplement(w, i + 1)
                || (past && w.is(i + 1, ADP, ADJ, NUM, NOUN))
                || (third
                        && w.singularSubjectEnds(i - 1)
                        && ((w.is(i + 1, ADP) && w.lower(w.size() - 1).equals("."))
                                || (w.is(i + 1, PUNCT) && w.is(i + 2, CCONJ))
                                || w.lower(i + 1).equals("and")))) {
            w.set(i, VERB);
            if (w.is(i - 1, ADJ, VERB)) {
                w.set(i - 1, NOUN);
            }
        }
    }

    private static boolean opensObject(Words w, int i) {
        return w.isArticle(i)
                || w.says(i, "this", "these", "those")
                || (w.is(i, PRON) && !w.lower(i).equals("that"))
                || (w.is(i, VERB) && w.lower(i).endsWith("ing") && w.is(i + 1, NOUN));
    }

    private static boolean isComplement(Words w, int i) {
        return w.isArticle(i)
                || w.is(i, PRON, SCONJ, ADV)
                || w.lower(i).equals("to")
                || w.lower(i).equals("that");
    }

    /** A clause that begins with a bare word and an object, and has no other verb, is a command. */
    private static void imperative(Words w, int i) {
        boolean opens = i == 0
                || (w.is(i - 1, PUNCT) && !w.lower(i - 1).equals("-"))
                || w.lower(i - 1).equals("then")
                || w.lower(i - 1).equals("please")
                || (w.is(i - 1, CCONJ) && w.verbBefore(i - 1));
        String form = w.lower(i);
        if (!opens
                || w.is(i, VERB, AUX, DET, PRON, PUNCT, NUM, SCONJ, CCONJ, INTJ)
                || !EnglishWords.canBeBase(form)
                || EnglishWords.TIMES.contains(form)
                || EnglishWords.ALWAYS.containsKey(form)
                || EnglishWords.CLAUSE_OR_PHRASE.contains(form)) {
            return;
        }
        boolean object = w.isArticle(i + 1)
                || (w.is(i + 1, NUM) && w.is(i + 2, NOUN))
                || w.says(i + 1, "some", "it", "them", "me", "us");
        boolean place = i == 0
                && w.is(i, PROPN, NOUN)
                && w.is(i + 1, ADP)
                && w.is(i + 2, NUM, DET)
                && !ABSTRACT.matcher(w.form(i)).matches();
        if (((object && !w.is(i, ADP, ADV))
                        || (object && w.raw(i) < 0.6)
                        || place
                        || (w.lower(i - 1).equals("then") && w.is(i, PRON, NOUN)))
                && !w.clauseHasVerb(i)) {
            w.set(i, VERB);
        }
    }

    /** Forms of "have", "do" and "be" are auxiliaries of a verb that follows, and verbs otherwise. */
    static void auxiliary(Words w, int i) {
        String form = w.lower(i);
        if (!w.is(i, VERB, AUX)) {
            return;
        }
        int next = i + 1;
        while (w.is(next, ADV, PART) && !w.lower(next).equals("to")) {
            next++;
        }
        boolean asks = i == 0 || (w.is(i - 1, ADV, PUNCT, NOUN, CCONJ) && w.is(next, PRON));
        if (EnglishWords.HAVE.contains(form)) {
            int after = asks && w.is(next, PRON) ? w.skipAdverbs(next + 1) : next;
            boolean participle = w.is(after, VERB, AUX) && EnglishWords.canBeParticiple(w.lower(after));
            w.set(i, participle ? AUX : form.startsWith("'") ? AUX : VERB);
        } else if (EnglishWords.DO.contains(form)) {
            int after = asks && w.is(next, PRON) ? w.skipAdverbs(next + 1) : next;
            if (w.is(after, VERB, AUX) && w.is(next, VERB, AUX, PRON)) {
                w.set(i, AUX);
            }
        } else if (EnglishWords.BE.contains(form)) {
            boolean existential = (w.lower(i - 1).equals("there") && w.is(i - 1, PRON))
                    || (w.lower(i + 1).equals("there") && (w.isArticle(i + 2) || w.says(i + 2, "any", "no", "some")));
            w.set(i, existential ? VERB : AUX);
        }
    }
}
