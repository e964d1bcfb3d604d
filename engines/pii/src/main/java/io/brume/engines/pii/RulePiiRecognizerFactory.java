package io.brume.engines.pii;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.NoEngineException;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.PiiRecognizer;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers {@link RulePiiRecognizer}, with the English entity recognizer for names when there is one. */
public final class RulePiiRecognizerFactory implements EngineFactory<PiiRecognizer> {

    private static final Logger log = LoggerFactory.getLogger(RulePiiRecognizerFactory.class);

    @Override
    public String name() {
        return "rules-pii-recognizer";
    }

    @Override
    public Class<PiiRecognizer> task() {
        return PiiRecognizer.class;
    }

    @Override
    public Set<String> languages() {
        return Set.of("en", "es");
    }

    @Override
    public PiiRecognizer load(Engines engines) throws IOException {
        return new RulePiiRecognizer(new EnglishNames(entities(engines)), SpanishNames.load(), RuleReliability.load());
    }

    private static @Nullable EntityRecognizer entities(Engines engines) {
        try {
            return engines.require(EntityRecognizer.class, "en");
        } catch (NoEngineException e) {
            log.warn("English names of persons and places are found by rules alone: {}", e.getMessage());
            return null;
        }
    }
}
