package io.brume.language.comprehend;

import io.brume.engines.Engine;
import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.NoEngineException;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.KeyPhraseExtractor;
import io.brume.engines.text.LanguageIdentifier;
import io.brume.engines.text.PiiRecognizer;
import io.brume.engines.text.SentimentAnalyzer;
import io.brume.engines.text.SyntaxAnalyzer;
import io.brume.engines.text.TargetedSentimentAnalyzer;
import java.util.List;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.*;

/** Amazon Comprehend on local engines. */
public final class Comprehend implements ComprehendClient {

    private final Engines engines;

    public Comprehend(Engines engines) {
        this.engines = engines;
    }

    @Override
    public DetectDominantLanguageResponse detectDominantLanguage(DetectDominantLanguageRequest request) {
        return DetectDominantLanguageResponse.builder()
                .languages(languages(Limits.document(request.text(), Limits.LONG)))
                .build();
    }

    @Override
    public BatchDetectDominantLanguageResponse batchDetectDominantLanguage(BatchDetectDominantLanguageRequest request) {
        var batch = Batch.of(
                request.textList(),
                (text, index) -> BatchDetectDominantLanguageItemResult.builder()
                        .index(index)
                        .languages(languages(text))
                        .build());
        return BatchDetectDominantLanguageResponse.builder()
                .resultList(batch.results())
                .errorList(batch.errors())
                .build();
    }

    @Override
    public DetectEntitiesResponse detectEntities(DetectEntitiesRequest request) {
        String text = Limits.document(EntityInput.text(request), Limits.LONG);
        return DetectEntitiesResponse.builder()
                .entities(entities(text, EntityInput.language(request)))
                .build();
    }

    @Override
    public BatchDetectEntitiesResponse batchDetectEntities(BatchDetectEntitiesRequest request) {
        var batch = Batch.of(
                request.textList(),
                (text, index) -> BatchDetectEntitiesItemResult.builder()
                        .index(index)
                        .entities(entities(text, request.languageCodeAsString()))
                        .build());
        return BatchDetectEntitiesResponse.builder()
                .resultList(batch.results())
                .errorList(batch.errors())
                .build();
    }

    @Override
    public DetectKeyPhrasesResponse detectKeyPhrases(DetectKeyPhrasesRequest request) {
        return DetectKeyPhrasesResponse.builder()
                .keyPhrases(keyPhrases(Limits.document(request.text(), Limits.LONG), request.languageCodeAsString()))
                .build();
    }

    @Override
    public BatchDetectKeyPhrasesResponse batchDetectKeyPhrases(BatchDetectKeyPhrasesRequest request) {
        var batch = Batch.of(
                request.textList(),
                (text, index) -> BatchDetectKeyPhrasesItemResult.builder()
                        .index(index)
                        .keyPhrases(keyPhrases(text, request.languageCodeAsString()))
                        .build());
        return BatchDetectKeyPhrasesResponse.builder()
                .resultList(batch.results())
                .errorList(batch.errors())
                .build();
    }

    @Override
    public DetectSentimentResponse detectSentiment(DetectSentimentRequest request) {
        var sentiment = sentiment(Limits.document(request.text(), Limits.SHORT), request.languageCodeAsString());
        return DetectSentimentResponse.builder()
                .sentiment(sentiment.label().name())
                .sentimentScore(Answers.scores(sentiment))
                .build();
    }

    @Override
    public BatchDetectSentimentResponse batchDetectSentiment(BatchDetectSentimentRequest request) {
        var batch = Batch.of(request.textList(), (text, index) -> {
            var sentiment = sentiment(text, request.languageCodeAsString());
            return BatchDetectSentimentItemResult.builder()
                    .index(index)
                    .sentiment(sentiment.label().name())
                    .sentimentScore(Answers.scores(sentiment))
                    .build();
        });
        return BatchDetectSentimentResponse.builder()
                .resultList(batch.results())
                .errorList(batch.errors())
                .build();
    }

    @Override
    public DetectSyntaxResponse detectSyntax(DetectSyntaxRequest request) {
        return DetectSyntaxResponse.builder()
                .syntaxTokens(syntax(Limits.document(request.text(), Limits.SHORT), request.languageCodeAsString()))
                .build();
    }

    @Override
    public BatchDetectSyntaxResponse batchDetectSyntax(BatchDetectSyntaxRequest request) {
        var batch = Batch.of(
                request.textList(),
                (text, index) -> BatchDetectSyntaxItemResult.builder()
                        .index(index)
                        .syntaxTokens(syntax(text, request.languageCodeAsString()))
                        .build());
        return BatchDetectSyntaxResponse.builder()
                .resultList(batch.results())
                .errorList(batch.errors())
                .build();
    }

    @Override
    public DetectTargetedSentimentResponse detectTargetedSentiment(DetectTargetedSentimentRequest request) {
        return DetectTargetedSentimentResponse.builder()
                .entities(targeted(Limits.document(request.text(), Limits.SHORT), request.languageCodeAsString()))
                .build();
    }

    @Override
    public BatchDetectTargetedSentimentResponse batchDetectTargetedSentiment(
            BatchDetectTargetedSentimentRequest request) {
        var batch = Batch.of(
                request.textList(),
                (text, index) -> BatchDetectTargetedSentimentItemResult.builder()
                        .index(index)
                        .entities(targeted(text, request.languageCodeAsString()))
                        .build());
        return BatchDetectTargetedSentimentResponse.builder()
                .resultList(batch.results())
                .errorList(batch.errors())
                .build();
    }

    @Override
    public DetectPiiEntitiesResponse detectPiiEntities(DetectPiiEntitiesRequest request) {
        String text = Limits.document(request.text(), Limits.LONG);
        return DetectPiiEntitiesResponse.builder()
                .entities(Answers.pii(text, pii(text, request.languageCodeAsString())))
                .build();
    }

    @Override
    public ContainsPiiEntitiesResponse containsPiiEntities(ContainsPiiEntitiesRequest request) {
        String text = Limits.document(request.text(), Limits.LONG);
        return ContainsPiiEntitiesResponse.builder()
                .labels(Answers.labels(pii(text, request.languageCodeAsString())))
                .build();
    }

    private List<DominantLanguage> languages(String text) {
        return Answers.languages(
                engine(LanguageIdentifier.class, EngineFactory.ANY_LANGUAGE).identify(text));
    }

    private List<Entity> entities(String text, String language) {
        return Answers.entities(text, engine(EntityRecognizer.class, language).recognize(text, language));
    }

    private List<KeyPhrase> keyPhrases(String text, String language) {
        return Answers.keyPhrases(
                text, engine(KeyPhraseExtractor.class, language).extract(text, language));
    }

    private io.brume.engines.text.Sentiment sentiment(String text, String language) {
        return engine(SentimentAnalyzer.class, language).analyze(text, language);
    }

    private List<SyntaxToken> syntax(String text, String language) {
        return Answers.tokens(text, engine(SyntaxAnalyzer.class, language).analyze(text, language));
    }

    private List<TargetedSentimentEntity> targeted(String text, String language) {
        return Answers.targeted(
                text, engine(TargetedSentimentAnalyzer.class, language).analyze(text, language));
    }

    private List<PiiRecognizer.PiiMention> pii(String text, String language) {
        return engine(PiiRecognizer.class, language).recognize(text, language);
    }

    private <E extends Engine> E engine(Class<E> task, String language) {
        try {
            return engines.require(task, language);
        } catch (NoEngineException e) {
            throw UnsupportedLanguageException.builder().message(e.getMessage()).build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
