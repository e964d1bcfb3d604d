package io.brume.engines.lexicon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Cuts a text into tokens in one pass; takes any UTF-16, broken surrogates included. */
final class Tokenizer {

    private static final int LONGEST_EMOTICON = 5;
    /** Longer runs of letters are no words; they become one token whose form is cut. */
    private static final int LONGEST_WORD = 64;

    private static final String EMOTICON_STARTS = ":;=<^>xX8";

    private static final Map<String, String> ENDINGS =
            Map.of("'m", "am", "'re", "are", "'ve", "have", "'ll", "will", "'d", "would", "'s", "'s");

    private static final Map<String, String> IRREGULAR = Map.of("ca", "can", "wo", "will", "sha", "shall", "ai", "is");

    private static final Map<String, String[]> WITHOUT_APOSTROPHE = Map.ofEntries(
            Map.entry("dont", new String[] {"do", "not"}),
            Map.entry("cant", new String[] {"can", "not"}),
            Map.entry("cannot", new String[] {"can", "not"}),
            Map.entry("wont", new String[] {"will", "not"}),
            Map.entry("didnt", new String[] {"did", "not"}),
            Map.entry("doesnt", new String[] {"does", "not"}),
            Map.entry("isnt", new String[] {"is", "not"}),
            Map.entry("wasnt", new String[] {"was", "not"}),
            Map.entry("arent", new String[] {"are", "not"}),
            Map.entry("werent", new String[] {"were", "not"}),
            Map.entry("couldnt", new String[] {"could", "not"}),
            Map.entry("wouldnt", new String[] {"would", "not"}),
            Map.entry("shouldnt", new String[] {"should", "not"}),
            Map.entry("havent", new String[] {"have", "not"}),
            Map.entry("hasnt", new String[] {"has", "not"}),
            Map.entry("hadnt", new String[] {"had", "not"}),
            Map.entry("im", new String[] {"i", "am"}),
            Map.entry("ive", new String[] {"i", "have"}),
            Map.entry("gonna", new String[] {"going", "to"}));

    private final Predicate<String> known;
    private final Predicate<String> emoticon;

    /**
     * @param known whether a hyphenated word has a meaning of its own, and so stays whole
     * @param emoticon whether a string of signs is an emoticon
     */
    Tokenizer(Predicate<String> known, Predicate<String> emoticon) {
        this.known = known;
        this.emoticon = emoticon;
    }

