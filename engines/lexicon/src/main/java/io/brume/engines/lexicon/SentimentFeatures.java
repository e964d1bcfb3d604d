package io.brume.engines.lexicon;

import java.util.List;

/** The numbers by which the sentiment model judges a reading; all are bounded, whatever the text's length. */
final class SentimentFeatures {

    /** The features' names, in order. */
    static final List<String> NAMES = List.of(
            "positive",
            "negative",
            "compound",
            "both",
            "balance",
            "strongest-positive",
            "strongest-negative",
            "strongest-both",
            "positive-count",
            "negative-count",
            "density",
            "none",
            "only-positive",
            "only-negative",
            "best-clause",
            "worst-clause",
            "clauses-disagree",
            "sentences-disagree",
            "positive-clauses",
            "negative-clauses",
            "first-clause",
            "last-clause",
            "last-sentence",
            "silent-beside-positive",
            "silent-beside-negative",
            "last-silent",
            "verdict",
            "contrast",
            "turn-to-positive",
            "turn-to-negative",
            "turn-disagrees",
            "concession",
            "granted-positive",
            "granted-negative",
            "question",
            "last-question",
            "opener",
            "question-positive",
            "question-negative",
            "irrealis",
            "first-person",
            "second-person",
            "formal",
            "formal-positive",
            "formal-negative",
            "deed",
            "deed-negative",
            "technical",
            "technical-positive",
            "technical-negative",
            "schedule",
            "fact",
            "numbers",
            "imperative",
            "exclamation",
            "capitals",
            "emoji-positive",
            "emoji-negative",
            "emoji-both",
            "elongated",
            "negators-alone",
            "insist",
            "insist-none",
            "praise-turn",
            "length",
            "sentences",
            "clauses",
            "plain-start",
            "lower-case");

    private final Reading reading;
    private final double[] clauseNet;
    private final double[] values = new double[NAMES.size()];
    private int next;

    private SentimentFeatures(Reading reading) {
        this.reading = reading;
        this.clauseNet = new double[reading.clauses().size()];
    }

    static double[] of(Reading reading) {
        SentimentFeatures features = new SentimentFeatures(reading);
        features.compute();
        return features.values;
    }

    private void put(double value) {
        values[next++] = value;
    }

    private static double log(double count) {
        return Math.log1p(count);
    }

    /** Between -1 and 1, as VADER normalises sums. */
    static double squash(double sum) {
        return sum / Math.sqrt(sum * sum + 15);
    }

    private static double or0(boolean is) {
        return is ? 1 : 0;
    }

    private void compute() {
        double positive = 0;
        double negative = 0;
        double best = 0;
        double worst = 0;
        int ups = 0;
        int downs = 0;
        double[] emoji = new double[2];
        for (Opinion opinion : reading.opinions()) {
            double v = opinion.value();
            clauseNet[opinion.clause()] += v;
            if (v > 0) {
                positive += v;
                ups++;
                best = Math.max(best, v);
            } else {
                negative -= v;
                downs++;
                worst = Math.max(worst, -v);
            }
            if (reading.tokens().get(opinion.first()).kind() == Token.Kind.EMOJI) {
                emoji[v > 0 ? 0 : 1] += Math.abs(v);
            }
        }
        int words = Math.max(1, reading.tokens().size());
        put(log(positive));
        put(log(negative));
        put(squash(positive - negative));
        put(Math.min(log(positive), log(negative)));
        put(positive + negative == 0 ? 0 : Math.min(positive, negative) / Math.max(positive, negative));
        put(best);
        put(worst);
        put(Math.min(best, worst));
        put(log(ups));
        put(log(downs));
        put(Math.min(1, (positive + negative) / words));
        put(or0(ups + downs == 0));
        put(or0(ups > 0 && downs == 0));
        put(or0(downs > 0 && ups == 0));
        clauses();
        turns();
        moods(positive, negative);
        marks(emoji, ups + downs);
    }

    private void clauses() {
        double best = 0;
        double worst = 0;
        int ups = 0;
        int downs = 0;
        double lastSentence = 0;
        double bestSentence = 0;
        double worstSentence = 0;
        double sentence = 0;
        List<Clause> clauses = reading.clauses();
        for (int c = 0; c < clauses.size(); c++) {
            double net = squash(clauseNet[c]);
            best = Math.max(best, net);
            worst = Math.max(worst, -net);
            ups += net > 0.05 ? 1 : 0;
            downs += net < -0.05 ? 1 : 0;
            sentence += clauseNet[c];
            boolean ends = c + 1 == clauses.size()
                    || clauses.get(c + 1).sentence() != clauses.get(c).sentence();
            if (ends) {
                bestSentence = Math.max(bestSentence, squash(sentence));
                worstSentence = Math.max(worstSentence, -squash(sentence));
                lastSentence = squash(sentence);
                sentence = 0;
            }
        }
        put(best);
        put(worst);
        put(Math.min(best, worst));
        put(Math.min(bestSentence, worstSentence));
        put(log(ups));
        put(log(downs));
        put(squash(firstNet()));
        put(squash(lastNet()));
        put(lastSentence);
        silence(ups, downs);
    }

    /** How much of the text no rule understands, beside one kind of opinion: it may hold the other. */
    private void silence(int ups, int downs) {
        int silent = 0;
        for (double net : clauseNet) {
            silent += net == 0 ? 1 : 0;
        }
        double share = silent / (double) Math.max(1, clauseNet.length);
        put(ups > 0 && downs == 0 ? share : 0);
        put(downs > 0 && ups == 0 ? share : 0);
        put(or0(ups + downs > 0 && clauseNet[clauseNet.length - 1] == 0));
    }

    private double firstNet() {
        for (double net : clauseNet) {
            if (net != 0) {
                return net;
            }
        }
        return 0;
    }

