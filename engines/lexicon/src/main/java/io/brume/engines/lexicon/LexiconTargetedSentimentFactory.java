package io.brume.engines.lexicon;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.SyntaxAnalyzer;
import io.brume.engines.text.TargetedSentimentAnalyzer;
import java.io.IOException;
import java.util.Set;

/** Declares {@link LexiconTargetedSentimentAnalyzer}, which builds on whatever engines find entities and parts of speech. */
public final class LexiconTargetedSentimentFactory implements EngineFactory<TargetedSentimentAnalyzer> {

    @Override
    public String name() {
        return "lexicon-targeted-sentiment-analyzer";
    }

    @Override
    public Class<TargetedSentimentAnalyzer> task() {
        return TargetedSentimentAnalyzer.class;
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }

    @Override
    public TargetedSentimentAnalyzer load(Engines engines) throws IOException {
        return LexiconTargetedSentimentAnalyzer.load(
                engines.require(EntityRecognizer.class, "en"), engines.require(SyntaxAnalyzer.class, "en"));
    }
}
