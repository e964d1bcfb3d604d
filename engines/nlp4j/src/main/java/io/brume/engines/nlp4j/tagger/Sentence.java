package io.brume.engines.nlp4j.tagger;

import edu.emory.mathcs.nlp.common.util.CharUtils;
import edu.emory.mathcs.nlp.common.util.StringUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words of a sentence and, hashed, everything of them that the models' features speak of. Used by one thread. */
final class Sentence {

    private static final int SETS = Field.AMBIGUITY_SET.ordinal();
    private static final long[] NONE = {};
    private static final long[] HYPERLINK = {StringHash.of("0")};

    final List<String> forms;
    final List<String> simplified;
    final List<String> lowercase;
    private final long[][] hash;
    private final long[][] power;
    private final long[][][] sets;

    Sentence(List<String> forms, Lexica lexica) {
        this.forms = forms;
        this.simplified = forms.stream().map(StringUtils::toSimplifiedForm).toList();
        this.lowercase = simplified.stream().map(StringUtils::toLowerCase).toList();
        int size = forms.size();
        this.hash = new long[SETS][size];
        this.power = new long[SETS][size];
        this.sets = new long[Field.values().length - SETS][size][];
        for (int i = 0; i < size; i++) {
            String lower = lowercase.get(i);
            set(Field.SIMPLIFIED, i, simplified.get(i));
            set(Field.LOWERCASE, i, lower);
            set(Field.SHAPE, i, StringUtils.getShape(simplified.get(i), 2));
            affixes(i, lower);
            List<String> ambiguity = lexica.ambiguity(lower);
            if (!ambiguity.isEmpty()) {
                set(Field.AMBIGUITY, i, String.join("_", ambiguity));
            }
            sets[Field.AMBIGUITY_SET.ordinal() - SETS][i] = hashes(ambiguity);
            sets[Field.CLUSTER_SET.ordinal() - SETS][i] = hashes(lexica.clusters(lower));
            sets[Field.ORTHOGRAPHIC_SET.ordinal() - SETS][i] = orthography(simplified.get(i), i == 0);
            sets[Field.POSITION_SET.ordinal() - SETS][i] =
                    i == 0 ? hashes(List.of("0")) : i == size - 1 ? hashes(List.of("1")) : NONE;
        }
        gazetteers(lexica);
    }

    int size() {
        return forms.size();
    }

    void set(Field field, int word, String value) {
        hash[field.ordinal()][word] = StringHash.of(value);
        power[field.ordinal()][word] = StringHash.power(value.length());
    }

    /** The hash of a word's value; 0 when the word has none or is outside the sentence. */
    long hash(Field field, int word) {
        return word < 0 || word >= size() || power[field.ordinal()][word] == 0 ? 0 : hash[field.ordinal()][word];
    }

    long power(Field field, int word) {
        return power[field.ordinal()][word];
    }

    long[] hashes(Field set, int word) {
        return word < 0 || word >= size() ? NONE : sets[set.ordinal() - SETS][word];
    }

    private void affixes(int word, String lower) {
        int length = lower.length();
        for (int n = 1; n <= 4 && n < length; n++) {
            if (n == 2 || n == 3) {
                set(n == 2 ? Field.PREFIX_2 : Field.PREFIX_3, word, lower.substring(0, n));
            }
            Field suffix = switch (n) {
                case 1 -> Field.SUFFIX_1;
                case 2 -> Field.SUFFIX_2;
                case 3 -> Field.SUFFIX_3;
                default -> Field.SUFFIX_4;
            };
            set(suffix, word, lower.substring(length - n));
        }
    }

    private void gazetteers(Lexica lexica) {
        List<List<String>> listed = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            listed.add(new ArrayList<>(0));
        }
        for (int i = 0; i < size(); i++) {
            Lexica.Listed phrase = lexica.longest(simplified, i);
            for (int bits = phrase.gazetteers(); bits != 0; bits &= bits - 1) {
                String list = Integer.toString(Integer.numberOfTrailingZeros(bits));
                for (int w = 0; w < phrase.words(); w++) {
                    char place = phrase.words() == 1 ? 'U' : w == 0 ? 'B' : w == phrase.words() - 1 ? 'L' : 'I';
                    String value = place + "-" + list;
                    if (!listed.get(i + w).contains(value)) {
                        listed.get(i + w).add(value);
                    }
                }
            }
        }
        for (int i = 0; i < size(); i++) {
            sets[Field.GAZETTEER_SET.ordinal() - SETS][i] = hashes(listed.get(i));
        }
    }

    private static long[] hashes(List<String> values) {
        return values.isEmpty()
                ? NONE
                : values.stream().mapToLong(StringHash::of).toArray();
    }

    /** NLP4J's classes of spelling: all capitals, all digits, a period inside and so on, by their numbers there. */
    private static long[] orthography(String form, boolean first) {
        if (form.equals("#hlink#")) {
            return HYPERLINK;
        }
        int upper = 0;
        int lower = 0;
        int digits = 0;
        int punctuation = 0;
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            upper += CharUtils.isUpperCase(c) ? 1 : 0;
            lower += CharUtils.isLowerCase(c) ? 1 : 0;
            digits += CharUtils.isDigit(c) ? 1 : 0;
            punctuation += CharUtils.isPunctuation(c) ? 1 : 0;
        }
        int length = form.length();
        boolean startsUpper = length > 0 && CharUtils.isUpperCase(form.charAt(0));
        int laterUpper = startsUpper ? upper - 1 : upper;
        boolean period = form.indexOf('.') >= 0;
        boolean hyphen = form.indexOf('-') >= 0;
        long[] found = new long[8];
        int n = 0;
        int kind = upper == length
                ? 1
                : lower == length
                        ? 2
                        : digits == length
                                ? 3
                                : punctuation == length ? 4 : digits + punctuation == length ? 5 : lower == 0 ? 10 : 0;
        if (kind > 0) {
            found[n++] = kind;
        }
        if (upper < length) {
            if (startsUpper && !first) {
                found[n++] = 11;
            }
            if (laterUpper > 0) {
                found[n++] = laterUpper == 1 ? 12 : 13;
            }
        }
        if (digits > 0 && digits < length) {
            found[n++] = 6;
        }
        if (period) {
            found[n++] = 7;
        }
        if (hyphen) {
            found[n++] = 8;
        }
        if (punctuation > 0 && punctuation < length && !period && !hyphen) {
            found[n++] = 9;
        }
        return Arrays.stream(found, 0, n)
                .map(number -> StringHash.of(Long.toString(number)))
                .toArray();
    }
}
