package io.brume.engines.opennlp;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** What OpenNLP's language detector makes of a text. */
final class NgramEvidence {

    private static final String MODEL = "/langdetect-183.bin";

    /** The model's own names that are not the ISO 639-3 codes of the languages meant here. */
    private static final Map<String, String> TAGS = Map.ofEntries(
            Map.entry("cmn", "zh"),
            Map.entry("ekk", "et"),
            Map.entry("est", "et"),
            Map.entry("lvs", "lv"),
            Map.entry("lav", "lv"),
            Map.entry("nob", "no"),
            Map.entry("nno", "no"),
            Map.entry("pes", "fa"),
            Map.entry("fas", "fa"),
            Map.entry("plt", "mg"),
            Map.entry("msa", "ms"));

    private final Pool<LanguageDetectorME> detectors;
    private final Map<String, String> tags = new HashMap<>();

    NgramEvidence() throws IOException {
        try (InputStream in = NgramEvidence.class.getResourceAsStream(MODEL)) {
            if (in == null) {
                throw new IOException("model " + MODEL + " is not on the class path");
            }
            var model = new LanguageDetectorModel(in);
            for (String name : new LanguageDetectorME(model).getSupportedLanguages()) {
                tags.put(name, tag(name));
            }
            detectors = new Pool<>(() -> new LanguageDetectorME(model));
        }
    }

    /** The logarithm of each language's share by the model, by BCP 47 tag; the model divides by the number of n-grams. */
    Map<String, Double> logShares(String text) {
        Map<String, Double> shares = new HashMap<>();
        for (var language : detectors.with(detector -> detector.predictLanguages(text))) {
            shares.merge(tags.getOrDefault(language.getLang(), ""), language.getConfidence(), Math::max);
        }
        shares.replaceAll((tag, share) -> Math.log(share));
        return shares;
    }

    private static String tag(String model) {
        String known = TAGS.get(model);
        if (known != null) {
            return known;
        }
        for (String tag : Locale.getISOLanguages()) {
            if (Locale.of(tag).getISO3Language().equals(model)) {
                return Locale.of(tag).toLanguageTag();
            }
        }
        return model;
    }
}
