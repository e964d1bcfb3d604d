package io.brume.engines.opennlp;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The scripts of the known languages. */
enum Script {
    LATIN,
    CYRILLIC,
    ARABIC,
    DEVANAGARI,
    HEBREW,
    BENGALI,
    GREEK,
    ARMENIAN,
    GEORGIAN,
    ETHIOPIC,
    GUJARATI,
    GURMUKHI,
    KANNADA,
    MALAYALAM,
    ORIYA,
    TAMIL,
    TELUGU,
    SINHALA,
    THAI,
    LAO,
    KHMER,
    MYANMAR,
    HANGUL,
    JAPANESE,
    HAN;

    /** A Chinese, Japanese or Korean character says about as much as this many letters. */
    private static final double LETTERS_IN_A_CHARACTER = 2.5;

    private static final Map<UnicodeScript, Script> BY_UNICODE = new EnumMap<>(UnicodeScript.class);

    static {
        for (UnicodeScript unicode : UnicodeScript.values()) {
            Arrays.stream(values())
                    .filter(s -> s.name().equals(unicode.name()))
                    .forEach(s -> BY_UNICODE.put(unicode, s));
        }
        BY_UNICODE.put(UnicodeScript.HIRAGANA, JAPANESE);
        BY_UNICODE.put(UnicodeScript.KATAKANA, JAPANESE);
    }

    static Script of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * The script that most of a text is in, and how much of it.
     *
     * @param share of the letters, above 0 up to 1
     */
    record Dominant(Script script, double share) {}

    /** Empty when there are no letters of a known script. */
    static Optional<Dominant> dominant(CharSequence text) {
        Map<Script, Double> weights = new EnumMap<>(Script.class);
        text.codePoints().filter(Character::isLetter).forEach(c -> {
            Script script = BY_UNICODE.get(UnicodeScript.of(c));
            if (script != null) {
                weights.merge(script, script.weight(), Double::sum);
            }
        });
        if (weights.containsKey(JAPANESE) && weights.containsKey(HAN)) {
            weights.merge(JAPANESE, weights.getOrDefault(HAN, 0.0), Double::sum);
            weights.remove(HAN);
        }
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        return weights.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> new Dominant(most.getKey(), most.getValue() / all));
    }

    private double weight() {
        return this == HANGUL || this == JAPANESE || this == HAN ? LETTERS_IN_A_CHARACTER : 1;
    }
}
