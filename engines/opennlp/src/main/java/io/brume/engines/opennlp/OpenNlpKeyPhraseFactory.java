package io.brume.engines.opennlp;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.text.KeyPhraseExtractor;
import io.brume.engines.text.SyntaxAnalyzer;
import java.io.IOException;
import java.util.Set;

/** Loads {@link OpenNlpKeyPhraseExtractor}. */
public final class OpenNlpKeyPhraseFactory implements EngineFactory<KeyPhraseExtractor> {

    @Override
    public String name() {
        return "opennlp-key-phrase-extractor";
    }

    @Override
    public Class<KeyPhraseExtractor> task() {
        return KeyPhraseExtractor.class;
    }

    @Override
    public Set<String> languages() {
        return Set.of("en", "de", "fr");
    }

    @Override
    public KeyPhraseExtractor load(Engines engines) throws IOException {
        return new OpenNlpKeyPhraseExtractor(engines.require(SyntaxAnalyzer.class, "en"));
    }
}
