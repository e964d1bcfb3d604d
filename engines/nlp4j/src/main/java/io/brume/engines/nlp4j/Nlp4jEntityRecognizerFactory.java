package io.brume.engines.nlp4j;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.nlp4j.tagger.Tagger;
import io.brume.engines.text.EntityRecognizer;
import java.io.IOException;
import java.util.Set;

/** Offers {@link Nlp4jEntityRecognizer}. */
public final class Nlp4jEntityRecognizerFactory implements EngineFactory<EntityRecognizer> {

    @Override
    public String name() {
        return "nlp4j-entity-recognizer";
    }

    @Override
    public Class<EntityRecognizer> task() {
        return EntityRecognizer.class;
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }

    @Override
    public EntityRecognizer load(Engines engines) throws IOException {
        return new Nlp4jEntityRecognizer(Tagger.load(), Confidence.load());
    }
}
