package io.brume.engines.opennlp;

import io.brume.engines.opennlp.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into tokens by rules that follow Universal Dependencies' treebanks, except that hyphenated words stay whole. Every
 * character that is not white space is in exactly one token.
 *
 * <p>OpenNLP's tokenizer models were tried and left out: they tear e-mail addresses, URLs and hashtags apart, and there is none for French.
 */
final class Tokenizer {

    private static final String LETTERS = "[\\p{L}\\p{M}\\p{Nd}_]";

    /** A shape and what it is; the first that fits counts. */
    private record Shape(Kind kind, Pattern pattern) {
        Shape(Kind kind, String pattern) {
            this(kind, Pattern.compile(pattern));
        }
    }

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\x{200B}\\x{FEFF}]+");

    private static final List<Shape> SHAPES = List.of(
            new Shape(Kind.ADDRESS, "(?i)(?:https?|ftp|s3)://[^\\s<>\"”]*[^\\s<>\"”.,;:!?)\\]'’]"),
            new Shape(Kind.ADDRESS, "(?i)www\\.[^\\s<>\"”]*[^\\s<>\"”.,;:!?)\\]'’]"),
            new Shape(Kind.ADDRESS, "[\\p{L}\\p{Nd}._%+-]+@[\\p{L}\\p{Nd}-]+(?:\\.[\\p{L}\\p{Nd}-]+)+"),
            new Shape(
                    Kind.ADDRESS,
                    "(?i)(?:[a-z0-9-]+\\.)+(?:com|org|net|edu|gov|io|co|uk|de|fr|eu|info|example)\\b(?:/[^\\s<>\"”]*[^\\s<>\"”.,;:!?)\\]'’])?"),
            new Shape(Kind.HANDLE, "@" + LETTERS + "+(?:\\." + LETTERS + "+)*"),
            new Shape(Kind.HASHTAG, "#(?=" + LETTERS + "*\\p{L})" + LETTERS + "+"),
            new Shape(
                    Kind.SYMBOL,
                    "(?:[:;=8][-o^']?[)(\\]\\[DPpOo3/\\\\|*]+|[xX]D+|<3+|[:;]'\\(|\\^_*\\^)(?=$|[\\s\\p{P}])"),
            new Shape(
                    Kind.SYMBOL,
                    "[\\x{1F1E6}-\\x{1F1FF}]{2}|[\\p{IsExtended_Pictographic}&&[^\\p{ASCII}]](?:\\x{FE0F}|\\p{IsEmoji_Modifier}"
                            + "|\\x{200D}\\p{IsExtended_Pictographic}|[\\x{E0020}-\\x{E007F}])*|[0-9#*]\\x{FE0F}?\\x{20E3}"),
            new Shape(
                    Kind.NUMBER,
                    "\\d++(?:[.,:/-]\\d++)*+(?=(?:am|pm|km|kg|mg|mm|cm|ml|kb|mb|gb|tb|mph|hrs?|mins?|°)\\b)"),
            new Shape(Kind.NUMBER, "\\d++(?:[.,:/-]\\d++)*+(?![-'’]?\\p{L})"),
            new Shape(Kind.SYMBOL, "\\p{Sc}|[%‰°§©®™+=<>~|^&]|°[CF]\\b"),
            new Shape(Kind.WORD, "\\p{Lu}{1,3}&\\p{Lu}{1,3}\\b|(?i)\\b(?:and/or|w/o|w/|n/a)(?!\\p{L})"),
            new Shape(
                    Kind.WORD,
                    LETTERS + "+(?:['’]" + LETTERS + "+|[-‐‑](?=" + LETTERS + ")" + LETTERS
                            + "+|\\.(?=[\\p{Ll}\\p{Nd}])" + LETTERS + "+|/(?=\\p{L})(?<=\\b\\p{L}/)" + LETTERS + "+)*"),
            new Shape(Kind.PUNCTUATION, "\\.{2,}|[!?]{2,}|-{2,}|(?:\\. ){2,}\\.|([*_=~#])\\1+"),
            new Shape(Kind.PUNCTUATION, "\\P{M}\\p{M}*"),
            new Shape(Kind.PUNCTUATION, "(?s)."));

    private static final Pattern QUOTED = Pattern.compile("(?:^|[\\s(])['‘](?=\\p{L})");

    private final Abbreviations abbreviations;
    private final Clitics clitics;

    Tokenizer(String language) {
        this.abbreviations = Abbreviations.of(language);
        this.clitics = Clitics.of(language);
    }

    /** The tokens of a stretch of the text. */
    List<Token> tokens(String text, int from, int to) {
        List<Token> tokens = new ArrayList<>();
        Matcher space = SPACE.matcher(text).region(from, to);
        List<Matcher> shapes = SHAPES.stream()
                .map(shape ->
                        shape.pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false))
                .toList();
        boolean quoted = QUOTED.matcher(text).region(from, to).find();
        for (int at = from; at < to; ) {
            if (space.region(at, to).lookingAt()) {
                at = space.end();
                continue;
            }
            int letters = plainWord(text, at, to);
            if (letters > at) {
                clitics.add(text, at, abbreviations.end(text, at, letters, to), to, quoted, tokens);
                at = tokens.getLast().end();
            } else {
                at = next(text, at, to, shapes, quoted, tokens);
            }
        }
        return tokens;
    }

    /** Where a word of nothing but letters ends that white space or the usual punctuation follows; {@code at} when it is no such word. */
    private static int plainWord(String text, int at, int to) {
        int end = at;
        while (end < to && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (end - at < 3
                || (end < to && !Character.isWhitespace(text.charAt(end)) && ",;!?.".indexOf(text.charAt(end)) < 0)) {
            return at;
        }
        boolean more = end + 1 < to
                && !Character.isWhitespace(text.charAt(end))
                && !Character.isWhitespace(text.charAt(end + 1));
        return more ? at : end;
    }

    private int next(String text, int at, int to, List<Matcher> shapes, boolean quoted, List<Token> tokens) {
        for (int i = 0; i < shapes.size(); i++) {
            Matcher shape = shapes.get(i).region(at, to);
            if (shape.lookingAt() && shape.end() > at) {
                int end = shape.end();
                Kind kind = SHAPES.get(i).kind;
                if (kind == Kind.WORD || kind == Kind.NUMBER) {
                    end = abbreviations.end(text, at, end, to);
                }
                if (kind == Kind.WORD) {
                    clitics.add(text, at, end, to, quoted, tokens);
                    return tokens.getLast().end();
                }
                tokens.add(new Token(at, end, kind, Token.WHOLE));
                return end;
            }
        }
        throw new IllegalStateException("no shape fits at " + at);
    }
}
