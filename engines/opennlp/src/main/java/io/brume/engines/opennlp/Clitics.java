package io.brume.engines.opennlp;

import io.brume.engines.opennlp.Token.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where words that are written together come apart. */
sealed interface Clitics {

    /**
     * Adds the tokens of a word.
     *
     * @param quoted whether a single quotation mark opens in the same stretch, so that an apostrophe may close it
     */
    void add(String text, int begin, int end, int to, boolean quoted, List<Token> tokens);

    static Clitics of(String language) {
        return switch (language) {
            case "en" -> new English();
            case "fr" -> new French();
            default -> new None();
        };
    }

    /** Nothing comes apart. */
    record None() implements Clitics {
        @Override
        public void add(String text, int begin, int end, int to, boolean quoted, List<Token> tokens) {
            tokens.add(new Token(begin, end, Kind.WORD, Token.WHOLE));
        }
    }

    /** Contractions and possessives: one token for the tagger, cut into two words afterwards. */
    record English() implements Clitics {

        private static final Pattern CONTRACTION = Pattern.compile(
                "(?i)(?:.+(n['’]t|['’](?:s|m|re|ve|ll|d))|can(not)|(?:gon|wan)(na)|got(ta)|(?:gim|lem)(me)"
                        + "|(?:do|does|did|ca|wo|is|are|was|could|should|would|have|has)(nt))");

        @Override
        public void add(String text, int begin, int end, int to, boolean quoted, List<Token> tokens) {
            Matcher contraction = CONTRACTION.matcher(text).region(begin, end);
            if (mayContract(text.substring(begin, end)) && contraction.matches()) {
                for (int group = 1; group <= contraction.groupCount(); group++) {
                    if (contraction.start(group) >= 0) {
                        tokens.add(new Token(begin, end, Kind.WORD, contraction.start(group)));
                        return;
                    }
                }
            }
            boolean possessive = !quoted
                    && end < to
                    && isApostrophe(text.charAt(end))
                    && Character.toLowerCase(text.charAt(end - 1)) == 's'
                    && end + 1 < to
                    && text.charAt(end + 1) == ' ';
            tokens.add(
                    possessive
                            ? new Token(begin, end + 1, Kind.WORD, end)
                            : new Token(begin, end, Kind.WORD, Token.WHOLE));
        }

        /** Spares most words the pattern. */
        private static boolean mayContract(String word) {
            return word.indexOf('\'') > 0
                    || word.indexOf('’') > 0
                    || word.endsWith("nt")
                    || word.endsWith("not")
                    || word.endsWith("na")
                    || word.endsWith("ta")
                    || word.endsWith("me");
        }

        private static boolean isApostrophe(char c) {
            return c == '\'' || c == '’';
        }
    }

    /** Elided words and pronouns after the verb: tokens of their own, as in the treebank. */
    record French() implements Clitics {

        private static final Pattern ELIDED =
                Pattern.compile("(?i)(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)['’](?=\\p{L})");
        private static final Pattern WHOLE = Pattern.compile("(?i)(?:aujourd|quelqu|prud|presqu)['’].*");
        private static final Pattern INVERTED = Pattern.compile(
                "(?i)(.+?)(-t-(?:il|elle|on)s?|-(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|toi|lui|leur|les?|la|y|en))");

        @Override
        public void add(String text, int begin, int end, int to, boolean quoted, List<Token> tokens) {
            int from = begin;
            if (!WHOLE.matcher(text).region(begin, end).matches()) {
                Matcher elided = ELIDED.matcher(text);
                while (elided.region(from, end).lookingAt()) {
                    tokens.add(new Token(from, elided.end(), Kind.WORD, Token.WHOLE));
                    from = elided.end();
                }
            }
            Matcher inverted = INVERTED.matcher(text).region(from, end);
            if (inverted.matches()) {
                tokens.add(new Token(from, inverted.end(1), Kind.WORD, Token.WHOLE));
                from = inverted.end(1);
            }
            tokens.add(new Token(from, end, Kind.WORD, Token.WHOLE));
        }
    }
}
