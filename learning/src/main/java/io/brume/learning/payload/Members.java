package io.brume.learning.payload;

import io.brume.algorithms.Prediction;
import java.util.List;
import java.util.Map;

/**
 * What each built-in algorithm calls the things that it says, as SageMaker documents them.
 *
 * @param list the JSON document's list of rows
 * @param score what a number is called
 * @param point what a vector is called
 * @param wholeLabels whether labels that are whole numbers are written so
 */
record Members(String list, String score, String point, boolean wholeLabels) {

    private static final Members USUAL = new Members("predictions", "score", "projection", true);

    private static final Map<String, Members> BY_REPOSITORY = Map.of(
            "pca", new Members("projections", "score", "projection", false),
            "lda", new Members("predictions", "score", "topic_mixture", false),
            "randomcutforest", new Members("scores", "score", "projection", false),
            "ipinsights", new Members("predictions", "dot_product", "projection", false),
            "knn", new Members("predictions", "score", "projection", false));

    static Members of(String repository) {
        return BY_REPOSITORY.getOrDefault(repository, USUAL);
    }

    /** What is said of one row. */
    List<Member> of(Prediction prediction, boolean verbose) {
        return switch (prediction) {
            case Prediction.Score one -> List.of(new Member(score, one.score()));
            case Prediction.Classified one ->
                List.of(
                        new Member("score", one.scores().length == 1 ? (Object) one.scores()[0] : one.scores()),
                        new Member("predicted_label", label(one.label())));
            case Prediction.Clustered one ->
                List.of(
                        new Member("closest_cluster", (float) one.cluster()),
                        new Member("distance_to_cluster", one.distance()));
            case Prediction.Projected one -> List.of(new Member(point, one.values()));
            case Prediction.Neighboured one ->
                verbose
                        ? List.of(
                                new Member("predicted_label", label(one.label())),
                                new Member("distances", one.distances()),
                                new Member("labels", one.labels()))
                        : List.of(new Member("predicted_label", label(one.label())));
            case Prediction.Named one ->
                List.of(
                        new Member("label", one.labels().toArray(String[]::new)),
                        new Member("prob", one.probabilities()));
        };
    }

    private Object label(float label) {
        return wholeLabels && label == (int) label ? (Object) (int) label : (Object) label;
    }
}
