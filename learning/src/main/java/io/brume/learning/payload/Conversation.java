package io.brume.learning.payload;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.blazingtext.TextClassifier;
import io.brume.algorithms.blazingtext.WordVectors;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.ipinsights.IpInsightsModel;
import io.brume.learning.builtin.ContentTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one talks to a model of a built-in algorithm: in the content types and documents that SageMaker describes. Thread-safe. */
public final class Conversation {

    /** The variable of a model's environment that says what is answered when the caller does not. */
    private static final String DEFAULT_ACCEPT = "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT";

    private final Predictor model;
    private final Members members;
    private final boolean missing;
    private final String byDefault;
    private final @Nullable XgboostAnswers xgboost;

    /**
     * A conversation.
     *
     * @param repository the built-in algorithm
     * @param missing whether rows may lack values
     * @param objective what XGBoost learnt, such as {@code multi:softmax}; null for other models
     * @param environment the model's
     */
    public Conversation(
            Predictor model,
            String repository,
            boolean missing,
            @Nullable String objective,
            Map<String, String> environment) {
        this.model = model;
        this.missing = missing;
        members = Members.of(repository);
        xgboost = repository.contains("xgboost") ? new XgboostAnswers(objective) : null;
        byDefault = environment.getOrDefault(DEFAULT_ACCEPT, xgboost != null ? ContentTypes.CSV : ContentTypes.JSON);
    }

    /**
     * Answers a request.
     *
     * @param batch whether a batch transform job asks, for which each row's answer stands on a line of its own
     * @throws Refused when it cannot be answered, with the reason
     */
    public Payload answer(byte[] body, @Nullable String contentType, @Nullable String accept, boolean batch) {
        try {
            return switch (model) {
                case TextClassifier classifier ->
                    WordsRequest.answer(classifier, body, contentType, WordsRequest.accept(accept, contentType));
                case WordVectors vectors ->
                    WordsRequest.answer(vectors, body, contentType, WordsRequest.accept(accept, contentType));
                case IpInsightsModel pairs -> PairsRequest.answer(pairs, body, contentType, accept);
                default -> rows(body, contentType, accept, batch);
            };
        } catch (BadDataException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Payload rows(byte[] body, @Nullable String contentType, @Nullable String accept, boolean batch)
            throws IOException {
        Accept wanted = Accept.of(accept, byDefault, Rendering.TYPES);
        List<Batch> batches = NumericRequest.read(body, contentType, missing);
        var predictions = new ArrayList<Prediction>();
        for (Batch rows : batches) {
            predictions.addAll(model.predict(rows));
        }
        if (xgboost != null) {
            return xgboost.write(predictions, wanted.type(), batch);
        }
        var rows = new ArrayList<List<Member>>(predictions.size());
        for (Prediction prediction : predictions) {
            rows.add(members.of(prediction, wanted.verbose()));
        }
        return new Payload(Rendering.write(wanted.type(), members.list(), rows), wanted.type());
    }
}
