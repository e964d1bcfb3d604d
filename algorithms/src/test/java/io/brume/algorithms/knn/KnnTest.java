package io.brume.algorithms.knn;

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
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnnTest {
    private static final int ROWS = 2000;
    private static final int COLUMNS = 24;

    @TempDir
    private Path folder;

    private final TrainingContext context =
            TrainingContext.builder().threads(2).seed(1).build();

    /** Twenty clouds; the label is the cloud's number. */
    private static DenseBatch rows(long seed, int count, float away) {
        var centres = new Random(99);
        var random = new Random(seed);
        var means = new float[20][COLUMNS];
        for (float[] mean : means) {
            for (int i = 0; i < COLUMNS; i++) {
                mean[i] = away + 3 * (float) centres.nextGaussian();
            }
        }
        var rows = new float[count][COLUMNS];
        var labels = new float[count];
        for (int r = 0; r < count; r++) {
            int cloud = random.nextInt(20);
            labels[r] = cloud;
            for (int i = 0; i < COLUMNS; i++) {
                rows[r][i] = means[cloud][i] + (float) random.nextGaussian();
            }
        }
        return DenseBatch.of(rows, labels);
    }

    private static KnnHyperparameters settings(String... more) {
        var texts = new HashMap<>(Map.of(
                "feature_dim", "" + COLUMNS, "k", "10", "sample_size", "" + ROWS, "predictor_type", "classifier"));
        for (int i = 0; i < more.length; i += 2) {
            texts.put(more[i], more[i + 1]);
        }
        return Hyperparameters.parse(KnnHyperparameters.class, texts);
    }

    private Trained train(DenseBatch rows, KnnHyperparameters settings) throws IOException {
        var data = TrainingData.of(Dataset.of(rows)).with("test", Dataset.of(rows(2, 300, 0)));
        return new Knn().train(data, settings, context);
    }

    /** How many of the true ten nearest are found. */
    private double recall(Neighbours neighbours, DenseBatch rows, DenseBatch queries, String metric) {
        var found = neighbours.search(queries, 10, context);
        int hits = 0;
        for (int q = 0; q < queries.rows(); q++) {
            int query = q;
            var order = new Integer[rows.rows()];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.comparingDouble(row -> far(queries, query, rows, row, metric)));
            var truth = new HashSet<>(Arrays.asList(order).subList(0, 10));
            for (int j = 0; j < 10; j++) {
                hits += truth.contains(found.rows()[q * 10 + j]) ? 1 : 0;
            }
        }
        return hits / 10.0 / queries.rows();
    }

    private static double far(DenseBatch queries, int q, DenseBatch rows, int r, String metric) {
        int a = queries.offset(q);
        int b = rows.offset(r);
        double dot = Kernels.dot(queries.values(), a, rows.values(), b, COLUMNS);
        return switch (metric) {
            case "L2" -> Kernels.squaredDistance(queries.values(), a, rows.values(), b, COLUMNS);
            case "COSINE" -> -dot / Math.sqrt(Kernels.dot(rows.values(), b, rows.values(), b, COLUMNS));
            default -> -dot;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "faiss.Flat,L2,1",
        "faiss.Flat,INNER_PRODUCT,1",
        "faiss.Flat,COSINE,1",
        "faiss.IVFFlat,L2,0.99",
        "faiss.IVFFlat,INNER_PRODUCT,0.8",
        "faiss.IVFFlat,COSINE,0.99",
        "faiss.IVFPQ,L2,0.3",
        "lucene.HNSW,L2,0.99",
        "lucene.HNSW,INNER_PRODUCT,0.95",
        "lucene.HNSW,COSINE,0.99"
    })
    void theNearestAreFound(String index, String metric, double atLeast) throws IOException {
        DenseBatch rows = rows(1, ROWS, 0);
        Trained trained = train(rows, settings("index_type", index, "index_metric", metric));
        try (var neighbours = (Neighbours) trained.predictor()) {
            // A row in a thousand may change places with its equal in another order of additions.
            assertThat(recall(neighbours, rows, rows(3, 100, 0), metric)).isGreaterThanOrEqualTo(atLeast - 0.001);
        }
        assertThat(trained.metrics().get("test:accuracy")).isGreaterThan(metric.equals("INNER_PRODUCT") ? 0.7 : 0.99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"faiss.Flat", "faiss.IVFFlat", "faiss.IVFPQ", "lucene.HNSW"})
    void aSavedModelSaysTheSame(String index) throws IOException {
        DenseBatch queries = rows(3, 50, 0);
        try (var trained = (Neighbours) trainAndSave(index);
                var loaded = (Neighbours) new Knn().load(folder)) {
            var before = trained.predict(queries);
            var after = loaded.predict(queries);
            for (int q = 0; q < before.size(); q++) {
                var a = (Prediction.Neighboured) before.get(q);
                var b = (Prediction.Neighboured) after.get(q);
                assertThat(b.label()).isEqualTo(a.label());
                assertThat(b.labels()).isEqualTo(a.labels());
                assertThat(b.distances()).isEqualTo(a.distances());
                assertThat(a.distances()).isSorted();
            }
        }
    }

    private io.brume.algorithms.Predictor trainAndSave(String index) throws IOException {
        Trained trained = train(rows(1, ROWS, 0), settings("index_type", index));
        trained.save(folder);
        return trained.predictor();
    }

    /** The squared distance changes by √(2 / target) of itself, one standard deviation. */
    @ParameterizedTest
    @CsvSource({"sign,L2", "fjlt,L2", "sign,COSINE", "fjlt,INNER_PRODUCT"})
    void fewerFeaturesNearlyKeepDistances(String how, String metric) throws IOException {
        var random = new Random(7);
        var rows = new float[100][500];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        var settings = settings(
                "feature_dim",
                "500",
                "k",
                "100",
                "sample_size",
                "100",
                "dimension_reduction_type",
                how,
                "dimension_reduction_target",
                "200",
                "index_metric",
                metric,
                "predictor_type",
                "regressor");
        var trained =
                new Knn().train(TrainingData.of(Dataset.of(DenseBatch.of(rows, new float[100]))), settings, context);
        var neighbours = (Neighbours) trained.predictor();
        var found = neighbours.search(DenseBatch.of(rows), 100, context);
        trained.save(folder);
        var loaded = (Neighbours) new Knn().load(folder);
        // FloatVector.reduceLanes adds in an order that is its own and changes once the code is compiled: for products
        // of 200
        // numbers that are as large as 500 rounding alone may come to 200 * 2^-24 * 500 = 0.006.
        assertThat(loaded.search(DenseBatch.of(rows), 100, context).distances())
                .containsExactly(found.distances(), within(1e-3f));
        if (metric.equals("L2")) {
            double sum = 0;
            for (int i = 0; i < found.rows().length; i++) {
                var a = DenseBatch.of(new float[][] {rows[i / 100], rows[found.rows()[i]]});
                float exact = Kernels.squaredDistance(a.values(), 0, a.values(), a.stride(), 500);
                sum += exact == 0 ? 1 : found.distances()[i] * found.distances()[i] / exact;
                assertThat(Math.pow(found.distances()[i], 2)).isBetween(0.5 * exact, 1.6 * exact);
            }
            assertThat(sum / found.rows().length).isCloseTo(1, within(0.1));
        }
    }

    @Test
    void aRegressorSaysTheMeanAndAClassifierWhatMostSay() throws IOException {
        var rows = DenseBatch.of(new float[][] {{0}, {1}, {2}, {10}}, 5, 7, 7, 1);
        String[] small = {"feature_dim", "1", "k", "3", "sample_size", "4", "predictor_type", "regressor"};
        var regressor = new Knn().train(TrainingData.of(Dataset.of(rows)), settings(small), context);
        var said = (Prediction.Neighboured) regressor
                .predictor()
                .predict(DenseBatch.of(new float[][] {{-1}}))
                .getFirst();
        assertThat(said.label()).isCloseTo(19 / 3f, within(1e-6f));
        assertThat(said.labels()).containsExactly(5, 7, 7);
        assertThat(said.distances()).containsExactly(1, 2, 3);
        small[7] = "classifier";
        var classifier = new Knn().train(TrainingData.of(Dataset.of(rows)), settings(small), context);
        said = (Prediction.Neighboured) classifier
                .predictor()
                .predict(DenseBatch.of(new float[][] {{-1}}))
                .getFirst();
        assertThat(said.label()).isEqualTo(7);
    }

    @Test
    void distancesFarFromTheOriginKeepTheirDigits() throws IOException {
        DenseBatch rows = rows(1, ROWS, 10_000);
        var neighbours = (Neighbours) train(rows, settings()).predictor();
        assertThat(recall(neighbours, rows, rows(3, 100, 10_000), "L2")).isGreaterThan(0.99);
    }

    @Test
    void aSampleIsTaken() throws IOException {
        var neighbours = (Neighbours)
                train(rows(1, ROWS, 0), settings("sample_size", "150")).predictor();
        assertThat(neighbours.rows()).isEqualTo(150);
    }

    @Test
    void allRowsAreLookedAtWhereTheListsHaveTooFew() throws IOException {
        for (String index : new String[] {"faiss.IVFFlat", "faiss.IVFPQ"}) {
            var settings = settings("index_type", index, "faiss_index_ivf_nlists", "300", "k", "1500");
            var said = train(rows(1, ROWS, 0), settings).predictor().predict(rows(3, 5, 0));
            assertThat(((Prediction.Neighboured) said.getFirst()).labels()).hasSize(1500);
        }
    }

    @Test
    void whatCannotBeLearntFromIsRefused() {
        DenseBatch rows = rows(1, ROWS, 0);
        assertThatThrownBy(() -> train(DenseBatch.of(new float[20][COLUMNS]), settings()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("the rows have no labels");
        assertThatThrownBy(() -> train(DenseBatch.of(new float[1][COLUMNS], 1), settings()))
                .hasMessage("there are 1 rows, which cannot be k = 10 neighbours");
        assertThatThrownBy(() ->
                        train(DenseBatch.of(new float[20][COLUMNS], new float[20]), settings("index_metric", "COSINE")))
                .hasMessage("row 1 is all zeros, so it has no direction and no cosine");
        assertThatThrownBy(() -> train(DenseBatch.of(new float[20][3], new float[20]), settings()))
                .hasMessage("the rows have 3 features, not 24");
        rows.labels()[5] = 0.5f;
        assertThatThrownBy(() -> train(rows, settings())).hasMessageContaining("row 6: the label 0.5 is no class");
        rows.labels()[5] = Float.NaN;
        assertThatThrownBy(() -> train(rows, settings())).hasMessage("row 6: the label is NaN");
        rows.labels()[5] = 1;
        rows.values()[rows.offset(7)] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> train(rows, settings())).hasMessage("row 8: feature 0 is Infinity");
    }

    @ParameterizedTest
    @CsvSource({
        "k,2001,k must be at most sample_size",
        "dimension_reduction_target,5,given together",
        "dimension_reduction_type,sign,given together",
        "faiss_index_pq_m,8,belongs to index_type faiss.IVFPQ only",
        "index_type,faiss.IVF,index_type must be one of faiss.Flat"
    })
    void hyperparametersThatDoNotGoTogetherAreRefused(String name, String value, String message) {
        assertThatThrownBy(() -> train(rows(1, ROWS, 0), settings(name, value)))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void productQuantisationTakesOnlyDistances() {
        assertThatThrownBy(
                        () -> train(rows(1, ROWS, 0), settings("index_type", "faiss.IVFPQ", "index_metric", "COSINE")))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining("index_metric must be L2");
        assertThatThrownBy(
                        () -> train(rows(1, ROWS, 0), settings("index_type", "faiss.IVFPQ", "faiss_index_pq_m", "5")))
                .isInstanceOf(BadHyperparameterException.class);
    }

    @Test
    void rowsThatAreAllTheSameAreAllNear() throws IOException {
        for (String index : new String[] {"faiss.Flat", "faiss.IVFFlat", "faiss.IVFPQ", "lucene.HNSW"}) {
            var same = DenseBatch.of(new float[300][COLUMNS], new float[300]);
            var predictor = new Knn()
                    .train(TrainingData.of(Dataset.of(same)), settings("index_type", index), context)
                    .predictor();
            var said = (Prediction.Neighboured)
                    predictor.predict(DenseBatch.of(new float[1][COLUMNS])).getFirst();
            assertThat(said.distances()).as(index).containsOnly(0);
        }
    }
}
