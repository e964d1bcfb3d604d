package io.brume.engines.opennlp;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The languages of one script, and the evidence for each: a log-linear mix of n-grams, frequent words and letters that an alphabet
 * lacks. Words and letters carry short texts, and the languages that the n-gram model does not know.
 */
final class Candidates {

    /** The weight of the n-gram model grows with this power of the text's length in letters. */
    private static final double LENGTH_POWER = 0.5;

    private static final double NGRAM_WEIGHT = 2.2;

    /** How an unknown language's n-grams fare against the best known language's, both measured from the average. */
    private static final double UNKNOWN_SHARE = 0.85;

    private static final double WORD_WEIGHT = 1.0;
    private static final double LETTER_PENALTY = 2.5;
    private static final int MOST_PENALTIES = 4;

    /** How much likelier some languages are before the text is read, as logarithms. */
    private static final Map<String, Double> PRIOR =
            Map.of("en", 2.0, "es", 0.8, "fr", 0.8, "de", 0.8, "it", 0.6, "pt", 0.6, "ru", 1.2, "ar", 0.8, "hi", 0.6);

    private static final double UNKNOWN_PRIOR = -1.5;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}'’-]+");

    private final Script script;
    private final List<KnownLanguage> languages;
    private final Map<String, int[]> byWord = new HashMap<>();

    Candidates(Script script, List<KnownLanguage> all) {
        this.script = script;
        this.languages = all.stream().filter(l -> l.scripts().contains(script)).toList();
        for (int i = 0; i < languages.size(); i++) {
            int language = i;
            for (String word : languages.get(i).words()) {
                byWord.merge(
                        word,
                        new int[] {language},
                        (a, b) -> IntStream.concat(Arrays.stream(a), Arrays.stream(b))
                                .toArray());
            }
        }
    }

    List<String> tags() {
        return languages.stream().map(KnownLanguage::tag).toList();
    }

    /** The languages' shares, which add up to 1. */
    double[] shares(String text, NgramEvidence ngrams) {
        double[] evidence = new double[languages.size()];
        String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        addNgrams(text, ngrams.logShares(text), evidence);
        addWords(lower, evidence);
        addLetters(lower, evidence);
        double highest = Arrays.stream(evidence).max().orElseThrow();
        double[] shares =
                Arrays.stream(evidence).map(e -> Math.exp(e - highest)).toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(s -> s / sum).toArray();
    }

    private void addNgrams(String text, Map<String, Double> logShares, double[] evidence) {
        double average = logShares.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        double[] lead = languages.stream()
                .mapToDouble(l -> logShares.getOrDefault(l.tag(), average) - average)
                .toArray();
        double unknown = UNKNOWN_SHARE * Arrays.stream(lead).max().orElse(0);
        double letters = text.codePoints().filter(Character::isLetter).count();
        double weight = NGRAM_WEIGHT * Math.pow(letters, LENGTH_POWER);
        for (int i = 0; i < evidence.length; i++) {
            KnownLanguage language = languages.get(i);
            boolean known = logShares.containsKey(language.tag());
            double value = known ? lead[i] : unknown;
            if (language.tag().equals("sr") && script == Script.LATIN) {
                // The model has read Serbian in Cyrillic only; in Latin letters it is as near to Croatian as Bosnian
                // is.
                value = Math.max(lead[index("hr")], lead[index("bs")]);
            } else if (known && language.scripts().size() > 1) {
                value = Math.max(value, unknown);
            }
            evidence[i] += weight * value + PRIOR.getOrDefault(language.tag(), known ? 0.0 : UNKNOWN_PRIOR);
        }
    }

    private int index(String tag) {
        OptionalInt index = IntStream.range(0, languages.size())
                .filter(i -> languages.get(i).tag().equals(tag))
                .findFirst();
        return index.orElseThrow();
    }

    /** A word counts the more the fewer languages have it. */
    private void addWords(String lower, double[] evidence) {
        for (String word : BETWEEN_WORDS.splitAsStream(lower).toList()) {
            int[] having = byWord.get(word.replace('’', '\''));
            if (having != null) {
                double weight = WORD_WEIGHT * Math.log(1 + languages.size() / (double) having.length);
                for (int language : having) {
                    evidence[language] += weight;
                }
            }
        }
    }

    private void addLetters(String lower, double[] evidence) {
        Set<Integer> telling =
                lower.codePoints().filter(this::isTelling).boxed().collect(Collectors.toSet());
        if (telling.isEmpty()) {
            return;
        }
        for (int i = 0; i < evidence.length; i++) {
            Set<Integer> letters = languages.get(i).letters();
            long foreign = telling.stream().filter(c -> !letters.contains(c)).count();
            evidence[i] -= LETTER_PENALTY * Math.min(foreign, MOST_PENALTIES);
        }
    }

    /** Whether this letter is one that not all languages of the script have; in Yiddish vowel points are part of the alphabet. */
    private boolean isTelling(int c) {
        boolean point = script == Script.HEBREW && Character.getType(c) == Character.NON_SPACING_MARK;
        return point || (Character.isLetter(c) && !isCommon(c));
    }

    private boolean isCommon(int c) {
        return switch (script) {
            case LATIN -> c < 0x80;
            case CYRILLIC -> c >= 'а' && c <= 'я' && c != 'ъ' && c != 'ы' && c != 'э';
            case ARABIC -> "ابتثجحخدذرزسشصضطظعغفقكلمنهويىة".indexOf(c) >= 0;
            case BENGALI -> c != 'ৰ' && c != 'ৱ';
            case HEBREW -> "אבגדהוזחטיכלמנסעפצקרשתךםןףץ".indexOf(c) >= 0;
            default -> true;
        };
    }
}