    List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>(text.length() / 5 + 4);
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                at++;
            } else {
                at = next(text, at, point, tokens);
            }
        }
        return tokens;
    }

    private int next(String text, int at, int point, List<Token> tokens) {
        int end = emoticonEnd(text, at);
        if (end > at) {
            tokens.add(new Token(at, end, text.substring(at, end), Token.Kind.EMOTICON, Token.Letters.LOWER));
            return end;
        }
        if (point == '#' && at + 1 < text.length() && isWordPart(text.codePointAt(at + 1))) {
            end = wordEnd(text, at + 1, false);
            String form = cut(text, at + 1, end).toLowerCase(Locale.ROOT);
            tokens.add(new Token(at, end, form, Token.Kind.HASHTAG, Token.Letters.LOWER));
            return end;
        }
        if (point == '@' && at + 1 < text.length() && isWordPart(text.codePointAt(at + 1))) {
            end = wordEnd(text, at + 1, false);
            tokens.add(new Token(at, end, "@", Token.Kind.ADDRESS, Token.Letters.LOWER));
            return end;
        }
        if (isWordPart(point)) {
            end = wordEnd(text, at, true);
            if (isAddress(text, at, end)) {
                end = blankAfter(text, end);
                tokens.add(new Token(at, end, "@", Token.Kind.ADDRESS, Token.Letters.LOWER));
                return end;
            }
            word(text, at, end, tokens);
            return end;
        }
        if (Emoji.starts(point)) {
            end = Emoji.end(text, at);
            tokens.add(new Token(at, end, Emoji.form(text, at), Token.Kind.EMOJI, Token.Letters.LOWER));
            return end;
        }
        end = at + Character.charCount(point);
        if (!Emoji.isModifier(point)) {
            tokens.add(new Token(at, end, sign(text, at, end), Token.Kind.SIGN, Token.Letters.LOWER));
        }
        return end;
    }

    private static String sign(String text, int at, int end) {
        return switch (text.charAt(at)) {
            case '\u2018', '\u2019' -> "'";
            case '\u201c', '\u201d' -> "\"";
            case '\u2013', '\u2014' -> "-";
            case '\u2026' -> "...";
            default -> text.substring(at, end);
        };
    }

    private int emoticonEnd(String text, int at) {
        if (EMOTICON_STARTS.indexOf(text.charAt(at)) < 0) {
            return at;
        }
        boolean free = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
        for (int end = Math.min(text.length(), at + LONGEST_EMOTICON); free && end > at + 1; end--) {
            boolean closed = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (closed && emoticon.test(text.substring(at, end))) {
                return end;
            }
        }
        return at;
    }

    private static boolean isWordPart(int point) {
        return Character.isLetterOrDigit(point)
                || Character.getType(point) == Character.NON_SPACING_MARK && point < 0xFE00;
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019' || c == '\u2018';
    }

    /** The end of the word at a place, with inner apostrophes and, if asked, hyphens, and points and commas within numbers. */
    private static int wordEnd(String text, int at, boolean joined) {
        int end = at;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            if (isWordPart(point) || point == '_') {
                end += Character.charCount(point);
            } else if (joined && end > at && end + 1 < text.length() && joins(text, end)) {
                end++;
            } else {
                break;
            }
        }
        return end;
    }

    private static boolean joins(String text, int at) {
        char c = text.charAt(at);
        char before = text.charAt(at - 1);
        char after = text.charAt(at + 1);
        if (c == '.' || c == ',' || c == ':') {
            return Character.isDigit(before) && Character.isDigit(after);
        }
        return (c == '-' || c == '\u2011' || c == '&' || isApostrophe(c))
                && Character.isLetterOrDigit(before)
                && Character.isLetterOrDigit(after);
    }

    private static boolean isAddress(String text, int at, int end) {
        return text.startsWith("://", end)
                || end + 1 < text.length() && text.charAt(end) == '@' && Character.isLetterOrDigit(text.charAt(end + 1))
                || text.startsWith("www", at) && end == at + 3 && text.startsWith(".", end);
    }

    private static int blankAfter(String text, int at) {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        while (end > at && ".,;:!?)\"'".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static String cut(String text, int begin, int end) {
        return text.substring(begin, Math.min(end, begin + LONGEST_WORD));
    }

    private void word(String text, int begin, int end, List<Token> tokens) {
        String written = cut(text, begin, end)
                .replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\u2011', '-');
        String form = written.toLowerCase(Locale.ROOT);
        Token.Letters letters = letters(written);
        if (form.length() != end - begin) {
            tokens.add(new Token(begin, end, form, Token.Kind.WORD, letters));
            return;
        }
        int apostrophe = form.lastIndexOf('\'');
        if (apostrophe > 0 && apostrophe == form.length() - 2 && form.endsWith("n't")) {
            String verb = form.substring(0, form.length() - 3);
            int split = end - 3;
            if (split > begin) {
                tokens.add(new Token(begin, split, IRREGULAR.getOrDefault(verb, verb), Token.Kind.WORD, letters));
                tokens.add(new Token(split, end, "not", Token.Kind.WORD, letters));
                return;
            }
        }
        if (apostrophe > 0) {
            String ending = ENDINGS.get(form.substring(apostrophe));
            if (ending != null) {
                pieces(form.substring(0, apostrophe), begin, letters, tokens);
                tokens.add(new Token(begin + apostrophe, end, ending, Token.Kind.WORD, Token.Letters.LOWER));
                return;
            }
        }
        String[] two = WITHOUT_APOSTROPHE.get(form);
        if (two != null) {
            int split = begin + Math.min(two[0].length(), form.length() - 1);
            tokens.add(new Token(begin, split, two[0], Token.Kind.WORD, letters));
            tokens.add(new Token(split, end, two[1], Token.Kind.WORD, letters));
            return;
        }
        pieces(form, begin, letters, tokens);
    }

    /** A word, or the parts of a hyphenated one that no lexicon knows. */
    private void pieces(String form, int begin, Token.Letters letters, List<Token> tokens) {
        if (form.indexOf('-') < 0 || known.test(form)) {
            Token.Kind kind = Character.isDigit(form.charAt(0)) ? Token.Kind.NUMBER : Token.Kind.WORD;
            tokens.add(new Token(begin, begin + form.length(), form, kind, letters));
            return;
        }
        int from = 0;
        while (from < form.length()) {
            int hyphen = form.indexOf('-', from);
            int to = hyphen < 0 ? form.length() : hyphen;
            if (to > from) {
                String part = form.substring(from, to);
                Token.Kind kind = Character.isDigit(part.charAt(0)) ? Token.Kind.NUMBER : Token.Kind.WORD;
                tokens.add(new Token(begin + from, begin + to, part, kind, letters));
            }
            from = to + 1;
        }
    }

    private static Token.Letters letters(String written) {
        int upper = 0;
        int lower = 0;
        for (int i = 0; i < written.length(); i++) {
            if (Character.isUpperCase(written.charAt(i))) {
                upper++;
            } else if (Character.isLowerCase(written.charAt(i))) {
                lower++;
            }
        }
        if (upper > 1 && lower == 0) {
            return Token.Letters.CAPITALS;
        }
        return Character.isUpperCase(written.codePointAt(0)) ? Token.Letters.TITLE : Token.Letters.LOWER;
    }
}
