package io.brume.engines.lexicon;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.text.SentimentAnalyzer;
import java.io.IOException;
import java.util.Set;

/** Declares {@link LexiconSentimentAnalyzer}. */
public final class LexiconSentimentFactory implements EngineFactory<SentimentAnalyzer> {

    @Override
    public String name() {
        return "lexicon-sentiment-analyzer";
    }

    @Override
    public Class<SentimentAnalyzer> task() {
        return SentimentAnalyzer.class;
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }

    @Override
    public SentimentAnalyzer load(Engines engines) throws IOException {
        return LexiconSentimentAnalyzer.load();
    }
}
