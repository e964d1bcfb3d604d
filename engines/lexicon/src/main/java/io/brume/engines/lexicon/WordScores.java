package io.brume.engines.lexicon;

import io.brume.engines.text.Sentiment.Label;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the words of a text say for each {@link Label}, whatever the rules make of them: a score for being there, and one that is
 * averaged over the text's words.
 *
 * <p>The averaged scores are word vectors, multiplied down to the labels by the model's weights, and so know words that no
 * labelled text has. A line of {@code sentiment-words.txt} is a word, its averaged scores in hundredths and, for words of the
 * labelled texts, those for being there.
 */
final class WordScores {

    static final String PARAMETERS = "sentiment-words.txt";

    /** In one unit of a score, as written. */
    static final double STEPS = 100;

    private static final int LABELS = Label.values().length;

    private final Map<String, short[]> scores = new HashMap<>(1 << 17);

    private WordScores() {}

    static WordScores load() throws IOException {
        WordScores words = new WordScores();
        for (String line : Lexicon.lines(PARAMETERS)) {
            words.add(line);
        }
        return words;
    }

    private void add(String line) {
        int at = line.indexOf(' ');
        String word = line.substring(0, at);
        short[] values = new short[2 * LABELS];
        for (int i = 0; at >= 0 && i < values.length; i++) {
            int end = line.indexOf(' ', at + 1);
            values[i] = (short) Integer.parseInt(line, at + 1, end < 0 ? line.length() : end, 10);
            at = end;
        }
        scores.put(word, values);
    }

    /** The scores of a text, by label. */
    double[] of(List<Token> tokens) {
        double[] mean = new double[LABELS];
        double[] there = new double[LABELS];
        Set<String> seen = new HashSet<>();
        int words = 0;
        for (Token token : tokens) {
            String form = form(token);
            short[] values = scores.get(form);
            if (values == null) {
                continue;
            }
            boolean first = seen.add(form);
            boolean counts = isAveraged(form);
            words += counts ? 1 : 0;
            for (int k = 0; k < LABELS; k++) {
                mean[k] += counts ? values[k] : 0;
                there[k] += first ? values[LABELS + k] : 0;
            }
        }
        double[] all = new double[LABELS];
        for (int k = 0; k < LABELS; k++) {
            all[k] = (mean[k] / Math.max(1, words) + there[k]) / STEPS;
        }
        return all;
    }

    /** What a token counts as: itself, or any number. */
    static String form(Token token) {
        return token.kind() == Token.Kind.NUMBER ? "0" : token.form();
    }

    /** Whether a form takes part in the average: signs and numbers do not. */
    static boolean isAveraged(String form) {
        return form.charAt(0) >= 'a' && form.charAt(0) <= 'z';
    }
}
