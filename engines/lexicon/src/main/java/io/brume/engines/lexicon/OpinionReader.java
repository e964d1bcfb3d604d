package io.brume.engines.lexicon;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Finds the opinions in a text and what each is worth where it stands.
 *
 * <p>The rules for negation, degree words, capitals and emphasis follow C. J. Hutto and E. Gilbert, "VADER: A parsimonious
 * rule-based model for sentiment analysis of social media text" (ICWSM 2014), whose constants are used; scope is bounded by
 * clauses instead of a fixed window alone, and expressions, unreal moods and names are ours. Time is linear in the text.
 */
final class OpinionReader {

    /** What negation makes of a valence (Hutto and Gilbert). */
    private static final double NEGATED = -0.74;
    /** What a degree word adds (Hutto and Gilbert), by its distance. */
    private static final double[] DEGREE = {0.293, 0.278, 0.264};

    private static final double CAPITALS = 0.733;
    private static final double UNREAL = 0.45;
    /** What praise is worth in a text that says it is not meant. */
    private static final double SARCASTIC = -0.4;

    private static final int NEGATION_REACH = 5;
    private static final int MOOD_REACH = 7;

    private static final Set<String> NEVER = Set.of("never", "ever");
    private static final Set<String> SO = Set.of("so", "this", "such");
    private static final Set<String> SHORT_NEGATORS = Set.of("no", "without", "free", "less", "least", "lack");

    private final Lexicon lexicon;
    private final Tokenizer tokenizer;

    OpinionReader(Lexicon lexicon) {
        this.lexicon = lexicon;
        this.tokenizer = new Tokenizer(lexicon::knows, lexicon::isEmoticon);
    }

    Reading read(String text) {
        List<Token> tokens = tokenizer.tokens(text);
        IntFunction<String> forms = i -> tokens.get(i).form();
        List<Opinion> found = new ArrayList<>();
        boolean[] taken = new boolean[tokens.size()];
        find(tokens, forms, found, taken);
        List<EnumSet<Cue>> cues = cues(tokens, forms, taken);
        List<Clause> clauses = ClauseSplitter.split(text, tokens, cues);
        List<Opinion> opinions = new ArrayList<>(found.size());
        boolean mixedCase = isMixedCase(tokens);
        int clause = 0;
        boolean sarcastic = false;
        for (EnumSet<Cue> set : cues) {
            sarcastic |= set.contains(Cue.SARCASM);
        }
        Reading bare = new Reading(text, tokens, clauses, List.of(), cues);
        for (Opinion opinion : found) {
            while (!clauses.get(clause).holds(opinion.first())) {
                clause++;
            }
            double value = value(bare, opinion, clauses.get(clause), mixedCase);
            value = sarcastic && value > 0 ? value * SARCASTIC : value;
            opinions.add(new Opinion(opinion.first(), opinion.end(), clause, opinion.base(), value));
        }
        return new Reading(text, tokens, clauses, opinions, cues);
    }

    private void find(List<Token> tokens, IntFunction<String> forms, List<Opinion> found, boolean[] taken) {
        boolean titled = isTitled(tokens);
        int i = 0;
        while (i < tokens.size()) {
            PhraseTrie.Match<Double> phrase = lexicon.phrase(forms, i, tokens.size());
            if (phrase != null) {
                int end = i + phrase.length();
                if (phrase.value() != 0) {
                    found.add(new Opinion(i, end, 0, phrase.value(), phrase.value()));
                }
                for (int t = i; t < end; t++) {
                    taken[t] = true;
                }
                i = end;
                continue;
            }
            double valence = lexicon.valence(tokens.get(i));
            if (valence != 0 && (titled || !isName(tokens, i))) {
                found.add(new Opinion(i, i + 1, 0, valence, valence));
            }
            i++;
        }
    }

    private List<EnumSet<Cue>> cues(List<Token> tokens, IntFunction<String> forms, boolean[] taken) {
        List<EnumSet<Cue>> cues = new ArrayList<>(tokens.size());
        EnumSet<Cue> none = EnumSet.noneOf(Cue.class);
        for (int i = 0; i < tokens.size(); i++) {
            PhraseTrie.Match<EnumSet<Cue>> match = lexicon.cue(forms, i, tokens.size());
            if (match == null) {
                cues.add(none);
            } else if (taken[i]) {
                EnumSet<Cue> kept = EnumSet.copyOf(match.value());
                kept.remove(Cue.NEGATOR);
                kept.remove(Cue.BOOSTER);
                kept.remove(Cue.DAMPENER);
                kept.remove(Cue.IRREALIS);
                cues.add(kept);
            } else {
                cues.add(match.value());
            }
        }
        return cues;
    }

