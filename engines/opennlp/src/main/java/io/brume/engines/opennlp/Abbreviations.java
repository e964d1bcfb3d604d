package io.brume.engines.opennlp;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words that a full stop belongs to, and those among them that do not end a sentence. */
final class Abbreviations {

    /** Letters with a full stop each, such as {@code U.S.} and {@code a.m.}, when the first of them is already read. */
    private static final Pattern DOTTED = Pattern.compile("(?:\\p{L}\\.){2,}|(?:\\p{L}\\.)+\\p{L}\\.?");

    private static final Set<String> ENGLISH_BEFORE_NAMES = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "sen", "rep", "gov",
            "pres", "st", "mt", "ft", "messrs", "mx", "fr", "vs", "v", "cf", "viz", "al");
    private static final Set<String> ENGLISH_BEFORE_NUMBERS = Set.of(
            "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no", "nos", "vol",
            "p", "pp", "fig", "figs", "sec", "art", "ch", "para", "approx", "ca", "ext", "tel", "est", "min", "max");
    private static final Set<String> ENGLISH_LAST = Set.of(
            "etc", "inc", "corp", "co", "ltd", "llc", "bros", "jr", "sr", "ave", "blvd", "rd", "esq", "dept", "univ",
            "assn", "sq", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun");
    private static final Set<String> GERMAN_BEFORE_NAMES = Set.of(
            "dr", "hr", "fr", "prof", "st", "bzw", "ca", "vgl", "evtl", "ggf", "inkl", "exkl", "zzgl", "dipl", "ing",
            "med", "phil", "rer", "nat", "jur", "sog", "bspw", "zb", "max", "min", "geb", "gest");
    private static final Set<String> GERMAN_BEFORE_NUMBERS = Set.of(
            "nr", "jan", "feb", "mär", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dez", "abs", "art",
            "bd", "tel", "s", "kap");
    private static final Set<String> GERMAN_LAST = Set.of("usw", "etc", "str", "co", "mio", "mrd", "jh", "chr", "jhd");
    private static final Set<String> FRENCH_BEFORE_NAMES =
            Set.of("m", "mm", "dr", "pr", "st", "ste", "mgr", "me", "cf", "env", "av", "ex");
    private static final Set<String> FRENCH_BEFORE_NUMBERS = Set.of(
            "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "vol", "p", "pp", "art", "chap", "tél", "no");
    private static final Set<String> FRENCH_LAST = Set.of("etc", "apr", "j.-c");

    private static final Pattern HIDDEN_END = Pattern.compile(
            "\\b((?:(?:\\p{L}\\.){2,}|(?:etc|Inc|Corp|Ltd|Co)\\.)) (?=(?:The|They|He|She|It|We|This|These|There|But|And|However|If|When|I|You|My|Our) )");

    private final Set<String> beforeNames;
    private final Set<String> beforeNumbers;
    private final Set<String> last;
    private final boolean numbersTakeStops;

    private Abbreviations(
            Set<String> beforeNames, Set<String> beforeNumbers, Set<String> last, boolean numbersTakeStops) {
        this.beforeNames = beforeNames;
        this.beforeNumbers = beforeNumbers;
        this.last = last;
        this.numbersTakeStops = numbersTakeStops;
    }

    static Abbreviations of(String language) {
        return switch (language) {
            case "de" -> new Abbreviations(GERMAN_BEFORE_NAMES, GERMAN_BEFORE_NUMBERS, GERMAN_LAST, true);
            case "fr" -> new Abbreviations(FRENCH_BEFORE_NAMES, FRENCH_BEFORE_NUMBERS, FRENCH_LAST, false);
            default -> new Abbreviations(ENGLISH_BEFORE_NAMES, ENGLISH_BEFORE_NUMBERS, ENGLISH_LAST, false);
        };
    }

    /** Where a word ends that begins at {@code from} and, without its full stop, ends at {@code end}. */
    int end(String text, int from, int end, int to) {
        boolean stops = (end < to && text.charAt(end) == '.')
                || text.substring(from, end).indexOf('.') > 0;
        if (stops && Character.isLetter(text.codePointAt(from))) {
            var dotted = DOTTED.matcher(text).region(from, to);
            if (dotted.lookingAt() && dotted.end() > end) {
                return dotted.end();
            }
        }
        if (end >= to || text.charAt(end) != '.') {
            return end;
        }
        String word = text.substring(from, end);
        boolean atEnd = end + 1 >= to;
        if (numbersTakeStops && word.chars().allMatch(Character::isDigit)) {
            return atEnd || word.length() > 2 ? end : end + 1;
        }
        boolean germanLetter = numbersTakeStops && word.length() == 1 && Character.isLetter(word.charAt(0));
        if ((isInitial(word) || germanLetter) && !atEnd) {
            return end + 1;
        }
        String folded = word.toLowerCase(Locale.ROOT);
        if (last.contains(folded) || (beforeNames.contains(folded) && !atEnd)) {
            return end + 1;
        }
        return beforeNumbers.contains(folded) && !atEnd && digitFollows(text, end + 1) ? end + 1 : end;
    }

    /** Whether the full stop before {@code end} cannot end a sentence that would go on at {@code next}. */
    boolean joins(String text, int begin, int end, int next) {
        if (end < 2 || text.charAt(end - 1) != '.') {
            return false;
        }
        int from = end - 1;
        while (from > begin && (Character.isLetterOrDigit(text.charAt(from - 1)) || text.charAt(from - 1) == '.')) {
            from--;
        }
        String word = text.substring(from, end - 1);
        String folded = word.toLowerCase(Locale.ROOT);
        int after = text.codePointAt(next);
        if (numbersTakeStops
                && !word.isEmpty()
                && word.length() <= 2
                && word.chars().allMatch(Character::isDigit)) {
            return true;
        }
        if (beforeNames.contains(folded) || (isInitial(word) && !word.equals("I"))) {
            return true;
        }
        if (beforeNumbers.contains(folded)) {
            return Character.isDigit(after);
        }
        return (last.contains(folded) || word.indexOf('.') > 0)
                && (Character.isLowerCase(after) || ",;:)".indexOf(after) >= 0);
    }

    /**
     * Where a sentence ends inside what was taken for one, because an abbreviation's full stop is also the sentence's: a word that
     * opens sentences follows. 0 when nowhere.
     */
    int hiddenEnd(String text, int begin, int end) {
        var hidden = HIDDEN_END.matcher(text).region(begin, end);
        return numbersTakeStops || !hidden.find() ? 0 : hidden.end(1);
    }

    private static boolean isInitial(String word) {
        return word.codePointCount(0, word.length()) == 1 && Character.isUpperCase(word.codePointAt(0));
    }

    private static boolean digitFollows(String text, int at) {
        int i = at;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i < text.length() && Character.isDigit(text.charAt(i));
    }
}
