package io.brume.algorithms.ipinsights;

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
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpInsightsTest {
    private static final IpInsights ALGORITHM = new IpInsights();

    @TempDir
    private Path folder;

    private static TrainingContext context() {
        return TrainingContext.builder().threads(2).seed(1).build();
    }

    private static Dataset csv(String lines) {
        return Dataset.of(List.of(Source.bytes("train.csv", lines.getBytes(StandardCharsets.UTF_8))), Format.text());
    }

    private static Trained train(TrainingData data, Map<String, String> settings, TrainingContext context)
            throws IOException {
        var all = new HashMap<>(Map.of(
                "num_entity_vectors", "1000000",
                "vector_dim", "16",
                "mini_batch_size", "100",
                "learning_rate", "0.01",
                "epochs", "8"));
        all.putAll(settings);
        return ALGORITHM.train(data, Hyperparameters.parse(IpInsightsHyperparameters.class, all), context);
    }

    /** A user's home: one of twenty networks of 256 addresses. */
    private static String network(int user) {
        return (20 + user % 20) + "." + 7 * (user % 20) + ".13.";
    }

    /** Two hundred users, each at addresses of a network that ten share. */
    private static String planted(int events, long seed) {
        var random = new Random(seed);
        var lines = new StringBuilder();
        for (int i = 0; i < events; i++) {
            int user = random.nextInt(200);
            lines.append("user_")
                    .append(user)
                    .append(", ")
                    .append(network(user))
                    .append(random.nextInt(256))
                    .append('\n');
        }
        return lines.toString();
    }

    private static TrainingData plantedData() {
        return TrainingData.of(csv(planted(6000, 1))).with("validation", csv(planted(1000, 2)));
    }

    private static float score(Trained trained, String line) {
        return ((Prediction.Score) trained.predictor()
                        .predict(new TextBatch(List.of(line)))
                        .getFirst())
                .score();
    }

    /**
     * Networks give pairs away but for the twentieth of the shuffled addresses, a third of all that is scored, that happen to be
     * of the user's own network: the best area is 1 - 1/2 · 1/2 · 1/20 = 0.9875, ties counting half.
     */
    @Test
    void usersAreToldFromThoseOfOtherNetworks() throws IOException {
        var metrics = new ArrayList<MetricEvent>();
        var context = TrainingContext.builder()
                .threads(2)
                .seed(1)
                .onMetric(metrics::add)
                .build();
        var trained = train(plantedData(), Map.of(), context);
        assertThat(trained.metrics().get("validation:discriminator_auc")).isGreaterThan(0.96);
        assertThat(metrics.stream().filter(metric -> metric.name().equals("validation:discriminator_auc")))
                .hasSize(8);
        for (int user = 0; user < 200; user++) {
            float home = score(trained, "user_" + user + "," + network(user) + "77");
            float elsewhere = score(trained, "user_" + user + "," + network(user + 3) + "77");
            float nowhere = score(trained, "user_" + user + ",201.3.4.5");
            assertThat(home).isGreaterThan(elsewhere).isGreaterThan(nowhere);
        }
    }

    @Test
    void verboseAnswersHaveTheVectorsThatTheProductIsOf() throws IOException {
        var trained = train(plantedData(), Map.of("epochs", "1"), context());
        var model = (IpInsightsModel) trained.predictor();
        var rows = new TextBatch(List.of("user_3, 23.21.13.9", "\"nobody, really\",10.0.0.1"));
        List<IpInsightsModel.Verbose> answers = model.verbose(rows);
        var first = answers.getFirst();
        float product = 0;
        for (int i = 0; i < 16; i++) {
            product += first.entityEmbedding()[i] * first.ipEmbedding()[i];
        }
        assertThat(first.dotProduct()).isCloseTo(product, within(1e-5f));
        assertThat(((Prediction.Score) model.predict(rows).getFirst()).score()).isEqualTo(first.dotProduct());
    }

    @Test
    void aSavedModelScoresTheSameAndOnnxRuntimeTo1e5() throws IOException, OrtException {
        for (String layers : List.of("0", "1", "3")) {
            var trained = train(plantedData(), Map.of("num_ip_encoder_layers", layers, "epochs", "2"), context());
            Path saved = folder.resolve("model" + layers);
            trained.save(saved);
            var loaded = (IpInsightsModel) ALGORITHM.load(saved);
            var rows =
                    new TextBatch(List.of("user_3,23.21.13.9", "user_4,23.21.13.9", "user_5,99.1.2.3", "new,1.2.3.4"));
            for (int r = 0; r < 4; r++) {
                float before =
                        ((Prediction.Score) trained.predictor().predict(rows).get(r)).score();
                assertThat(((Prediction.Score) loaded.predict(rows).get(r)).score())
                        .isCloseTo(before, within(1e-6f));
            }
            Path file = folder.resolve("model" + layers + ".onnx");
            loaded.writeOnnx(file);
            var environment = OrtEnvironment.getEnvironment();
            try (var session = environment.createSession(file.toString());
                    var input = OnnxTensor.createTensor(environment, loaded.rows(rows));
                    var results = session.run(Map.of("rows", input))) {
                var products =
                        (float[]) results.get("dot_product").orElseThrow().getValue();
                var addresses =
                        (float[][]) results.get("ip_embedding").orElseThrow().getValue();
                for (int r = 0; r < 4; r++) {
                    var ours = loaded.verbose(rows).get(r);
                    assertThat(products[r]).isCloseTo(ours.dotProduct(), within(1e-5f));
                    assertThat(addresses[r]).containsExactly(ours.ipEmbedding(), within(1e-5f));
                }
            }
        }
    }

    @Test
    void theSameSeedAndThreadsGiveTheSameVectors() throws IOException {
        var first = train(plantedData(), Map.of("epochs", "2"), context());
        var second = train(plantedData(), Map.of("epochs", "2"), context());
        // Compiled and interpreted loops may add a product's terms in another order.
        for (String line : List.of("user_3,23.21.13.9", "user_150,1.2.3.4")) {
            assertThat(score(first, line)).isCloseTo(score(second, line), within(1e-3f));
        }
    }

    /** What learning a batch does to the loss, as the slope says: a step against the gradient makes it smaller. */
    @Test
    void lossFallsFromEpochToEpoch() throws IOException {
        var losses = new ArrayList<Double>();
        var context = TrainingContext.builder()
                .threads(1)
                .onMetric(metric -> {
                    if (metric.name().equals("train:log_loss")) {
                        losses.add(metric.value());
                    }
                })
                .build();
        train(plantedData(), Map.of("num_ip_encoder_layers", "2"), context);
        assertThat(losses).hasSize(8);
        assertThat(losses.getFirst()).isLessThan(0.8);
        assertThat(losses.getLast()).isLessThan(0.35).isLessThan(losses.getFirst());
    }

    @Tag("slow")
    @Test
    void negativesOfOneKindAloneAreEnough() throws IOException {
        for (String shuffled : List.of("0", "2")) {
            var settings = Map.of(
                    "shuffled_negative_sampling_rate",
                    shuffled,
                    "random_negative_sampling_rate",
                    shuffled.equals("0") ? "1" : "0");
            var trained = train(plantedData(), settings, context());
            assertThat(trained.metrics().get("validation:discriminator_auc")).isGreaterThan(0.9);
        }
        assertThatThrownBy(() -> train(
                        plantedData(),
                        Map.of("random_negative_sampling_rate", "0", "shuffled_negative_sampling_rate", "0"),
                        context()))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining("at least 1");
    }

    @Test
    void onePairAndStrangeEntitiesAreLearntFrom() throws IOException {
        var trained =
                train(TrainingData.of(csv("\"a,\"\"b\"\"\",255.255.255.255\n\nü, 0.0.0.0\n")), Map.of(), context());
        assertThat(score(trained, "ü,0.0.0.0")).isFinite();
        assertThat(Pair.of("\"a,\"\"b\"\"\",255.255.255.255")).isEqualTo(new Pair("a,\"b\"", -1));
        assertThat(score(train(TrainingData.of(csv("a,1.2.3.4")), Map.of(), context()), "a,1.2.3.4"))
                .isFinite();
    }

    @Test
    void linesThatAreNoPairsAreRefusedWithTheirPlace() {
        for (String bad : List.of(
                "a",
                "a,",
                ",1.2.3.4",
                "a,b,1.2.3.4",
                "a,1.2.3",
                "a,1.2.3.4.5",
                "a,1.2.3.256",
                "a,1..2.3",
                "a,1.2.3.x",
                "a,::1",
                "a,1.2.3.-4",
                "a,1.2.3.99999999999")) {
            assertThatThrownBy(() -> train(TrainingData.of(csv("b,1.2.3.4\n" + bad + "\n")), Map.of(), context()))
                    .as(bad)
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("train.csv, line 2");
        }
        assertThatThrownBy(() -> train(TrainingData.of(csv("\n")), Map.of(), context()))
                .isInstanceOf(BadDataException.class);
        assertThatThrownBy(() -> train(TrainingData.of(csv("a,1.2.3.4")), Map.of("vector_dim", "3"), context()))
                .isInstanceOf(BadHyperparameterException.class);
        assertThatThrownBy(() -> train(TrainingData.of(csv("a,1.2.3.4")), Map.of(), context())
                        .predictor()
                        .predict(DenseBatch.of(new float[][] {{1}})))
                .isInstanceOf(BadDataException.class);
    }

    @Test
    void trainingEndsWhenAskedTo() throws IOException {
        var metrics = new ArrayList<MetricEvent>();
        var context = TrainingContext.builder()
                .threads(1)
                .onMetric(metrics::add)
                .stopWhen(() -> !metrics.isEmpty())
                .build();
        var trained = train(plantedData(), Map.of("epochs", "1000000"), context);
        assertThat(score(trained, "user_1,1.2.3.4")).isFinite();
    }
}
