package io.brume.engines.nlp4j;

import edu.emory.mathcs.nlp.component.tokenizer.EnglishTokenizer;
import edu.emory.mathcs.nlp.component.tokenizer.token.Token;
import io.brume.engines.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts text into sentences of Penn Treebank tokens with NLP4J's tokenizer, around what it would tear apart (e-mail addresses, URLs,
 * handles) or choke on (emoji, endless runs without a space).
 */
final class EnglishSentences {

    /** Beyond this a run without a space is no word, and the tokenizer's expressions take more than linear time. */
    private static final int LONGEST_CHUNK = 40;
    /** Keeps a text without any full stop from becoming one sentence. */
    private static final int LONGEST_SENTENCE = 120;
    /** A line shorter than this does not run on into the next one. */
    private static final int WRAPPED_LINE = 60;

    private final EnglishTokenizer tokenizer = new EnglishTokenizer();

    /** @param whole stretches that are one token each, in order */
    List<List<Word>> of(String text, List<Span> whole) {
        List<List<Word>> sentences = new ArrayList<>();
        int next = 0;
        for (int begin = 0; begin < text.length(); ) {
            int end = endOfParagraph(text, begin);
            List<Span> inside = new ArrayList<>();
            while (next < whole.size() && whole.get(next).begin() < end) {
                inside.add(whole.get(next++));
            }
            sentences.addAll(sentences(words(text, begin, end, inside)));
            begin = end;
        }
        return sentences;
    }

    private static int endOfParagraph(String text, int begin) {
        int line = begin;
        for (int newline = text.indexOf('\n', line); newline >= 0; newline = text.indexOf('\n', line)) {
            int after = newline + 1;
            boolean wrapped = newline - line >= WRAPPED_LINE
                    && after < text.length()
                    && Character.isLowerCase(text.charAt(after));
            if (!wrapped) {
                return after;
            }
            line = after;
        }
        return text.length();
    }

    private List<Word> words(String text, int begin, int end, List<Span> whole) {
        List<Word> words = new ArrayList<>();
        int at = begin;
        for (Span span : whole) {
            if (span.begin() >= at && span.end() <= end) {
                tokenize(text, at, span.begin(), words);
                words.add(new Word(span.of(text), span.begin(), span.end()));
                at = span.end();
            }
        }
        tokenize(text, at, end, words);
        return words;
    }

    private void tokenize(String text, int begin, int end, List<Word> words) {
        char[] plain = text.substring(begin, end).toCharArray();
        int chunk = 0;
        for (int i = 0; i < plain.length; ) {
            int c = Character.codePointAt(plain, i);
            int units = Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || isPicture(c)) {
                for (int u = 0; u < units; u++) {
                    plain[i + u] = ' ';
                }
                chunk = 0;
            } else if (plain[i] == '’') {
                plain[i] = '\'';
            }
            if ((chunk += units) > LONGEST_CHUNK) {
                plain[i] = ' ';
                chunk = 0;
            }
            i += units;
        }
        for (Token token : tokenizer.tokenize(new String(plain))) {
            int from = begin + token.getStartOffset();
            String form = token.getWordForm();
            if (endsWithFullStop(form, text, from + form.length())) {
                words.add(new Word(form.substring(0, form.length() - 1), from, from + form.length() - 1));
                words.add(new Word(".", from + form.length() - 1, from + form.length()));
            } else {
                words.add(new Word(form, from, from + form.length()));
            }
        }
    }

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "gov", "rep", "capt", "sgt", "lt", "col", "rev", "hon", "st",
            "jr", "sr", "inc", "corp", "ltd", "co", "bros", "vs", "etc", "no", "nos", "dept", "ave", "blvd", "rd",
            "apt", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue",
            "wed", "thu", "fri", "sat", "sun", "approx", "est", "ext", "tel", "fig", "ph", "messrs", "mt", "ft");

    /** Whether a full stop that the tokenizer left on a short word ("Pym.", "kg.") ends a sentence. */
    private static boolean endsWithFullStop(String form, String text, int end) {
        if (form.length() < 3 || form.length() > 6 || !form.endsWith(".") || form.indexOf('.') < form.length() - 1) {
            return false;
        }
        String rest = text.substring(end, Math.min(text.length(), end + 3)).strip();
        boolean ends = rest.isEmpty() || !Character.isLowerCase(rest.codePointAt(0));
        return ends
                && (rest.isEmpty()
                        || !ABBREVIATIONS.contains(
                                form.substring(0, form.length() - 1).toLowerCase(Locale.ROOT)));
    }

    /** Emoji and what joins them. */
    static boolean isPicture(int c) {
        return c >= 0x1F000 && c <= 0x1FAFF
                || c >= 0x2600 && c <= 0x27BF
                || c == 0xFE0F
                || c == 0x200D
                || c >= 0xE0020 && c <= 0xE007F;
    }

    private static List<List<Word>> sentences(List<Word> words) {
        List<List<Word>> sentences = new ArrayList<>();
        List<Word> sentence = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean closing = word.form().equals("\"")
                    || word.form().equals("”")
                    || word.form().equals(")");
            if (!sentence.isEmpty()
                    && (sentence.size() >= LONGEST_SENTENCE || endsSentence(sentence.getLast()) && !closing)) {
                sentences.add(sentence);
                sentence = new ArrayList<>();
            }
            sentence.add(word);
        }
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
        return sentences;
    }

    private static boolean endsSentence(Word word) {
        return word.form().chars().allMatch(c -> c == '.' || c == '!' || c == '?' || c == '…');
    }
}
