package io.brume.algorithms.blazingtext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.Source;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordVectorsTest {
    private static final BlazingText ALGORITHM = new BlazingText();
    private static final int TOPICS = 4;
    private static final int WORDS = 10;

    @TempDir
    private Path folder;

    private static Dataset text(String name, String lines) {
        return Dataset.of(List.of(Source.bytes(name, lines.getBytes(StandardCharsets.UTF_8))), Format.text());
    }

    /** Sentences each of which is about one topic, in words that no other topic has. */
    private static String planted() {
        var random = new Random(5);
        var text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            int topic = random.nextInt(TOPICS);
            for (int w = 0; w < 10; w++) {
                text.append(word(topic, random.nextInt(WORDS))).append(' ');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String word(int topic, int number) {
        return List.of("alpha", "bravo", "carol", "delta").get(topic) + (char) ('a' + number);
    }

    private static Trained train(TrainingData data, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(Map.of("mode", "skipgram", "vector_dim", "20", "sampling_threshold", "1"));
        all.putAll(settings);
        return ALGORITHM.train(
                data,
                Hyperparameters.parse(BlazingTextHyperparameters.class, all),
                TrainingContext.builder().threads(1).seed(1).build());
    }

    /** Words of a topic have the same company and no other words have it, so the nearest of each are the others. */
    @ParameterizedTest
    @CsvSource({
        "skipgram, false",
        "cbow, false",
        "batch_skipgram, false",
        "skipgram, true",
        "cbow, true",
        "batch_skipgram, true"
    })
    void wordsOfATopicAreNeighbours(String mode, String subwords) throws IOException {
        var vectors = (WordVectors) train(
                        TrainingData.of(text("train.txt", planted())),
                        Map.of(
                                "mode",
                                mode,
                                "subwords",
                                subwords,
                                "epochs",
                                "10",
                                "window_size",
                                "2",
                                "learning_rate",
                                "0.2"))
                .predictor();
        assertThat(vectors.words()).hasSize(TOPICS * WORDS);
        for (int topic = 0; topic < TOPICS; topic++) {
            String word = word(topic, 0);
            List<String> nearest = vectors.words().stream()
                    .filter(other -> !other.equals(word))
                    .sorted(Comparator.comparing(other -> -vectors.similarity(word, other)))
                    .limit(WORDS - 1)
                    .toList();
            String prefix = word.substring(0, 5);
            assertThat(nearest).allMatch(other -> other.startsWith(prefix));
        }
    }

    /** There are fewer words than a step wants negative samples. */
    @ParameterizedTest
    @ValueSource(strings = {"skipgram", "cbow", "batch_skipgram"})
    void twoWordsAreEnough(String mode) throws IOException {
        var vectors = (WordVectors) train(
                        TrainingData.of(text("train.txt", "a b b a\n".repeat(50))),
                        Map.of("mode", mode, "negative_samples", "20"))
                .predictor();
        for (String word : List.of("a", "b")) {
            double squares = 0;
            for (float value : vectors.vector(word)) {
                squares += value * value;
            }
            assertThat(squares).as(word).isFinite().isPositive();
        }
    }

    @Test
    void aSeedAndOneThreadGiveTheSameVectors() throws IOException {
        var data = TrainingData.of(text("train.txt", planted()));
        var one = (WordVectors) train(data, Map.of("epochs", "1")).predictor();
        var other = (WordVectors) train(data, Map.of("epochs", "1")).predictor();
        assertThat(one.vector("alphaa")).isEqualTo(other.vector("alphaa"));
    }

    @Test
    void unknownWordsHaveTheVectorsOfTheirSubwordsOrZeros() throws IOException {
        var data = TrainingData.of(text("train.txt", planted()));
        var plain = train(data, Map.of("epochs", "1"));
        assertThat(((WordVectors) plain.predictor()).vector("alphaz")).containsOnly(0f);

        var trained = train(data, Map.of("epochs", "5", "subwords", "true"));
        var vectors = (WordVectors) trained.predictor();
        assertThat(vectors.knows("alphaz")).isFalse();
        assertThat(vectors.similarity("alphaz", "alphaa")).isGreaterThan(vectors.similarity("alphaz", "bravoa"));
        assertThat(vectors.vector("xyzzy")).containsOnly(0f);

        trained.save(folder);
        var loaded = ALGORITHM.load(folder).predict(new TextBatch(List.of("alphaa", "alphaz", "xyzzy")));
        assertThat(loaded.stream().map(each -> ((Prediction.Projected) each).values()))
                .containsExactly(vectors.vector("alphaa"), vectors.vector("alphaz"), vectors.vector("xyzzy"));
    }

    @Test
    void vectorsAreSavedInBothFormatsOfWord2vec() throws IOException {
        var trained = train(TrainingData.of(text("train.txt", planted())), Map.of("epochs", "1"));
        var vectors = (WordVectors) trained.predictor();
        trained.save(folder);

        List<String> lines = Files.readAllLines(folder.resolve("vectors.txt"));
        assertThat(lines.getFirst()).isEqualTo(TOPICS * WORDS + " 20");
        String[] fields = lines.get(1).split(" ");
        var read = new float[20];
        for (int i = 0; i < read.length; i++) {
            read[i] = Float.parseFloat(fields[i + 1]);
        }
        assertThat(read).isEqualTo(vectors.vector(fields[0]));

        byte[] binary = Files.readAllBytes(folder.resolve("vectors.bin"));
        int head = lines.getFirst().length() + 1;
        int word = fields[0].length() + 1;
        assertThat(new String(Arrays.copyOf(binary, head + word), StandardCharsets.UTF_8))
                .isEqualTo(lines.getFirst() + "\n" + fields[0] + " ");
        ByteBuffer.wrap(binary, head + word, 80)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(read);
        assertThat(read).isEqualTo(vectors.vector(fields[0]));
        assertThat(binary).hasSize(head + TOPICS * WORDS * (word + 81));
    }

    @Test
    void pairsOfWordsAreAWayToEvaluate() throws IOException {
        String pairs =
                "# two words, and how alike\nalphaa,alphab,9\nalphaa\tbravoa\t1\nbravoa bravob 8.5\nnone,alphaa,5\n";
        var data = TrainingData.of(text("train.txt", planted())).with(BlazingText.SIMILARITY, text("pairs.csv", pairs));
        var trained = train(data, Map.of());
        assertThat(trained.metrics().get("train:mean_rho")).isGreaterThanOrEqualTo(0.5);
        trained.save(folder);
        assertThat(folder.resolve("eval.json"))
                .content()
                .contains("\"total_pairs\" : 4", "\"not_found\" : 1", "\"mean_rho\"");
        assertThat(train(data, Map.of("evaluation", "false")).metrics()).isEmpty();
    }

    /** The example of Spearman's coefficient with ties: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4. */
    @Test
    void ranksThatAreTiedAreShared() {
        assertThat(WordSimilarity.spearman(List.of(1.0, 2.0, 2.0, 3.0), List.of(1.0, 2.0, 3.0, 4.0)))
                .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
    }

    @Test
    void whatCannotBeLearntFromIsNamed() {
        assertBad("", "there are no words");
        assertBad(" \n\n", "there are no words");
        assertBad("word ".repeat(100), "there must be two different words that occur at least min_count = 5 times");
        assertBad("a b c d", "there must be two different words");
        var data =
                TrainingData.of(text("train.txt", planted())).with(BlazingText.SIMILARITY, text("pairs.csv", "a b\n"));
        assertThatThrownBy(() -> train(data, Map.of()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("pairs.csv, line 1: the line does not hold two words and a score");
        assertThatThrownBy(() -> train(data, Map.of("subwords", "true", "min_char", "7")))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessage("max_char must be at least min_char, 7, not 6");
    }

    private static void assertBad(String lines, String message) {
        assertThatThrownBy(() -> train(TrainingData.of(text("train.txt", lines)), Map.of()))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith(message);
    }

    /** A word that is nearly all there is would otherwise be its own negative sample for a long time. */
    @ParameterizedTest
    @CsvSource({"skipgram, 1", "cbow, 6", "batch_skipgram, 13"})
    void twoWordsAndAnyNumberOfNegativesAreEnough(String mode, String negatives) throws IOException {
        String lines = ("a ".repeat(3000) + "b \n").repeat(5);
        var trained =
                train(TrainingData.of(text("train.txt", lines)), Map.of("mode", mode, "negative_samples", negatives));
        for (float value : ((WordVectors) trained.predictor()).vector("a")) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void subwordsAreTheNgramsBetweenTheMarks() {
        var hashes = new java.util.ArrayList<Long>();
        new Subwords(3, 3).of("ab\u00fc".getBytes(StandardCharsets.UTF_8), hashes::add);
        assertThat(hashes).containsExactly(hash("<ab"), hash("ab\u00fc"), hash("b\u00fc>"));
    }

    private static long hash(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Integer.toUnsignedLong(WordTable.hash(utf8, 0, utf8.length));
    }
}
