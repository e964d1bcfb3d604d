package io.brume.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Labels written inside a text: {@code [surface](TYPE)} for stretches, {@code word/TAG} for parts of speech. */
record Markup(String text, List<Labelled> mentions) {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern CLOSE = Pattern.compile("]\\(([A-Z_]+(?::[A-Z]+)?)\\)");

    /** Reads {@code [surface](TYPE)}; other brackets are text. Mentions do not nest. */
    static Markup read(String marked) {
        var text = new StringBuilder();
        List<Labelled> mentions = new ArrayList<>();
        int done = 0;
        for (Matcher m = CLOSE.matcher(marked); m.find(); done = m.end()) {
            int open = opening(marked, done, m.start());
            text.append(marked, done, open);
            int begin = text.length();
            text.append(marked, open + 1, m.start());
            mentions.add(new Labelled(begin, text.length(), m.group(1)));
        }
        return new Markup(text.append(marked, done, marked.length()).toString(), List.copyOf(mentions));
    }

    private static int opening(String marked, int from, int close) {
        int depth = 1;
        for (int i = close - 1; i >= from; i--) {
            depth += switch (marked.charAt(i)) {
                case ']' -> 1;
                case '[' -> -1;
                default -> 0;
            };
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("'](' without '[' in: " + marked);
    }

    /**
     * Reads {@code word/TAG word/TAG} against the text that the words come from.
     *
     * @throws IllegalArgumentException when the words are not the text's, in order
     */
    static Markup readTagged(String text, String tagged) {
        List<Labelled> words = new ArrayList<>();
        int at = 0;
        for (String pair : SPACE.splitAsStream(tagged.strip()).toList()) {
            int slash = pair.lastIndexOf('/');
            if (slash < 1) {
                throw new IllegalArgumentException("'" + pair + "' is not word/TAG");
            }
            String word = pair.substring(0, slash);
            int begin = text.indexOf(word, at);
            if (begin < 0 || !text.substring(at, begin).isBlank()) {
                throw new IllegalArgumentException("'" + word + "' does not follow at " + at + " of: " + text);
            }
            at = begin + word.length();
            words.add(new Labelled(begin, at, pair.substring(slash + 1)));
        }
        return new Markup(text, List.copyOf(words));
    }
}
