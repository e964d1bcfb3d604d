package io.brume.algorithms.lda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.MetricEvent;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Progress;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LdaTest {
    private static final int SIDE = 5;
    private static final int WORDS = SIDE * SIDE;
    private static final int TOPICS = 2 * SIDE;

    @TempDir
    private Path folder;

    private static TrainingContext context() {
        return TrainingContext.builder().threads(2).seed(1).build();
    }

    private static Trained train(TrainingData data, Map<String, String> settings, TrainingContext context)
            throws IOException {
        var all = new HashMap<>(Map.of("num_topics", "2", "feature_dim", "3", "mini_batch_size", "4"));
        all.putAll(settings);
        return new Lda().train(data, Hyperparameters.parse(LdaHyperparameters.class, all), context);
    }

    private static Map<String, String> bars() {
        var settings = new HashMap<>(Map.of("mini_batch_size", "1000", "max_restarts", "2"));
        settings.putAll(Map.of("num_topics", "" + TOPICS, "feature_dim", "" + WORDS, "alpha0", "" + TOPICS));
        return settings;
    }

    /** Probability of a word in a topic of Griffiths and Steyvers' bars: a row or a column of a square of words. */
    private static double bar(int topic, int word) {
        return (topic < SIDE ? word / SIDE == topic : word % SIDE == topic - SIDE) ? 1.0 / SIDE : 0;
    }

    /** Documents of 100 words whose mixtures come from a Dirichlet distribution with parameter 1 for each topic. */
    private static DenseBatch barDocuments(int size, long seed) {
        var random = new Random(seed);
        var rows = new float[size][WORDS];
        for (float[] row : rows) {
            var mixture = new double[TOPICS];
            double sum = 0;
            for (int k = 0; k < TOPICS; k++) {
                mixture[k] = -Math.log(1 - random.nextDouble());
                sum += mixture[k];
            }
            for (int n = 0; n < 100; n++) {
                double left = random.nextDouble() * sum;
                int topic = 0;
                while (topic < TOPICS - 1 && left >= mixture[topic]) {
                    left -= mixture[topic++];
                }
                int place = random.nextInt(SIDE);
                row[topic < SIDE ? topic * SIDE + place : place * SIDE + topic - SIDE]++;
            }
        }
        return DenseBatch.of(rows);
    }

    /**
     * With 10,000 words a topic, a word's share is known to a standard deviation of √(0.2 · 0.8 / 10,000) = 0.004 if topics
     * were seen; since they are not, ten times that is allowed, half the distance from one topic's words to none.
     */
    @Test
    void theBarsThatDocumentsWereMadeOfAreFound() throws IOException {
        var data = TrainingData.of(Dataset.of(barDocuments(1000, 7))).with("test", Dataset.of(barDocuments(200, 8)));
        var trained = train(data, bars(), context());
        var model = (TopicModel) trained.predictor();
        for (int topic = 0; topic < TOPICS; topic++) {
            double nearest = 2;
            for (int found = 0; found < TOPICS; found++) {
                double distance = 0;
                float[] words = model.topic(found);
                for (int word = 0; word < WORDS; word++) {
                    distance = Math.max(distance, Math.abs(words[word] - bar(topic, word)));
                }
                nearest = Math.min(nearest, distance);
            }
            assertThat(nearest).as("bar %d", topic).isLessThan(0.04);
        }
        // Words without any topic would have ln 25 = 3.22; the mixture of a document's own true topics has about 3.0.
        assertThat(trained.metrics().get("test:pwll")).isBetween(-3.15, -2.5);
        assertThat(trained.metrics()).containsKey("train:npmi");
    }

    @Test
    void aDocumentOfOneTopicsWordsHasThatTopic() throws IOException {
        var model = train(TrainingData.of(Dataset.of(barDocuments(300, 7))), bars(), context())
                .predictor();
        var row = new float[1][WORDS];
        for (int i = 0; i < SIDE; i++) {
            row[0][i] = 20;
        }
        float[] mixture =
                ((Prediction.Projected) model.predict(DenseBatch.of(row)).getFirst()).values();
        float sum = 0;
        float most = 0;
        for (float part : mixture) {
            sum += part;
            most = Math.max(most, part);
        }
        assertThat(sum).isCloseTo(1, within(1e-5f));
        // 100 words against a prior that sums to about ten.
        assertThat(most).isGreaterThan(0.8f);
    }

    @Test
    void aSavedModelPredictsTheSameAndOnnxRuntimeTo1e5() throws IOException, OrtException {
        var trained = train(TrainingData.of(Dataset.of(barDocuments(300, 2))), bars(), context());
        trained.save(folder.resolve("model"));
        var documents = barDocuments(20, 3);
        List<Prediction> before = trained.predictor().predict(documents);
        var loaded = (TopicModel) new Lda().load(folder.resolve("model"));
        List<Prediction> after = loaded.predict(documents);
        loaded.writeOnnx(folder.resolve("lda.onnx"));
        var rows = new float[21][WORDS];
        for (int r = 0; r < 20; r++) {
            System.arraycopy(documents.values(), documents.offset(r), rows[r], 0, WORDS);
        }
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(folder.resolve("lda.onnx").toString());
                var input = OnnxTensor.createTensor(environment, rows);
                var results = session.run(Map.of("counts", input))) {
            var mixtures = (float[][]) results.get(0).getValue();
            for (int r = 0; r < 20; r++) {
                float[] ours = ((Prediction.Projected) before.get(r)).values();
                assertThat(((Prediction.Projected) after.get(r)).values()).containsExactly(ours, within(1e-6f));
                assertThat(mixtures[r]).containsExactly(ours, within(1e-5f));
            }
            float[] empty = ((Prediction.Projected)
                            loaded.predict(DenseBatch.of(new float[1][WORDS])).getFirst())
                    .values();
            assertThat(mixtures[20]).containsExactly(empty, within(1e-5f));
        }
    }

    @Test
    void theSameSeedAndThreadsGiveTheSameTopics() throws IOException {
        var first = (TopicModel) train(TrainingData.of(Dataset.of(barDocuments(300, 2))), bars(), context())
                .predictor();
        var second = (TopicModel) train(TrainingData.of(Dataset.of(barDocuments(300, 2))), bars(), context())
                .predictor();
        assertThat(first.rows()).containsExactly(second.rows());
    }

    @Test
    void sparseAndDenseDocumentsTeachTheSame() throws IOException {
        var sparse = new SparseBatch(
                4, 3, new int[] {0, 1, 2, 4, 4}, new int[] {0, 2, 0, 2}, new float[] {3, 2, 1, 1}, new float[0], 0);
        var one = (TopicModel)
                train(TrainingData.of(Dataset.of(sparse)), Map.of(), context()).predictor();
        var other = (TopicModel) train(TrainingData.of(Dataset.of(sparse.dense(3))), Map.of(), context())
                .predictor();
        assertThat(one.rows()).containsExactly(other.rows());
    }

    @Test
    void trainingEndsWhenAskedToWithTheModelAsItIs() throws IOException {
        var metrics = new ArrayList<MetricEvent>();
        var progress = new ArrayList<Progress>();
        var context = TrainingContext.builder()
                .threads(1)
                .onMetric(metrics::add)
                .onProgress(progress::add)
                .stopWhen(() -> metrics.size() == 2)
                .build();
        var trained = train(TrainingData.of(Dataset.of(barDocuments(300, 2))), bars(), context);
        assertThat(metrics.stream().filter(metric -> metric.name().equals("train:pwll")))
                .hasSize(2);
        assertThat(progress).isNotEmpty();
        assertThat(trained.predictor().predict(barDocuments(1, 1))).hasSize(1);
    }

    @Test
    void degenerateCorporaAreLearntFrom() throws IOException {
        for (float[][] rows :
                List.of(new float[][] {{1, 0, 0}}, new float[][] {{0, 0, 0}, {5, 5, 5}, {5, 5, 5}}, new float[][] {
                    {0.5f, 0.25f, 0}, {1e9f, 0, 1e-9f}
                })) {
            for (String topics : List.of("1", "2", "20")) {
                var model = (TopicModel)
                        train(TrainingData.of(Dataset.of(DenseBatch.of(rows))), Map.of("num_topics", topics), context())
                                .predictor();
                for (float probability : model.rows()) {
                    assertThat(probability).isBetween(0f, 1f);
                }
                for (Prediction mixture : model.predict(DenseBatch.of(rows))) {
                    float sum = 0;
                    for (float part : ((Prediction.Projected) mixture).values()) {
                        assertThat(part).isBetween(0f, 1f);
                        sum += part;
                    }
                    assertThat(sum).isCloseTo(1, within(1e-4f));
                }
            }
        }
    }

    @Test
    void whatIsNoCorpusIsRefusedWithAReason() throws IOException {
        for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            refused(DenseBatch.of(new float[][] {{1, 1, 1}, {0, bad, 1}}), "document 2 has " + bad + " of word 1");
        }
        refused(DenseBatch.of(new float[][] {{0, 0, 0}}), "the documents have no words");
        refused(DenseBatch.of(new float[][] {{1, 2}}), "2 columns, but feature_dim is 3");
        refused(
                new SparseBatch(1, 9, new int[] {0, 1}, new int[] {8}, new float[] {1}, new float[0], 0),
                "document 1 has a word 8");
        assertThatThrownBy(() -> train(TrainingData.of(Dataset.of(new TextBatch(List.of("a b")))), Map.of(), context()))
                .isInstanceOf(BadDataException.class);
        Files.writeString(folder.resolve("train.csv"), "1,2,3\n1,2\n");
        var ragged = Dataset.of(folder.resolve("train.csv"), Format.csv().withLabels(0));
        assertThatThrownBy(() -> train(TrainingData.of(ragged), Map.of(), context()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("train.csv, line 2");
    }

    private static void refused(io.brume.algorithms.data.Batch rows, String reason) {
        assertThatThrownBy(() -> train(TrainingData.of(Dataset.of(rows)), Map.of(), context()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aModelTooLargeForMemoryIsABadHyperparameter() {
        var data = TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{1, 1, 1}})));
        assertThatThrownBy(() -> train(data, Map.of("num_topics", "2000000000"), context()))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining("num_topics");
        assertThatThrownBy(() -> new Lda().load(folder)).isInstanceOf(BadModelException.class);
    }
}
