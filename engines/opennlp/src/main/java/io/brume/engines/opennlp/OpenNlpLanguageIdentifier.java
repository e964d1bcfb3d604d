package io.brume.engines.opennlp;

import io.brume.engines.Calibration;
import io.brume.engines.text.LanguageIdentifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells languages apart by script first, then by what {@link Candidates} weighs: OpenNLP's n-gram model, frequent words and
 * alphabets.
 */
final class OpenNlpLanguageIdentifier implements LanguageIdentifier {

    /** Longer texts are judged by three pieces of a third of this each: from the beginning, the middle and the end. */
    private static final int JUDGED = 2400;

    /** A language below this probability is not worth telling. */
    private static final double WORTH_TELLING = 0.03;

    private static final String NOTHING_TO_READ = "en";

    private final Map<Script, Candidates> byScript = new EnumMap<>(Script.class);
    private final NgramEvidence ngrams = new NgramEvidence();
    private final ChineseScript chinese = new ChineseScript();
    private final Calibration calibration =
            Calibration.read(OpenNlpLanguageIdentifier.class, "opennlp-language.calibration");

    OpenNlpLanguageIdentifier() throws IOException {
        List<KnownLanguage> languages = KnownLanguage.readAll();
        for (Script script : Script.values()) {
            byScript.put(script, new Candidates(script, languages));
        }
    }

    @Override
    public List<LanguageScore> identify(String text) {
        String judged = judged(text);
        return Script.dominant(judged)
                .map(dominant -> calibrated(probabilities(judged, dominant)))
                .orElseGet(() -> List.of(new LanguageScore(NOTHING_TO_READ, calibration.of(0))));
    }

    private static String judged(String text) {
        if (text.length() <= JUDGED) {
            return text;
        }
        int piece = JUDGED / 3;
        int middle = (text.length() - piece) / 2;
        return text.substring(0, piece) + " " + text.substring(middle, middle + piece) + " "
                + text.substring(text.length() - piece);
    }

    private Map<String, Double> probabilities(String text, Script.Dominant dominant) {
        if (dominant.script() == Script.HAN) {
            double simplified = chinese.simplified(text);
            return Map.of("zh", simplified * dominant.share(), "zh-TW", (1 - simplified) * dominant.share());
        }
        Candidates candidates = Objects.requireNonNull(byScript.get(dominant.script()));
        List<String> tags = candidates.tags();
        if (tags.size() == 1) {
            return Map.of(tags.getFirst(), dominant.share());
        }
        double[] shares = candidates.shares(text, ngrams);
        Map<String, Double> probabilities = new HashMap<>();
        for (int i = 0; i < shares.length; i++) {
            probabilities.put(tags.get(i), shares[i]);
        }
        return probabilities;
    }

    /** The best language gets the calibrated probability; the others share what is left. */
    private List<LanguageScore> calibrated(Map<String, Double> probabilities) {
        List<Map.Entry<String, Double>> ranked = probabilities.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        double best = ranked.getFirst().getValue();
        double score = calibration.of(best);
        double left = best < 1 ? Math.min(1, (1 - score) / (1 - best)) : 0;
        List<LanguageScore> answers = new ArrayList<>();
        answers.add(new LanguageScore(ranked.getFirst().getKey(), score));
        ranked.stream()
                .skip(1)
                .map(e -> new LanguageScore(e.getKey(), Math.min(score, e.getValue() * left)))
                .filter(e -> e.score() >= WORTH_TELLING)
                .forEach(answers::add);
        return answers;
    }
}
