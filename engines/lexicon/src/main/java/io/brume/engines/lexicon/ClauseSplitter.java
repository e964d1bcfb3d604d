package io.brume.engines.lexicon;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Splits a text into sentences and these into clauses: at signs, at words of contrast, and at "and" before a new subject. */
final class ClauseSplitter {

    private static final Set<String> SENTENCE_ENDS = Set.of(".", "!", "?", "...");
    private static final Set<String> CLAUSE_ENDS = Set.of(",", ";", ":", "-", "(", ")", "|", "/");
    private static final Set<String> ABBREVIATIONS =
            Set.of("mr", "mrs", "ms", "dr", "prof", "st", "no", "vs", "inc", "ltd", "etc", "approx", "e.g", "i.e");
    private static final Set<String> JOINERS = Set.of("and", "because", "which", "so", "when", "until", "plus");
    private static final Set<String> SUBJECTS = Set.of(
            "the",
            "a",
            "an",
            "it",
            "they",
            "i",
            "we",
            "he",
            "she",
            "you",
            "my",
            "our",
            "his",
            "her",
            "its",
            "their",
            "this",
            "that",
            "these",
            "those",
            "there",
            "nobody",
            "everyone",
            "then",
            "now",
            "not");

    /** In tokens; what runs on longer is cut, so that work on a clause stays bounded. */
    private static final int LONGEST = 80;

    private final String text;
    private final List<Token> tokens;
    private final List<EnumSet<Cue>> cues;
    private final List<Clause> clauses = new ArrayList<>();
    private int first;
    private int sentence;
    private int sentenceStart;
    private boolean contrast;
    private boolean concession;

    private ClauseSplitter(String text, List<Token> tokens, List<EnumSet<Cue>> cues) {
        this.text = text;
        this.tokens = tokens;
        this.cues = cues;
    }

    static List<Clause> split(String text, List<Token> tokens, List<EnumSet<Cue>> cues) {
        ClauseSplitter splitter = new ClauseSplitter(text, tokens, cues);
        for (int i = 0; i < tokens.size(); i++) {
            splitter.token(i);
        }
        splitter.endSentence(tokens.size(), false);
        return splitter.clauses;
    }

    private void token(int i) {
        Token token = tokens.get(i);
        if (i > first && newLineBefore(i)) {
            endSentence(i, false);
        }
        if (i - first >= LONGEST) {
            endClause(i);
        }
        if (token.kind() == Token.Kind.SIGN) {
            if (SENTENCE_ENDS.contains(token.form()) && !isAbbreviation(i)) {
                if (!runsOn(i)) {
                    endSentence(i + 1, isQuestion(i));
                }
            } else if (CLAUSE_ENDS.contains(token.form())) {
                endClause(i + 1);
            }
            return;
        }
        if (i > first && tokens.get(i - 1).kind() == Token.Kind.EMOJI && token.kind() != Token.Kind.EMOJI) {
            endClause(i);
        }
        if (cues.get(i).contains(Cue.CONTRAST)) {
            if (isLast(i)) {
                contrast = true;
            } else {
                endClause(i);
                contrast = true;
            }
        }
        if (cues.get(i).contains(Cue.CONCESSION) && i == first && !isLast(i)) {
            concession = true;
        }
        if (i > first + 1
                && i + 1 < tokens.size()
                && JOINERS.contains(token.form())
                && SUBJECTS.contains(tokens.get(i + 1).form())) {
            endClause(i);
        }
    }

    /** Whether another sentence end follows, so that this sign does not end the sentence yet. */
    private boolean runsOn(int i) {
        return i + 1 < tokens.size()
                && tokens.get(i + 1).kind() == Token.Kind.SIGN
                && SENTENCE_ENDS.contains(tokens.get(i + 1).form());
    }

    private boolean isQuestion(int i) {
        return tokens.get(i).is("?") || i > 0 && tokens.get(i - 1).is("?");
    }

    private boolean isAbbreviation(int i) {
        return tokens.get(i).is(".")
                && i > 0
                && i + 1 < tokens.size()
                && ABBREVIATIONS.contains(tokens.get(i - 1).form());
    }

    private boolean isLast(int i) {
        return i + 1 == tokens.size()
                || tokens.get(i + 1).kind() == Token.Kind.SIGN
                        && !CLAUSE_ENDS.contains(tokens.get(i + 1).form())
                || tokens.get(i + 1).kind() == Token.Kind.EMOJI;
    }

    private boolean newLineBefore(int i) {
        int newLine = text.indexOf('\n', tokens.get(i - 1).end(), tokens.get(i).begin());
        return newLine >= 0;
    }

    private void endClause(int end) {
        if (end > first) {
            clauses.add(new Clause(first, end, sentence, contrast, concession, false));
            first = end;
            contrast = false;
            concession = false;
        }
    }

    private void endSentence(int end, boolean question) {
        endClause(end);
        if (question) {
            for (int c = sentenceStart; c < clauses.size(); c++) {
                Clause clause = clauses.get(c);
                clauses.set(
                        c,
                        new Clause(
                                clause.first(), clause.end(), sentence, clause.contrast(), clause.concession(), true));
            }
        }
        if (clauses.size() > sentenceStart) {
            sentence++;
            sentenceStart = clauses.size();
        }
    }
}