    /** Whether a word belongs to a name: a capital where none is due, next to another one. */
    private static boolean isName(List<Token> tokens, int i) {
        if (!isTitle(tokens, i)) {
            return false;
        }
        boolean opens = i == 0
                || tokens.get(i - 1).kind() == Token.Kind.SIGN
                        && !tokens.get(i - 1).is(",");
        if (opens) {
            return isTitle(tokens, i + 1) && isTitle(tokens, i + 2);
        }
        return isTitle(tokens, i + 1)
                || isTitle(tokens, i - 1) && !tokens.get(i - 1).is("i");
    }

    private static boolean isTitle(List<Token> tokens, int i) {
        return i >= 0
                && i < tokens.size()
                && tokens.get(i).kind() == Token.Kind.WORD
                && tokens.get(i).letters() == Token.Letters.TITLE
                && !tokens.get(i).is("i");
    }

    private static boolean isTitled(List<Token> tokens) {
        int titles = 0;
        int words = 0;
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.WORD) {
                words++;
                titles += token.letters() == Token.Letters.TITLE ? 1 : 0;
            }
        }
        return words > 3 && titles > 0.7 * words;
    }

    private static boolean isMixedCase(List<Token> tokens) {
        boolean lower = false;
        for (Token token : tokens) {
            lower |= token.kind() == Token.Kind.WORD
                    && token.letters() == Token.Letters.LOWER
                    && token.form().length() > 1;
        }
        return lower;
    }

    private static double value(Reading reading, Opinion opinion, Clause clause, boolean mixedCase) {
        double value = opinion.base();
        double sign = Math.signum(value);
        Token word = reading.tokens().get(opinion.first());
        if (word.kind() == Token.Kind.EMOJI || word.kind() == Token.Kind.EMOTICON) {
            return value;
        }
        if (mixedCase && word.letters() == Token.Letters.CAPITALS) {
            value += sign * CAPITALS;
        }
        for (int d = 0; d < DEGREE.length && opinion.first() - 1 - d >= clause.first(); d++) {
            int at = opinion.first() - 1 - d;
            if (reading.has(at, Cue.DAMPENER)) {
                value -= sign * DEGREE[d];
            } else if (reading.has(at, Cue.BOOSTER)) {
                value += sign * DEGREE[d];
            }
        }
        value = negated(reading, opinion, clause, value);
        return isUnreal(reading, opinion, clause) ? value * UNREAL : value;
    }

    private static double negated(Reading reading, Opinion opinion, Clause clause, double value) {
        for (int d = 1; d <= NEGATION_REACH && opinion.first() - d >= clause.first(); d++) {
            int at = opinion.first() - d;
            if (!reading.has(at, Cue.NEGATOR)) {
                continue;
            }
            String negator = reading.tokens().get(at).form();
            if (SHORT_NEGATORS.contains(negator) && d > 3) {
                continue;
            }
            if (NEVER.contains(negator) && follows(reading, at, opinion.first(), SO)) {
                return value * 1.25;
            }
            if (isBeyondCompare(reading, at, opinion.first())) {
                return value * 1.25;
            }
            return value * NEGATED;
        }
        return value;
    }

    private static boolean follows(Reading reading, int from, int to, Set<String> words) {
        for (int i = from + 1; i < to; i++) {
            if (words.contains(reading.tokens().get(i).form())) {
                return true;
            }
        }
        return false;
    }

    /** "Could not be kinder", "have never been happier": the negation of a comparative is a superlative. */
    private static boolean isBeyondCompare(Reading reading, int negator, int opinion) {
        String form = reading.tokens().get(opinion).form();
        boolean comparative = form.length() > 4 && form.endsWith("er")
                || form.equals("better")
                || form.equals("worse")
                || reading.tokens().get(opinion - 1).is("more");
        if (!comparative) {
            return false;
        }
        String before = negator > 0 ? reading.tokens().get(negator - 1).form() : "";
        String itself = reading.tokens().get(negator).form().toLowerCase(Locale.ROOT);
        return before.equals("could") || before.equals("can") || itself.equals("never");
    }

    private static boolean isUnreal(Reading reading, Opinion opinion, Clause clause) {
        for (int d = 1; d <= MOOD_REACH && opinion.first() - d >= clause.first(); d++) {
            if (reading.has(opinion.first() - d, Cue.IRREALIS)) {
                return true;
            }
        }
        return false;
    }
}