    private double lastNet() {
        for (int c = clauseNet.length - 1; c >= 0; c--) {
            if (clauseNet[c] != 0) {
                return clauseNet[c];
            }
        }
        return 0;
    }

    /** What stands before and after the last turn ("but"), and what is granted ("although"). */
    private void turns() {
        int turn = -1;
        double granted = 0;
        boolean concession = false;
        List<Clause> clauses = reading.clauses();
        for (int c = 0; c < clauses.size(); c++) {
            if (clauses.get(c).contrast() && c > 0) {
                turn = c;
            }
            if (clauses.get(c).concession()) {
                concession = true;
                granted += clauseNet[c];
            }
        }
        double before = 0;
        double after = 0;
        for (int c = 0; c < clauses.size(); c++) {
            if (c < turn) {
                before += clauseNet[c];
            } else {
                after += clauseNet[c];
            }
        }
        before = squash(before);
        after = squash(after);
        put(turn >= 0 ? after : 0);
        put(or0(turn >= 0));
        put(turn >= 0 ? Math.max(0, after) * or0(before <= 0) : 0);
        put(turn >= 0 ? Math.max(0, -after) * or0(before >= 0) : 0);
        put(before * after < 0 ? Math.min(Math.abs(before), Math.abs(after)) : 0);
        put(or0(concession));
        put(Math.max(0, squash(granted)));
        put(Math.max(0, -squash(granted)));
    }

    private void moods(double positive, double negative) {
        int questions = 0;
        boolean lastQuestion = false;
        double asked = 0;
        double askedNot = 0;
        int asking = -1;
        for (int c = 0; c < clauseNet.length; c++) {
            Clause clause = reading.clauses().get(c);
            lastQuestion = clause.question();
            if (clause.question()) {
                questions += clause.sentence() == asking ? 0 : 1;
                asking = clause.sentence();
                asked += Math.max(0, clauseNet[c]);
                askedNot += Math.max(0, -clauseNet[c]);
            }
        }
        put(questions / (double) Math.max(1, reading.sentences()));
        put(or0(lastQuestion));
        put(or0(lastQuestion && opensAsQuestion()));
        put(squash(asked));
        put(squash(askedNot));
        int size = Math.max(1, reading.tokens().size());
        put(log(reading.count(Cue.IRREALIS)));
        put(log(reading.count(Cue.FIRST)));
        put(log(reading.count(Cue.SECOND)));
        double formal = reading.count(Cue.FORMAL) * 10.0 / (size + 10);
        double technical = reading.count(Cue.TECHNICAL) * 10.0 / (size + 10);
        put(formal);
        put(formal * log(positive));
        put(formal * log(negative));
        double deed = reading.count(Cue.DEED) * 10.0 / (size + 10);
        put(deed);
        put(deed * log(negative));
        put(technical);
        put(technical * log(positive));
        put(technical * log(negative));
        put(reading.count(Cue.SCHEDULE) * 10.0 / (size + 10));
        put(reading.count(Cue.FACT) * 10.0 / (size + 10));
    }

    private boolean opensAsQuestion() {
        int opener = reading.clauses().getLast().sentence();
        for (Clause clause : reading.clauses()) {
            if (clause.sentence() == opener) {
                return reading.has(clause.first(), Cue.OPENER);
            }
        }
        return false;
    }

    private void marks(double[] emoji, int opinions) {
        int numbers = 0;
        int exclamations = 0;
        int capitals = 0;
        int elongated = 0;
        int lower = 0;
        int words = 0;
        for (Token token : reading.tokens()) {
            words += token.isWord() ? 1 : 0;
            numbers += token.kind() == Token.Kind.NUMBER ? 1 : 0;
            exclamations += token.is("!") ? 1 : 0;
            capitals +=
                    token.letters() == Token.Letters.CAPITALS && token.form().length() > 2 ? 1 : 0;
            elongated += token.isWord()
                            && Lexicon.squeeze(token.form(), 1).length()
                                    < token.form().length()
                    ? 1
                    : 0;
            lower += token.letters() == Token.Letters.LOWER ? 1 : 0;
        }
        int size = Math.max(1, reading.tokens().size());
        int imperatives = 0;
        for (Clause clause : reading.clauses()) {
            imperatives += reading.has(clause.first(), Cue.IMPERATIVE) ? 1 : 0;
        }
        put(numbers * 10.0 / (size + 10));
        put(imperatives / (double) Math.max(1, reading.clauses().size()));
        put(Math.min(3, exclamations));
        put(capitals < words ? log(capitals) : 0);
        put(squash(emoji[0]));
        put(squash(emoji[1]));
        put(Math.min(squash(emoji[0]), squash(emoji[1])));
        put(Math.min(2, elongated));
        put(log(loneNegators()));
        int insists = reading.count(Cue.INSIST);
        put(log(insists));
        put(or0(opinions == 0) * log(insists));
        put(log(reading.count(Cue.PRAISE_TURN)));
        put(log(size));
        put(log(reading.sentences()));
        put(log(reading.clauses().size()));
        put(or0(!reading.tokens().isEmpty() && reading.tokens().getFirst().letters() == Token.Letters.TITLE));
        put(or0(words > 0 && lower == words));
    }

    /** Negations that turn no opinion round: "it did not", "nobody came". */
    private int loneNegators() {
        int n = 0;
        for (int c = 0; c < clauseNet.length; c++) {
            Clause clause = reading.clauses().get(c);
            boolean negated = false;
            for (int i = clause.first(); i < clause.end(); i++) {
                negated |= reading.has(i, Cue.NEGATOR);
            }
            n += negated && clauseNet[c] == 0 ? 1 : 0;
        }
        return n;
    }
}
