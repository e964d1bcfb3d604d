package io.brume.algorithms.blazingtext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.MetricEvent;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.Source;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextClassificationTest {
    private static final BlazingText ALGORITHM = new BlazingText();

    @TempDir
    private Path folder;

    private static Dataset text(byte[] bytes) {
        return Dataset.of(List.of(Source.bytes("train.txt", bytes)), Format.text());
    }

    private static Dataset text(String lines) {
        return text(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Each label has twenty words of its own; a line has three of them among seven that all labels share. */
    private static String planted(int labels, int lines, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            int label = random.nextInt(labels);
            text.append("__label__").append(label);
            for (int w = 0; w < 10; w++) {
                text.append(w % 3 == 1 ? " own" + label + "x" + random.nextInt(20) : " shared" + random.nextInt(200));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static TextClassifier train(TrainingData data, Map<String, String> settings, TrainingContext context)
            throws IOException {
        return (TextClassifier) trained(data, settings, context).predictor();
    }

    private static Trained trained(TrainingData data, Map<String, String> settings, TrainingContext context)
            throws IOException {
        var all = new HashMap<>(Map.of(
                "mode", "supervised", "min_count", "1", "vector_dim", "20", "learning_rate", "0.5", "epochs", "10"));
        all.putAll(settings);
        return ALGORITHM.train(data, Hyperparameters.parse(BlazingTextHyperparameters.class, all), context);
    }

    private static TrainingContext oneThread() {
        return TrainingContext.builder().threads(1).seed(3).build();
    }

    /** A word of a label's own gives it away, so there is no error to be had but that of learning. */
    @Test
    void aLabelsOwnWordsAreLearnt() throws IOException {
        var data = TrainingData.of(text(planted(5, 2000, 1))).with("validation", text(planted(5, 500, 2)));
        var trained =
                trained(data, Map.of(), TrainingContext.builder().threads(2).build());
        assertThat(trained.metrics().get("validation:accuracy")).isGreaterThan(0.99);
        assertThat(trained.metrics().get("train:accuracy")).isGreaterThan(0.99);
    }

    @Test
    void theHierarchicalSoftmaxLearnsManyLabels() throws IOException {
        int labels = ClassifierTrainer.MOST_FLAT_LABELS + 1;
        var lines = new StringBuilder();
        for (int i = 0; i < 5 * labels; i++) {
            lines.append("__label__")
                    .append(i % labels)
                    .append(" word")
                    .append(i % labels)
                    .append(" common\n");
        }
        var data = TrainingData.of(text(lines.toString()));
        var trained = trained(data, Map.of("word_ngrams", "1", "epochs", "40"), oneThread());
        assertThat(trained.metrics().get("train:accuracy")).isGreaterThan(0.99);
        var classifier = (TextClassifier) trained.predictor();
        double sum = 0;
        for (float probability : classifier.probabilities("word7 common")) {
            sum += probability;
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
        assertThatThrownBy(() -> classifier.writeOnnx(folder.resolve("no.onnx")))
                .isInstanceOf(UnsupportedOperationException.class);
        trained.save(folder);
        var loaded = (TextClassifier) ALGORITHM.load(folder);
        assertThat(loaded.probabilities("word7")).isEqualTo(classifier.probabilities("word7"));
    }

    @Test
    void severalLabelsOfALineShareTheProbability() throws IOException {
        String lines = "__label__a word __label__b\n".repeat(500) + "__label__c other\n".repeat(500);
        var prediction =
                train(TrainingData.of(text(lines)), Map.of(), oneThread()).predict("word", 2);
        assertThat(prediction.labels()).containsExactlyInAnyOrder("a", "b");
        assertThat(prediction.probabilities()[1]).isCloseTo(0.5f, within(0.05f));
    }

    @Test
    void wordOrderCountsThroughNgrams() throws IOException {
        String lines = "__label__yes good not bad\n".repeat(300) + "__label__no bad not good\n".repeat(300);
        var classifier = train(TrainingData.of(text(lines)), Map.of("word_ngrams", "2"), oneThread());
        assertThat(classifier.predict("good not bad", 1).labels()).containsExactly("yes");
        assertThat(classifier.predict("bad not good", 1).labels()).containsExactly("no");
    }

    @Test
    void anAugmentedManifestIsReadLikeLabelledLines() throws IOException {
        String manifest = "{\"source\":\"linux ready\", \"label\":1, \"extra\": {\"a\": [1]}}\n".repeat(20)
                + "{\"source\":\"bowled by\", \"label\":[2, \"x\"]}\n".repeat(20);
        String lines = "__label__1 linux ready\n".repeat(20) + "__label__2 __label__x bowled by\n".repeat(20);
        var one = train(TrainingData.of(text(manifest)), Map.of(), oneThread());
        var other = train(TrainingData.of(text(lines)), Map.of(), oneThread());
        assertThat(one.labels()).isEqualTo(other.labels()).containsExactly("1", "2", "x");
        assertThat(one.probabilities("linux by")).isEqualTo(other.probabilities("linux by"));
    }

    @Test
    void aSeedAndOneThreadGiveTheSameModelAndASavedOneSaysTheSame() throws IOException {
        var data = TrainingData.of(text(planted(3, 300, 1)));
        var trained = trained(data, Map.of(), oneThread());
        var classifier = (TextClassifier) trained.predictor();
        String line = "own1x3 shared5 own2x7 unheard-of";
        assertThat(train(data, Map.of(), oneThread()).probabilities(line)).isEqualTo(classifier.probabilities(line));
        trained.save(folder);
        var loaded = (TextClassifier) ALGORITHM.load(folder);
        assertThat(loaded.probabilities(line)).isEqualTo(classifier.probabilities(line));
        assertThat(loaded.predict(new TextBatch(List.of(line, "")))).hasSize(2);
    }

    @Test
    void onnxRuntimeScoresTheExportedClassifierEqually() throws IOException, OrtException {
        var classifier = train(TrainingData.of(text(planted(4, 400, 1))), Map.of(), oneThread());
        Path file = folder.resolve("classifier.onnx");
        classifier.writeOnnx(file);
        List<String> lines = List.of("own1x3 shared5 own2x7", "unheard-of", "shared1 own0x1 shared2 own3x4 shared4");
        var rows = new long[lines.size()][40];
        for (int i = 0; i < rows.length; i++) {
            java.util.Arrays.fill(rows[i], -1);
            int[] features = classifier.rows(lines.get(i));
            for (int j = 0; j < features.length; j++) {
                rows[i][j] = features[j];
            }
        }
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file.toString());
                var tensor = OnnxTensor.createTensor(environment, rows);
                var result = session.run(Map.of("rows", tensor))) {
            var probabilities =
                    (float[][]) result.get("probabilities").orElseThrow().getValue();
            for (int i = 0; i < rows.length; i++) {
                assertThat(probabilities[i]).containsExactly(classifier.probabilities(lines.get(i)), within(1e-5f));
            }
        }
    }

    @Test
    void trainingEndsEarlyWhenValidationNoLongerImproves() throws IOException {
        var metrics = new ArrayList<MetricEvent>();
        var context =
                TrainingContext.builder().threads(1).onMetric(metrics::add).build();
        var data = TrainingData.of(text(planted(2, 300, 1))).with("validation", text("__label__unseen word\n"));
        trained(data, Map.of("early_stopping", "true", "patience", "2", "min_epochs", "4", "epochs", "50"), context);
        assertThat(metrics.stream().filter(event -> event.name().equals("validation:accuracy")))
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.value()).isZero());
    }

    @Test
    void trainingStopsWhenItIsAskedTo() throws IOException {
        var context = TrainingContext.standard();
        context.stop();
        var classifier = train(TrainingData.of(text(planted(2, 100, 1))), Map.of("epochs", "1000000"), context);
        assertThat(classifier.probabilities("own1x1")).containsExactly(new float[] {0.5f, 0.5f}, within(1e-5f));
    }

    @Test
    void whatCannotBeLearntFromIsNamed() {
        assertBad("", "there are no lines");
        assertBad("\n \n", "there are no lines");
        assertBad("__label__a x\n", "there is only one label, a, so nothing can be learnt");
        assertBad("__label__a x\ny z\n", "train.txt, line 2: the line has no label: a label begins with __label__");
        assertBad("{\"source\": 1, \"label\": 2}\n", "train.txt, line 1: the object has no text \"source\"");
        assertBad("{\"source\": \"a\", \"label\": 2\n", "train.txt, line 1: the line is not JSON");
        assertBad(
                "{\"source\": \"a\", \"label\": [[1]]}\n",
                "train.txt, line 1: a label is not a whole number or a text without spaces");
        assertBad("{\"source\": \"a\"}\n", "train.txt, line 1: the line has no label");
        assertThatThrownBy(() ->
                        train(TrainingData.of(text("__label__a x\n")), Map.of("early_stopping", "1"), oneThread()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("early_stopping needs the channel \"validation\"");
        assertThatThrownBy(() -> train(
                        TrainingData.of(text("__label__a x\n__label__b y\n")),
                        Map.of("vector_dim", "65536", "buckets", "1", "learning_rate", "0"),
                        oneThread()))
                .isInstanceOf(BadHyperparameterException.class);
    }

    private static void assertBad(String lines, String message) {
        assertThatThrownBy(() -> train(TrainingData.of(text(lines)), Map.of(), oneThread()))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith(message);
    }

    /** Bytes of all kinds, in lines with labels of all kinds, never end in anything but a model. */
    @Test
    void anyBytesAreWords() throws IOException {
        var random = new Random(1);
        var bytes = new byte[20_000];
        random.nextBytes(bytes);
        String noise = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\n{]", "\n__label__a ");
        byte[] lines = ("__label__b x " + noise + "\n__label__ empty label\n").getBytes(StandardCharsets.ISO_8859_1);
        var trained = trained(TrainingData.of(text(lines)), Map.of("learning_rate", "10"), oneThread());
        trained.save(folder);
        var loaded = (TextClassifier) ALGORITHM.load(folder);
        String asked = new String(bytes, 0, 500, StandardCharsets.UTF_8);
        assertThat(loaded.probabilities(asked)).isEqualTo(((TextClassifier) trained.predictor()).probabilities(asked));
    }
}
