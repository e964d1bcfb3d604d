package io.brume.language.comprehend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.brume.engines.Engines;
import io.brume.kernel.wire.Fault;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.comprehend.model.BatchItemError;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.DetectEntitiesRequest;
import software.amazon.awssdk.services.comprehend.model.DominantLanguage;
import software.amazon.awssdk.services.comprehend.model.Entity;
import software.amazon.awssdk.services.comprehend.model.EntityLabel;
import software.amazon.awssdk.services.comprehend.model.EntityType;
import software.amazon.awssdk.services.comprehend.model.InvalidRequestException;
import software.amazon.awssdk.services.comprehend.model.KeyPhrase;
import software.amazon.awssdk.services.comprehend.model.PiiEntityType;
import software.amazon.awssdk.services.comprehend.model.SentimentType;
import software.amazon.awssdk.services.comprehend.model.SyntaxToken;
import software.amazon.awssdk.services.comprehend.model.TargetedSentimentMention;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.UnsupportedLanguageException;

/** Comprehend's synchronous operations on the real engines. */
class ComprehendTest {

    private static final Comprehend comprehend = new Comprehend(Engines.discover(Map.of()));

    @Test
    void theDominantLanguageComesFirst() {
        var languages = comprehend
                .detectDominantLanguage(r -> r.text("Der Vertrag verlängert sich jeweils um ein weiteres Jahr."))
                .languages();

        assertThat(languages).first().returns("de", DominantLanguage::languageCode);
        assertThat(languages.getFirst().score()).isBetween(0.8f, 1f);
    }

    @Test
    void anEntitysOffsetsCountCodePoints() {
        String text = "🙂🙂 Angela Merkel visited Paris in 2019.";

        List<Entity> entities =
                comprehend.detectEntities(r -> r.text(text).languageCode("en")).entities();

        assertThat(entities)
                .extracting(Entity::type)
                .containsExactly(EntityType.PERSON, EntityType.LOCATION, EntityType.DATE);
        assertThat(entities).allSatisfy(entity -> {
            int begin = text.offsetByCodePoints(0, entity.beginOffset());
            int end = text.offsetByCodePoints(0, entity.endOffset());
            assertThat(text.substring(begin, end)).isEqualTo(entity.text());
            assertThat(entity.score()).isBetween(0.3f, 1f);
        });
        assertThat(entities.getFirst().beginOffset()).isEqualTo(3);
    }

    @Test
    void plainTextMayComeAsBytes() {
        var entities = comprehend
                .detectEntities(r ->
                        r.bytes(SdkBytes.fromUtf8String("Paris is in France.")).languageCode("en"))
                .entities();

        assertThat(entities).extracting(Entity::text).contains("Paris", "France");
    }

