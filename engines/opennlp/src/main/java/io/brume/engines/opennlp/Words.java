package io.brume.engines.opennlp;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A sentence under correction. Places outside it have no tag and an empty form. */
final class Words {

    /** How sure a tag is that grammar put in the place of the tagger's. */
    private static final double CORRECTED = 0.8;

    private static final Set<String> ARTICLES =
            Set.of("the", "a", "an", "my", "your", "his", "its", "our", "their", "every", "each", "no", "'s");

    private static final Set<String> SUBJECTS = Set.of("i", "he", "she", "we", "they");

    private final List<TaggedWord> words;
    private final String[] lower;

    Words(List<TaggedWord> words) {
        this.words = new ArrayList<>(words);
        this.lower = words.stream().map(w -> w.form().toLowerCase(Locale.ROOT)).toArray(String[]::new);
    }

    int size() {
        return lower.length;
    }

    List<TaggedWord> result() {
        return words;
    }

    String lower(int i) {
        return i < 0 || i >= lower.length ? "" : lower[i];
    }

    /** Whether the word is one of these. */
    boolean says(int i, String... forms) {
        String form = lower(i);
        for (String other : forms) {
            if (form.equals(other)) {
                return true;
            }
        }
        return false;
    }

    String form(int i) {
        return i < 0 || i >= lower.length ? "" : words.get(i).form();
    }

    double raw(int i) {
        return words.get(i).raw();
    }

    boolean is(int i, PartOfSpeech... tags) {
        if (i < 0 || i >= lower.length) {
            return false;
        }
        for (PartOfSpeech tag : tags) {
            if (words.get(i).tag() == tag) {
                return true;
            }
        }
        return false;
    }

    /** Replaces a tag; one that is there already keeps its certainty. */
    void set(int i, PartOfSpeech tag) {
        if (words.get(i).tag() != tag) {
            words.set(i, words.get(i).as(tag, CORRECTED));
        }
    }

    boolean allShouted() {
        return words.stream().noneMatch(w -> w.form().chars().anyMatch(Character::isLowerCase));
    }

    boolean allLower() {
        return words.stream().noneMatch(w -> w.form().chars().anyMatch(Character::isUpperCase));
    }

    /** Articles, possessives and what else begins a noun phrase and nothing but that. */
    boolean isArticle(int i) {
        return (ARTICLES.contains(lower(i)) && !(lower(i).equals("'s") && !is(i, PartOfSpeech.PART)))
                || (lower(i).equals("her") && is(i + 1, PartOfSpeech.NOUN, PartOfSpeech.ADJ));
    }

    boolean isArticleOrAdjective(int i) {
        return isArticle(i) || is(i, PartOfSpeech.ADJ);
    }

    /** Whether a noun phrase with an article or possessive and a singular noun ends here. */
    boolean singularSubjectEnds(int at) {
        if (isPlural(at)) {
            return false;
        }
        int i = at - 1;
        while (is(i, PartOfSpeech.ADJ, PartOfSpeech.NOUN, PartOfSpeech.NUM) && !isArticle(i)) {
            i--;
        }
        return isArticle(i);
    }

    boolean isPlural(int i) {
        String form = lower(i);
        return is(i, PartOfSpeech.NOUN)
                && ((form.endsWith("s") && !form.endsWith("ss"))
                        || says(i, "people", "children", "men", "women", "police"));
    }

    /** Whether a form can be neither a third person singular nor a past tense: "that sunset" has no verb. */
    boolean isBareSingular(int i) {
        String form = lower(i);
        return EnglishWords.canBeBase(form) && !EnglishWords.IRREGULAR_PAST.contains(form);
    }

    /** Whether a word is tagged as a verb and has a form that a subject can have. */
    boolean isFinite(int i) {
        return (is(i, PartOfSpeech.AUX) && !says(i, "be", "been", "being", "having"))
                || (is(i, PartOfSpeech.VERB)
                        && !lower(i).endsWith("ing")
                        && !lower(i - 1).equals("to")
                        && !(isArticleOrAdjective(i - 1) && is(i + 1, PartOfSpeech.NOUN, PartOfSpeech.ADJ)));
    }

    /** The first place after {@code from} where a clause can end. */
    int clauseEnd(int from) {
        int i = from;
        while (i < size() && !is(i, PartOfSpeech.PUNCT, PartOfSpeech.SCONJ)) {
            i++;
        }
        return i;
    }

    /** Whether there is a finite verb around a place, up to the next punctuation mark, conjunction or relative word. */
    boolean clauseHasVerb(int at) {
        for (int i = at - 1; i >= 0 && !opensClause(i); i--) {
            if (isFinite(i)) {
                return true;
            }
        }
        for (int i = at + 1; i < size() && !opensClause(i) && !SUBJECTS.contains(lower(i)); i++) {
            if (isFinite(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean opensClause(int i) {
        return is(i, PartOfSpeech.PUNCT, PartOfSpeech.SCONJ, PartOfSpeech.CCONJ)
                || says(
                        i, "who", "which", "that", "when", "where", "how", "why", "what", "until", "before", "after",
                        "since", "while", "as");
    }

    boolean verbBefore(int at) {
        for (int i = at - 1; i >= 0; i--) {
            if (is(i, PartOfSpeech.VERB)) {
                return true;
            }
        }
        return false;
    }

    boolean laterIs(int from, String form) {
        for (int i = from + 1; i < size(); i++) {
            if (lower[i].equals(form)) {
                return true;
            }
        }
        return false;
    }

    int skipAdverbs(int from) {
        int i = from;
        while (is(i, PartOfSpeech.ADV)) {
            i++;
        }
        return i;
    }

    /** Whether a noun phrase with a finite verb after it begins here: a clause. */
    boolean subjectAndVerbFollow(int from) {
        boolean subject = false;
        for (int i = from; i < size(); i++) {
            if (subject && isFinite(i)) {
                return true;
            }
            boolean nominal = is(i, PartOfSpeech.NOUN, PartOfSpeech.PROPN, PartOfSpeech.PRON) && !isArticle(i);
            boolean inside = nominal
                    || isArticle(i)
                    || is(
                            i,
                            PartOfSpeech.DET,
                            PartOfSpeech.ADJ,
                            PartOfSpeech.NUM,
                            PartOfSpeech.ADV,
                            PartOfSpeech.PART,
                            PartOfSpeech.SYM)
                    || lower(i).equals("of")
                    || lower(i).equals("and")
                    || (is(i, PartOfSpeech.VERB) && isArticle(i - 1));
            boolean secondPhrase = subject && isArticle(i) && !says(i - 1, "of", "and", "'s") && !lower(i).equals("'s");
            if (!inside || secondPhrase) {
                return false;
            }
            subject |= nominal;
        }
        return false;
    }
}
