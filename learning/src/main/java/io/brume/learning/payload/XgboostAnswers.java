package io.brume.learning.payload;

import io.brume.algorithms.Prediction;
import io.brume.learning.builtin.ContentTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** XGBoost's image answers with one number a row, or with each class's where the objective is multi:softprob. */
final class XgboostAnswers {

    private final boolean labels;

    /** @param objective null where it is not known */
    XgboostAnswers(@Nullable String objective) {
        labels = objective != null && objective.replace(':', '_').equalsIgnoreCase("multi_softmax");
    }

    Payload write(List<Prediction> predictions, String type, boolean batch) {
        if (type.equals(ContentTypes.CSV)) {
            String separator = batch ? "\n" : ",";
            String text = predictions.stream().map(this::text).collect(Collectors.joining(separator));
            return new Payload(Rendering.bytes(batch ? text + "\n" : text), type);
        }
        var rows = new ArrayList<List<Member>>();
        for (Prediction prediction : predictions) {
            rows.add(List.of(new Member("score", value(prediction))));
        }
        return new Payload(Rendering.write(type, "predictions", rows), type);
    }

    private String text(Prediction prediction) {
        return value(prediction) instanceof float[] scores
                ? Arrays.toString(scores)
                : value(prediction).toString();
    }

    private Object value(Prediction prediction) {
        return switch (prediction) {
            case Prediction.Score one -> one.score();
            case Prediction.Classified one when labels -> one.label();
            case Prediction.Classified one when one.scores().length == 1 -> one.scores()[0];
            case Prediction.Classified one -> one.scores();
            case Prediction.Projected one -> one.values();
            default -> throw new Refused(400, "The model is none of XGBoost's.");
        };
    }
}
