package io.brume.engines.text;

import io.brume.engines.Engine;

/** Tells the opinion that a text expresses as a whole. */
public interface SentimentAnalyzer extends Engine {

    Sentiment analyze(String text, String language);
}
