package io.brume.engines.opennlp;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.text.LanguageIdentifier;
import java.io.IOException;
import java.util.Set;

/** Loads {@link OpenNlpLanguageIdentifier}. */
public final class OpenNlpLanguageFactory implements EngineFactory<LanguageIdentifier> {

    @Override
    public String name() {
        return "opennlp-language-identifier";
    }

    @Override
    public Class<LanguageIdentifier> task() {
        return LanguageIdentifier.class;
    }

    @Override
    public Set<String> languages() {
        return Set.of(ANY_LANGUAGE);
    }

    @Override
    public LanguageIdentifier load(Engines engines) throws IOException {
        return new OpenNlpLanguageIdentifier();
    }
}
