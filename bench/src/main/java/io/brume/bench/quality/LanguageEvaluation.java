package io.brume.bench.quality;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.text.LanguageIdentifier;
import io.brume.engines.text.LanguageIdentifier.LanguageScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the likeliest language is the right one, by the length of the text in characters. */
final class LanguageEvaluation implements Evaluation {

    private static final int[] BANDS = {20, 50, 100, 200};

    private final Engines engines;
    private final List<Observation> observations = new ArrayList<>();
    private final Map<String, List<Observation>> byBand = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();

    LanguageEvaluation(Engines engines) {
        this.engines = engines;
        byBand.put("all", observations);
        for (int i = 0; i <= BANDS.length; i++) {
            byBand.put(bandName(i), new ArrayList<>());
        }
    }

    private static String bandName(int band) {
        if (band == BANDS.length) {
            return BANDS[band - 1] + " characters or more";
        }
        return (band == 0 ? 0 : BANDS[band - 1]) + " to " + (BANDS[band] - 1) + " characters";
    }

    private static int band(String text) {
        int band = 0;
        while (band < BANDS.length && text.codePointCount(0, text.length()) >= BANDS[band]) {
            band++;
        }
        return band;
    }

    private List<LanguageScore> identify(Case text) {
        return engines.require(LanguageIdentifier.class, EngineFactory.ANY_LANGUAGE)
                .identify(text.text());
    }

    @Override
    public void ask(Case text) {
        identify(text);
    }

    @Override
    public void add(Case text) {
        List<LanguageScore> answers = identify(text);
        LanguageScore best = answers.getFirst();
        boolean right = best.language().equals(text.label());
        var observation = new Observation(best.language(), best.score(), right);
        observations.add(observation);
        byBand.computeIfAbsent(bandName(band(text.text())), b -> new ArrayList<>())
                .add(observation);
        if (!right) {
            errors.add(text.place() + " " + text.label() + " taken for "
                    + answers.subList(0, Math.min(3, answers.size())) + ": " + text.text());
        }
    }

    @Override
    public Table table() {
        var table = new Table("length", "n", "accuracy", "mean score", "ECE");
        byBand.forEach((band, seen) -> {
            if (!seen.isEmpty()) {
                table.row(
                        band,
                        seen.size(),
                        seen.stream().filter(Observation::right).count() / (double) seen.size(),
                        seen.stream().mapToDouble(Observation::score).average().orElseThrow(),
                        Observation.calibrationError(seen));
            }
        });
        return table;
    }

    @Override
    public List<Observation> observations() {
        return observations;
    }

    @Override
    public List<String> errors() {
        return errors;
    }
}
