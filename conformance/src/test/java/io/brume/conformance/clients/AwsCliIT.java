package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI. */
class AwsCliIT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OVERSIZED = "x".repeat(5001);

    @TempDir
    Path folder;

    @BeforeAll
    static void theAwsCliIsThere() {
        Program.require("aws", "--version");
    }

    private Program.Result aws(String service, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("aws", service, "--endpoint-url", BRUME.endpoint().toString(), "--output", "json"));
        command.addAll(List.of(arguments));
        return Program.run(folder, command.toArray(String[]::new));
    }

    private JsonNode comprehend(String... arguments) throws IOException {
        Program.Result result = aws("comprehend", arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return JSON.readTree(result.output());
    }

    /** Checks that the middle one of three documents was too large, and gives what the others have at a pointer. */
    private List<String> batch(String operation, String first, String last, String pointer, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(operation, "--text-list", first, OVERSIZED, last));
        arguments.addAll(List.of(more));
        JsonNode answer = comprehend(arguments.toArray(String[]::new));
        assertThat(answer.at("/ErrorList/0/Index").asInt()).isEqualTo(1);
        assertThat(answer.at("/ErrorList/0/ErrorCode").asText()).isEqualTo("TEXT_SIZE_LIMIT_EXCEEDED");
        return texts(answer.get("ResultList"), pointer);
    }

    private static List<String> texts(JsonNode items, String pointer) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.at(pointer).asText())
                .toList();
    }

    /** Offsets count code points. */
    private static void assertSpans(String text, JsonNode spans) {
        assertThat(spans).isNotEmpty();
        int[] points = text.codePoints().toArray();
        for (JsonNode span : spans) {
            int begin = span.get("BeginOffset").asInt();
            assertThat(new String(points, begin, span.get("EndOffset").asInt() - begin))
                    .isEqualTo(span.get("Text").asText());
        }
    }

    private static void assertScore(JsonNode score) {
        assertThat(score.asDouble()).isGreaterThan(0).isLessThan(1);
    }

    @Test
    void detectDominantLanguage() throws IOException {
        JsonNode language = comprehend(
                        "detect-dominant-language",
                        "--text",
                        "Bonjour, je voudrais réserver une table pour deux personnes ce soir.")
                .at("/Languages/0");

        assertThat(language.get("LanguageCode").asText()).isEqualTo("fr");
        assertScore(language.get("Score"));
    }

    @Test
    void detectEntities() throws IOException {
        String text = "😀 Jeff Bezos founded Amazon in Seattle.";
        JsonNode entities = comprehend("detect-entities", "--language-code", "en", "--text", text)
                .get("Entities");

        assertSpans(text, entities);
        assertThat(texts(entities, "/Text")).containsExactly("Jeff Bezos", "Amazon", "Seattle");
        assertThat(texts(entities, "/Type")).containsExactly("PERSON", "ORGANIZATION", "LOCATION");
        entities.forEach(entity -> assertScore(entity.get("Score")));
    }

    @Test
    void detectKeyPhrases() throws IOException {
        String text = "😀 The old wooden bridge crosses a wide river.";
        JsonNode phrases = comprehend("detect-key-phrases", "--language-code", "en", "--text", text)
                .get("KeyPhrases");

        assertSpans(text, phrases);
        assertThat(texts(phrases, "/Text")).containsExactly("The old wooden bridge", "a wide river");
    }

    @Test
    void detectSentiment() throws IOException {
        JsonNode answer = comprehend(
                "detect-sentiment", "--language-code", "en", "--text", "I love this phone, it is wonderful!");

        assertThat(answer.get("Sentiment").asText()).isEqualTo("POSITIVE");
        assertScore(answer.at("/SentimentScore/Positive"));
    }

    @Test
    void detectSyntax() throws IOException {
        String text = "😀 She quickly opened the door.";
        JsonNode tokens = comprehend("detect-syntax", "--language-code", "en", "--text", text)
                .get("SyntaxTokens");

        assertSpans(text, tokens);
        assertThat(texts(tokens, "/PartOfSpeech/Tag")).contains("PRON", "ADV", "VERB", "DET", "NOUN", "PUNCT");
    }

    @Test
    void detectPiiEntities() throws IOException {
        JsonNode entities = comprehend(
                        "detect-pii-entities",
                        "--language-code",
                        "en",
                        "--text",
                        "😀 Write to jane.doe@example.com, or call +1 206 555 0100.")
                .get("Entities");

        assertThat(texts(entities, "/Type")).containsExactly("EMAIL", "PHONE");
        assertThat(texts(entities, "/BeginOffset")).containsExactly("11", "41");
    }

    @Test
    void containsPiiEntities() throws IOException {
        JsonNode labels = comprehend(
                        "contains-pii-entities", "--language-code", "en", "--text", "Write to jane.doe@example.com.")
                .get("Labels");

        assertThat(texts(labels, "/Name")).containsExactly("EMAIL");
    }

    @Test
    void detectTargetedSentiment() throws IOException {
        JsonNode entities = comprehend(
                        "detect-targeted-sentiment",
                        "--language-code",
                        "en",
                        "--text",
                        "😀 The food was delicious, but the waiter was rude.")
                .get("Entities");

        assertThat(texts(entities, "/Mentions/0/Text")).containsExactly("food", "waiter");
        assertThat(texts(entities, "/Mentions/0/MentionSentiment/Sentiment")).containsExactly("POSITIVE", "NEGATIVE");
    }

    @Test
    void batches() throws IOException {
        String[] english = {"--language-code", "en"};
        assertThat(batch(
                        "batch-detect-dominant-language",
                        "Where is the railway station?",
                        "Wo ist denn hier der Bahnhof?",
                        "/Languages/0/LanguageCode"))
                .containsExactly("en", "de");
        assertThat(batch(
                        "batch-detect-entities",
                        "We met in Paris.",
                        "Angela Merkel spoke.",
                        "/Entities/0/Text",
                        english))
                .containsExactly("Paris", "Angela Merkel");
        assertThat(batch("batch-detect-key-phrases", "The green house.", "A small dog.", "/KeyPhrases/0/Text", english))
                .containsExactly("The green house", "A small dog");
        assertThat(batch("batch-detect-sentiment", "I love it.", "I hate it.", "/Sentiment", english))
                .containsExactly("POSITIVE", "NEGATIVE");
        assertThat(batch("batch-detect-syntax", "They sleep.", "We sing.", "/SyntaxTokens/0/Text", english))
                .containsExactly("They", "We");
        assertThat(batch(
                        "batch-detect-targeted-sentiment",
                        "The food was delicious.",
                        "The waiter was rude.",
                        "/Entities/0/Mentions/0/MentionSentiment/Sentiment",
                        english))
                .containsExactly("POSITIVE", "NEGATIVE");
    }

    @Test
    void anErrorIsNamed() {
        Program.Result result = aws("comprehend", "detect-sentiment", "--language-code", "en", "--text", OVERSIZED);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output())
                .contains(
                        "An error occurred (TextSizeLimitExceededException) when calling the DetectSentiment operation");
    }

    @Test
    void stsTellsWhoAsks() {
        assertThat(aws("sts", "get-caller-identity").output()).contains("\"Account\": \"123456789012\"");
    }
}
