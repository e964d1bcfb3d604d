package io.brume.learning.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What models answer, in the words of each algorithm's documentation. */
class ConversationTest {

    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";

    private static Conversation with(String repository, @Nullable String objective, Prediction prediction) {
        return with(repository, objective, prediction, Map.of());
    }

    /** A model that says the same of every row. */
    private static Conversation with(
            String repository, @Nullable String objective, Prediction prediction, Map<String, String> environment) {
        Predictor model = new Predictor() {
            @Override
            public List<Prediction> predict(Batch rows) {
                return Collections.nCopies(rows.rows(), prediction);
            }
        };
        return new Conversation(model, repository, false, objective, environment);
    }

    private static String ask(Conversation conversation, String body, @Nullable String accept) {
        return text(conversation.answer(body.getBytes(StandardCharsets.UTF_8), CSV, accept, false));
    }

    private static String text(Payload payload) {
        return new String(payload.body(), StandardCharsets.UTF_8);
    }

    @Test
    void eachAlgorithmAnswersInItsOwnWords() {
        assertThat(ask(with("linear-learner", null, new Prediction.Score(0.5f)), "1", null))
                .isEqualTo("{\"predictions\": [{\"score\": 0.5}]}");
        assertThat(ask(
                        with("linear-learner", null, new Prediction.Classified(2, new float[] {0.1f, 0.2f, 0.7f})),
                        "1",
                        null))
                .isEqualTo("{\"predictions\": [{\"score\": [0.1, 0.2, 0.7], \"predicted_label\": 2}]}");
        assertThat(ask(with("kmeans", null, new Prediction.Clustered(1, 3)), "1", null))
                .isEqualTo("{\"predictions\": [{\"closest_cluster\": 1.0, \"distance_to_cluster\": 3.0}]}");
        assertThat(ask(with("pca", null, new Prediction.Projected(new float[] {1, 2})), "1", null))
                .isEqualTo("{\"projections\": [{\"projection\": [1.0, 2.0]}]}");
        assertThat(ask(with("lda", null, new Prediction.Projected(new float[] {1, 0})), "1", null))
                .isEqualTo("{\"predictions\": [{\"topic_mixture\": [1.0, 0.0]}]}");
        assertThat(ask(with("randomcutforest", null, new Prediction.Score(0.02f)), "1\n2", null))
                .isEqualTo("{\"scores\": [{\"score\": 0.02}, {\"score\": 0.02}]}");
        var neighbours = with(
                "knn", null, new Prediction.Neighboured(1, new float[] {1, 0}, new float[] {0.5f, 2}));
        assertThat(ask(neighbours, "1", JSON)).isEqualTo("{\"predictions\": [{\"predicted_label\": 1.0}]}");
        assertThat(ask(neighbours, "1", JSON + "; verbose=true"))
                .isEqualTo("{\"predictions\": [{\"predicted_label\": 1.0, \"distances\": [0.5, 2.0], \"labels\": [1.0,"
                        + " 0.0]}]}");
    }

    @Test
    void xgboostAnswersWithNumbersBetweenCommas() {
        var binary = with("sagemaker-xgboost", "binary:logistic", new Prediction.Classified(1, new float[] {0.75f}));
        assertThat(ask(binary, "1\n2", null)).isEqualTo("0.75,0.75");
        assertThat(ask(binary, "1", JSON)).isEqualTo("{\"predictions\": [{\"score\": 0.75}]}");
        byte[] two = "1\n2".getBytes(StandardCharsets.UTF_8);
        assertThat(text(binary.answer(two, CSV, null, true))).isEqualTo("0.75\n0.75\n");
        var three = new Prediction.Classified(1, new float[] {0.25f, 0.5f, 0.25f});
        assertThat(ask(with("xgboost", "multi:softmax", three), "1", null)).isEqualTo("1.0");
        assertThat(ask(with("xgboost", "multi:softprob", three), "1", null)).isEqualTo("[0.25, 0.5, 0.25]");
    }

    @Test
    void theEnvironmentMayNameTheUsualAnswer() {
        var environment = Map.of("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "application/jsonlines");
        assertThat(ask(with("kmeans", null, new Prediction.Score(1), environment), "1", null))
                .isEqualTo("{\"score\": 1.0}\n");
    }

    @Test
    void whatIsNoRequestIsRefused() {
        var model = with("kmeans", null, new Prediction.Score(1));
        assertThatThrownBy(() -> model.answer(new byte[] {0x1f, (byte) 0x8b, 8}, CSV, null, false))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("gzip");
        for (String bad : List.of("", "[]", "{}", "{\"instances\": 1}", "{\"instances\": []}", "{\"instances\": [1]}")) {
            assertThatThrownBy(() -> model.answer(bad.getBytes(StandardCharsets.UTF_8), JSON, null, false))
                    .isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> model.answer(new byte[1], null, null, false))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.status()).isEqualTo(415));
    }
}
