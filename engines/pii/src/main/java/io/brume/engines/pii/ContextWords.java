package io.brume.engines.pii;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what stands before a candidate: words that announce it, or that say that it is something else. */
final class ContextWords {

    /** How far back a word may stand, in UTF-16 units. */
    private static final int REACH = 48;

    private static final Pattern SOMETHING_ELSE = Pattern.compile(
            "(?:\\b(?:order|orders|ticket|invoice|item|sku|tracking|serial|version|release|releases|builds?|firmware|driver|model|isbn|part|loyalty|gift card|locker|merchant_ref|reference|ref|booking|purchase order|po|case|product|article|batch|lot|clause|section|error|code|voucher|coupon|rev|agent|fw"
                    + "|pedido|factura|referencia|artículo|artículos|serie|lote|versión|albarán|expediente|código de artículo|modelo|cláusula)\\b)"
                    + "(?: (?:number|no|nos|id|balance|check|was|is|was for|for|es|número|such|as|only|starts|with|a|the|is on|n|º))*[ .:=#,º\"'(-]{0,4}$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private ContextWords() {}

    private static String before(String text, int begin) {
        return text.substring(Math.max(0, begin - REACH), begin);
    }

    /**
     * Whether a word of {@code announcing} stands within reach before a place.
     *
     * @param acrossSentences also beyond a full stop that ends a sentence
     */
    static boolean announced(String text, int begin, Pattern announcing, boolean acrossSentences) {
        String before = before(text, begin);
        Matcher matcher = announcing.matcher(before);
        int last = -1;
        while (matcher.find()) {
            last = matcher.end();
        }
        return last >= 0 && (acrossSentences || !before.substring(last).matches("(?s).*[.!?\\n] \\p{Lu}.*"));
    }

    /** Whether the word right before a place names another kind of number: an order, a version, an article. */
    static boolean isSomethingElse(String text, int begin) {
        return SOMETHING_ELSE.matcher(before(text, begin)).find();
    }
}