    @Test
    void aPdfIsAnsweredAsNotImplementedByName() {
        var request = DetectEntitiesRequest.builder()
                .bytes(SdkBytes.fromUtf8String("%PDF-1.7 …"))
                .languageCode("en")
                .build();

        assertThatThrownBy(() -> comprehend.detectEntities(request))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_IMPLEMENTED))
                .hasMessageContaining("DetectEntities");
    }

    @Test
    void entitiesWantTextOrBytesAndALanguage() {
        assertThatThrownBy(() -> comprehend.detectEntities(r -> r.languageCode("en")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> comprehend.detectEntities(r -> r.text("Paris")))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void keyPhrasesAreNounPhrases() {
        var phrases = comprehend
                .detectKeyPhrases(r -> r.text("The new contract was signed by three partners in the old harbour.")
                        .languageCode("en"))
                .keyPhrases();

        assertThat(phrases)
                .extracting(KeyPhrase::text)
                .containsExactly("The new contract", "three partners", "the old harbour");
    }

    @Test
    void allFourSentimentsCanBeTold() {
        assertThat(sentimentOf("I love it, the best purchase of the year!")).isEqualTo(SentimentType.POSITIVE);
        assertThat(sentimentOf("Terrible service, I want my money back.")).isEqualTo(SentimentType.NEGATIVE);
        assertThat(sentimentOf("The meeting starts at nine in room four.")).isEqualTo(SentimentType.NEUTRAL);
        assertThat(sentimentOf("The screen is gorgeous, but the battery is awful."))
                .isEqualTo(SentimentType.MIXED);
    }

    private static SentimentType sentimentOf(String text) {
        var answer = comprehend.detectSentiment(r -> r.text(text).languageCode("en"));
        var score = answer.sentimentScore();
        assertThat(score.positive() + score.negative() + score.neutral() + score.mixed())
                .isBetween(0.999f, 1.001f);
        return answer.sentiment();
    }

    @Test
    void tokensAreNumberedThroughAllSentences() {
        var tokens = comprehend
                .detectSyntax(r -> r.text("It works. We didn't know.").languageCode("en"))
                .syntaxTokens();

        assertThat(tokens)
                .extracting(SyntaxToken::text)
                .containsExactly("It", "works", ".", "We", "did", "n't", "know", ".");
        assertThat(tokens).extracting(SyntaxToken::tokenId).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(tokens)
                .extracting(token -> token.partOfSpeech().tagAsString())
                .containsExactly("PRON", "VERB", "PUNCT", "PRON", "AUX", "PART", "VERB", "PUNCT");
    }

    @Test
    void personalDataIsFoundWithItsPlace() {
        var entities = comprehend
                .detectPiiEntities(r -> r.text("Write to jane.roe@example.com or call +1 206 555 0142.")
                        .languageCode("en"))
                .entities();

        assertThat(entities)
                .extracting(entity -> entity.type())
                .containsExactly(PiiEntityType.EMAIL, PiiEntityType.PHONE);
        assertThat(entities.getFirst().beginOffset()).isEqualTo(9);
        assertThat(entities.getFirst().endOffset()).isEqualTo(29);
    }

    @Test
    void eachKindOfPersonalDataIsOneLabel() {
        var labels = comprehend
                .containsPiiEntities(
                        r -> r.text("Mail a@example.com and b@example.com.").languageCode("en"))
                .labels();

        assertThat(labels).extracting(EntityLabel::name).containsExactly(PiiEntityType.EMAIL);
    }

    @Test
    void opinionsAreToldApartByWhatTheyAreAbout() {
        var entities = comprehend
                .detectTargetedSentiment(r -> r.text("The food was delicious but the waiter was rude.")
                        .languageCode("en"))
                .entities();

        assertThat(entities)
                .extracting(entity -> entity.mentions().getFirst())
                .extracting(
                        TargetedSentimentMention::text,
                        mention -> mention.mentionSentiment().sentiment())
                .contains(tuple("food", SentimentType.POSITIVE), tuple("waiter", SentimentType.NEGATIVE));
    }

    @Test
    void oneOversizedDocumentSpoilsNoneOfItsBatch() {
        var answer = comprehend.batchDetectSentiment(
                r -> r.textList("I love it!", "x".repeat(5001), "I hate it!").languageCode("en"));

        assertThat(answer.resultList()).extracting(result -> result.index()).containsExactly(0, 2);
        assertThat(answer.errorList()).extracting(BatchItemError::index).containsExactly(1);
        assertThat(answer.errorList().getFirst().errorMessage()).contains("5001 bytes");
    }

    @Test
    void aBatchTakesTwentyFiveDocuments() {
        var texts = Collections.nCopies(26, "Good morning, dear colleagues of mine.");

        assertThat(comprehend
                        .batchDetectDominantLanguage(r -> r.textList(texts.subList(0, 25)))
                        .resultList())
                .hasSize(25);
        assertThatThrownBy(() -> comprehend.batchDetectDominantLanguage(r -> r.textList(texts)))
                .isInstanceOf(BatchSizeLimitExceededException.class);
    }

    @Test
    void theSizeLimitCountsBytesOfUtf8() {
        String fits = "é".repeat(2500);

        assertThat(comprehend
                        .detectSentiment(r -> r.text(fits).languageCode("en"))
                        .sentiment())
                .isNotNull();
        assertThatThrownBy(
                        () -> comprehend.detectSentiment(r -> r.text(fits + "!").languageCode("en")))
                .isInstanceOf(TextSizeLimitExceededException.class)
                .hasMessageContaining("Max length of request text allowed is 5000 bytes")
                .hasMessageContaining("5001 bytes");
    }

    @Test
    void entitiesTakeLongerTextThanSentiment() {
        String text = "The committee met in Paris. ".repeat(300);

        assertThat(comprehend
                        .detectEntities(r -> r.text(text).languageCode("en"))
                        .entities())
                .hasSizeGreaterThanOrEqualTo(300);
    }

    @Test
    void aLanguageWithoutAnEngineSaysWhatIsMissing() {
        assertThatThrownBy(
                        () -> comprehend.detectSentiment(r -> r.text("とても良いです").languageCode("ja")))
                .isInstanceOf(UnsupportedLanguageException.class)
                .hasMessageContaining("'ja'");
    }
}
