package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchItemError;
import software.amazon.awssdk.services.comprehend.model.Entity;
import software.amazon.awssdk.services.comprehend.model.EntityType;
import software.amazon.awssdk.services.comprehend.model.KeyPhrase;
import software.amazon.awssdk.services.comprehend.model.PartOfSpeechTagType;
import software.amazon.awssdk.services.comprehend.model.PiiEntity;
import software.amazon.awssdk.services.comprehend.model.PiiEntityType;
import software.amazon.awssdk.services.comprehend.model.SentimentScore;
import software.amazon.awssdk.services.comprehend.model.SentimentType;
import software.amazon.awssdk.services.comprehend.model.SyntaxToken;
import software.amazon.awssdk.services.comprehend.model.TargetedSentimentMention;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;

/** The AWS SDK for Java over a socket. */
class JavaSdkIT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    private static final String OVERSIZED = "x".repeat(5001);

    private static ComprehendClient comprehend;

    @BeforeAll
    static void connect() {
        comprehend = ComprehendClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(BRUME.endpoint())
                .region(Region.EU_WEST_3)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret")))
                .build();
    }

    @AfterAll
    static void disconnect() {
        comprehend.close();
    }

    /** What offsets, which count code points, cut out of a text. */
    private static String cut(String text, int begin, int end) {
        return text.substring(text.offsetByCodePoints(0, begin), text.offsetByCodePoints(0, end));
    }

    private static void assertScore(Float score) {
        assertThat(score).isGreaterThan(0).isLessThan(1);
    }

    private static <R> List<R> results(List<R> results, Function<R, Integer> index, List<BatchItemError> errors) {
        assertThat(results).extracting(index::apply).containsExactly(0, 2);
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.index()).isEqualTo(1);
            assertThat(error.errorCode()).isEqualTo("TEXT_SIZE_LIMIT_EXCEEDED");
        });
        return results;
    }

    @Test
    void detectDominantLanguage() {
        var language = comprehend
                .detectDominantLanguage(
                        r -> r.text("Bonjour, je voudrais réserver une table pour deux personnes ce soir."))
                .languages()
                .getFirst();

        assertThat(language.languageCode()).isEqualTo("fr");
        assertScore(language.score());
    }

    @Test
    void detectEntities() {
        String text = "😀 Jeff Bezos founded Amazon in Seattle.";
        List<Entity> entities =
                comprehend.detectEntities(r -> r.text(text).languageCode("en")).entities();

        assertThat(entities)
                .extracting(Entity::text, Entity::type)
                .containsExactly(
                        tuple("Jeff Bezos", EntityType.PERSON),
                        tuple("Amazon", EntityType.ORGANIZATION),
                        tuple("Seattle", EntityType.LOCATION));
        assertThat(entities).allSatisfy(entity -> {
            assertThat(cut(text, entity.beginOffset(), entity.endOffset())).isEqualTo(entity.text());
            assertScore(entity.score());
        });
    }

    @Test
    void detectKeyPhrases() {
        String text = "😀 The old wooden bridge crosses a wide river.";
        List<KeyPhrase> phrases = comprehend
                .detectKeyPhrases(r -> r.text(text).languageCode("en"))
                .keyPhrases();

        assertThat(phrases).extracting(KeyPhrase::text).containsExactly("The old wooden bridge", "a wide river");
        assertThat(phrases)
                .allSatisfy(phrase -> assertThat(cut(text, phrase.beginOffset(), phrase.endOffset()))
                        .isEqualTo(phrase.text()));
    }

    @Test
    void detectSentiment() {
        var answer = comprehend.detectSentiment(r ->
                r.text("The service was terrible and I am very disappointed.").languageCode("en"));
        SentimentScore score = answer.sentimentScore();

        assertThat(answer.sentiment()).isEqualTo(SentimentType.NEGATIVE);
        assertThat(score.positive() + score.negative() + score.neutral() + score.mixed())
                .isCloseTo(1, within(0.001f));
    }

    @Test
    void detectSyntax() {
        String text = "😀 She quickly opened the door.";
        List<SyntaxToken> tokens =
                comprehend.detectSyntax(r -> r.text(text).languageCode("en")).syntaxTokens();

        assertThat(tokens)
                .extracting(SyntaxToken::text, token -> token.partOfSpeech().tag())
                .contains(tuple("opened", PartOfSpeechTagType.VERB), tuple("door", PartOfSpeechTagType.NOUN));
        assertThat(tokens)
                .allSatisfy(token -> assertThat(cut(text, token.beginOffset(), token.endOffset()))
                        .isEqualTo(token.text()));
    }

    @Test
    void detectPiiEntities() {
        String text = "😀 Write to jane.doe@example.com, or call +1 206 555 0100.";
        List<PiiEntity> entities = comprehend
                .detectPiiEntities(r -> r.text(text).languageCode("en"))
                .entities();

        assertThat(entities)
                .extracting(PiiEntity::type, entity -> cut(text, entity.beginOffset(), entity.endOffset()))
                .containsExactly(
                        tuple(PiiEntityType.EMAIL, "jane.doe@example.com"),
                        tuple(PiiEntityType.PHONE, "+1 206 555 0100"));
    }

    @Test
    void containsPiiEntities() {
        assertThat(comprehend
                        .containsPiiEntities(
                                r -> r.text("Write to jane.doe@example.com.").languageCode("en"))
                        .labels())
                .singleElement()
                .satisfies(label -> {
                    assertThat(label.name()).isEqualTo(PiiEntityType.EMAIL);
                    assertScore(label.score());
                });
    }

    @Test
    void detectTargetedSentiment() {
        String text = "😀 The food was delicious, but the waiter was rude.";
        List<TargetedSentimentMention> mentions =
                comprehend.detectTargetedSentiment(r -> r.text(text).languageCode("en")).entities().stream()
                        .flatMap(entity -> entity.mentions().stream())
                        .toList();

        assertThat(mentions)
                .extracting(
                        mention -> cut(text, mention.beginOffset(), mention.endOffset()),
                        mention -> mention.mentionSentiment().sentiment())
                .containsExactly(tuple("food", SentimentType.POSITIVE), tuple("waiter", SentimentType.NEGATIVE));
    }

    @Test
    void batchDetectDominantLanguage() {
        var answer = comprehend.batchDetectDominantLanguage(
                r -> r.textList("Where is the railway station?", OVERSIZED, "Wo ist denn hier der Bahnhof?"));

        assertThat(results(answer.resultList(), r -> r.index(), answer.errorList()))
                .extracting(r -> r.languages().getFirst().languageCode())
                .containsExactly("en", "de");
    }

    @Test
    void batchDetectEntities() {
        var answer =
                comprehend.batchDetectEntities(r -> r.textList("We met in Paris.", OVERSIZED, "Angela Merkel spoke.")
                        .languageCode("en"));

        assertThat(results(answer.resultList(), r -> r.index(), answer.errorList()))
                .extracting(r -> r.entities().getFirst().text())
                .containsExactly("Paris", "Angela Merkel");
    }

    @Test
    void batchDetectKeyPhrases() {
        var answer = comprehend.batchDetectKeyPhrases(
                r -> r.textList("The green house.", OVERSIZED, "A small dog.").languageCode("en"));

        assertThat(results(answer.resultList(), r -> r.index(), answer.errorList()))
                .extracting(r -> r.keyPhrases().getFirst().text())
                .containsExactly("The green house", "A small dog");
    }

    @Test
    void batchDetectSentiment() {
        var answer = comprehend.batchDetectSentiment(
                r -> r.textList("I love it.", OVERSIZED, "I hate it.").languageCode("en"));

        assertThat(results(answer.resultList(), r -> r.index(), answer.errorList()))
                .extracting(r -> r.sentiment())
                .containsExactly(SentimentType.POSITIVE, SentimentType.NEGATIVE);
    }

    @Test
    void batchDetectSyntax() {
        var answer = comprehend.batchDetectSyntax(
                r -> r.textList("They sleep.", OVERSIZED, "We sing.").languageCode("en"));

        assertThat(results(answer.resultList(), r -> r.index(), answer.errorList()))
                .extracting(r -> r.syntaxTokens().getFirst().text())
                .containsExactly("They", "We");
    }

    @Test
    void batchDetectTargetedSentiment() {
        var answer = comprehend.batchDetectTargetedSentiment(
                r -> r.textList("The food was delicious.", OVERSIZED, "The waiter was rude.")
                        .languageCode("en"));

        assertThat(results(answer.resultList(), r -> r.index(), answer.errorList()))
                .extracting(r -> r.entities()
                        .getFirst()
                        .mentions()
                        .getFirst()
                        .mentionSentiment()
                        .sentiment())
                .containsExactly(SentimentType.POSITIVE, SentimentType.NEGATIVE);
    }

    @Test
    void anErrorIsItsOwnException() {
        var error = catchThrowableOfType(
                TextSizeLimitExceededException.class,
                () -> comprehend.detectSentiment(r -> r.text(OVERSIZED).languageCode("en")));

        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error.awsErrorDetails().errorMessage()).contains("5000 bytes");
    }
}
