package io.brume.engines.lexicon;

/** What counts as an emoji, and where one ends: joiners, skin tones and variation selectors belong to it. */
final class Emoji {

    private static final int JOINER = 0x200D;

    private Emoji() {}

    static boolean starts(int point) {
        return point >= 0x1F000 && point <= 0x1FAFF
                || point >= 0x2600 && point <= 0x27BF
                || point >= 0x2B00 && point <= 0x2BFF
                || point == 0x2122
                || point == 0x2139;
    }

    static boolean isModifier(int point) {
        return point == JOINER
                || point >= 0xFE00 && point <= 0xFE0F
                || point >= 0x1F3FB && point <= 0x1F3FF
                || point == 0x20E3;
    }

    /** One past the last unit of the emoji at a place. */
    static int end(String text, int at) {
        int end = at + Character.charCount(text.codePointAt(at));
        while (end < text.length()) {
            int point = text.codePointAt(end);
            if (!isModifier(point)) {
                break;
            }
            end += Character.charCount(point);
            if (point == JOINER && end < text.length() && starts(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
        }
        return end;
    }

    /** The emoji without what modifies it: its first code point. */
    static String form(String text, int at) {
        return Character.toString(text.codePointAt(at));
    }
}
