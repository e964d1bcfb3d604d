package io.brume.engines.lexicon;

import io.brume.engines.text.Sentiment;
import io.brume.engines.text.SentimentAnalyzer;
import java.io.IOException;

/** Tells a text's opinion: rules over a lexicon find the evidence, a logistic regression weighs it and the words. */
final class LexiconSentimentAnalyzer implements SentimentAnalyzer {

    static final String PARAMETERS = "sentiment.txt";

    private final OpinionReader reader;
    private final SentimentModel model;
    private final WordScores words;

    LexiconSentimentAnalyzer(OpinionReader reader, SentimentModel model, WordScores words) {
        this.reader = reader;
        this.model = model;
        this.words = words;
    }

    static LexiconSentimentAnalyzer load() throws IOException {
        return new LexiconSentimentAnalyzer(
                new OpinionReader(Lexicon.load()),
                SentimentModel.read(PARAMETERS, SentimentFeatures.NAMES),
                WordScores.load());
    }

    @Override
    public Sentiment analyze(String text, String language) {
        Reading reading = reader.read(text);
        return model.judge(SentimentFeatures.of(reading), words.of(reading.tokens()));
    }
}
