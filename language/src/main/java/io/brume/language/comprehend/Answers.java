package io.brume.language.comprehend;

import io.brume.engines.text.EntityRecognizer.EntityMention;
import io.brume.engines.text.KeyPhraseExtractor;
import io.brume.engines.text.LanguageIdentifier.LanguageScore;
import io.brume.engines.text.PiiRecognizer.PiiMention;
import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Sentiment;
import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import io.brume.engines.text.SyntaxAnalyzer.Sentence;
import io.brume.engines.text.SyntaxAnalyzer.Word;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetedEntity;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetedMention;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.comprehend.model.DominantLanguage;
import software.amazon.awssdk.services.comprehend.model.Entity;
import software.amazon.awssdk.services.comprehend.model.EntityLabel;
import software.amazon.awssdk.services.comprehend.model.KeyPhrase;
import software.amazon.awssdk.services.comprehend.model.PiiEntity;
import software.amazon.awssdk.services.comprehend.model.SentimentScore;
import software.amazon.awssdk.services.comprehend.model.SyntaxToken;
import software.amazon.awssdk.services.comprehend.model.TargetedSentimentEntity;
import software.amazon.awssdk.services.comprehend.model.TargetedSentimentMention;

/** What engines found, in Comprehend's shapes. */
final class Answers {

    private Answers() {}

    static List<DominantLanguage> languages(List<LanguageScore> scores) {
        return scores.stream()
                .map(score -> DominantLanguage.builder()
                        .languageCode(score.language())
                        .score((float) score.score())
                        .build())
                .toList();
    }

    static List<Entity> entities(String text, List<EntityMention> mentions) {
        var points = new CodePoints(text);
        return mentions.stream()
                .map(mention -> Entity.builder()
                        .type(mention.type().name())
                        .text(mention.span().of(text))
                        .score((float) mention.score())
                        .beginOffset(points.begin(mention.span()))
                        .endOffset(points.end(mention.span()))
                        .build())
                .toList();
    }

    static List<KeyPhrase> keyPhrases(String text, List<KeyPhraseExtractor.KeyPhrase> phrases) {
        var points = new CodePoints(text);
        return phrases.stream()
                .map(phrase -> KeyPhrase.builder()
                        .text(phrase.span().of(text))
                        .score((float) phrase.score())
                        .beginOffset(points.begin(phrase.span()))
                        .endOffset(points.end(phrase.span()))
                        .build())
                .toList();
    }

    static SentimentScore scores(Sentiment sentiment) {
        return SentimentScore.builder()
                .positive((float) sentiment.positive())
                .negative((float) sentiment.negative())
                .neutral((float) sentiment.neutral())
                .mixed((float) sentiment.mixed())
                .build();
    }

    static List<SyntaxToken> tokens(String text, List<Sentence> sentences) {
        var points = new CodePoints(text);
        List<SyntaxToken> tokens = new ArrayList<>();
        for (Sentence sentence : sentences) {
            for (Word word : sentence.words()) {
                tokens.add(SyntaxToken.builder()
                        .tokenId(tokens.size() + 1)
                        .text(word.span().of(text))
                        .beginOffset(points.begin(word.span()))
                        .endOffset(points.end(word.span()))
                        .partOfSpeech(tag -> tag.tag(tag(word.tag())).score((float) word.score()))
                        .build());
            }
        }
        return tokens;
    }

    /** Universal Dependencies' X is Comprehend's O. */
    private static String tag(PartOfSpeech tag) {
        return tag == PartOfSpeech.X ? "O" : tag.name();
    }

    static List<PiiEntity> pii(String text, List<PiiMention> mentions) {
        var points = new CodePoints(text);
        return mentions.stream()
                .map(mention -> PiiEntity.builder()
                        .type(mention.type().name())
                        .score((float) mention.score())
                        .beginOffset(points.begin(mention.span()))
                        .endOffset(points.end(mention.span()))
                        .build())
                .toList();
    }

    /** Every kind that was found, with the score of its surest mention. */
    static List<EntityLabel> labels(List<PiiMention> mentions) {
        Map<PiiType, Double> best = new EnumMap<>(PiiType.class);
        mentions.forEach(mention -> best.merge(mention.type(), mention.score(), Math::max));
        return best.entrySet().stream()
                .sorted(Map.Entry.<PiiType, Double>comparingByValue().reversed())
                .map(label -> EntityLabel.builder()
                        .name(label.getKey().name())
                        .score(label.getValue().floatValue())
                        .build())
                .toList();
    }

    static List<TargetedSentimentEntity> targeted(String text, List<TargetedEntity> entities) {
        return entities.stream()
                .map(entity -> TargetedSentimentEntity.builder()
                        .descriptiveMentionIndex(entity.descriptive())
                        .mentions(mentions(text, entity.mentions()))
                        .build())
                .toList();
    }

    private static List<TargetedSentimentMention> mentions(String text, List<TargetedMention> mentions) {
        var points = new CodePoints(text);
        return mentions.stream()
                .map(mention -> TargetedSentimentMention.builder()
                        .text(mention.span().of(text))
                        .type(mention.type().name())
                        .score((float) mention.score())
                        .groupScore((float) mention.groupScore())
                        .beginOffset(points.begin(mention.span()))
                        .endOffset(points.end(mention.span()))
                        .mentionSentiment(
                                s -> s.sentiment(mention.sentiment().label().name())
                                        .sentimentScore(scores(mention.sentiment())))
                        .build())
                .toList();
    }
}
