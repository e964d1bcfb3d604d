package io.brume.algorithms.xgboost;

import io.brume.algorithms.metric.ConfusionMatrix;
import io.brume.algorithms.metric.ConfusionMatrix.Average;
import io.brume.algorithms.metric.Regression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * What is measured after each round: XGBoost's own metrics, and those that SageMaker's image adds, which take a class as
 * predicted where its probability is above one half or the greatest.
 */
final class RoundMetrics {
    private static final Set<String> XGBOOSTS = Set.of(
            "auc",
            "aucpr",
            "map",
            "ndcg",
            "pre",
            "aft-nloglik",
            "cox-nloglik",
            "error",
            "gamma-deviance",
            "gamma-nloglik",
            "interval-regression-accuracy",
            "logloss",
            "mae",
            "mape",
            "merror",
            "mlogloss",
            "mphe",
            "poisson-nloglik",
            "rmse",
            "rmsle",
            "tweedie-nloglik");
    private static final Set<String> WITH_THRESHOLD = Set.of("error", "ndcg", "map", "pre", "tweedie-nloglik");
    private static final Set<String> OURS = Set.of(
            "accuracy",
            "balanced_accuracy",
            "f1",
            "f1_binary",
            "f1_macro",
            "mse",
            "r2",
            "precision",
            "precision_macro",
            "precision_micro",
            "recall",
            "recall_macro",
            "recall_micro");
    private static final Set<String> OF_CLASSES = Set.of("merror", "mlogloss");
    private static final Set<String> GREATER_IS_BETTER = Set.of(
            "auc",
            "aucpr",
            "map",
            "ndcg",
            "pre",
            "interval-regression-accuracy",
            "accuracy",
            "balanced_accuracy",
            "f1",
            "f1_binary",
            "f1_macro",
            "r2",
            "precision",
            "precision_macro",
            "precision_micro",
            "recall",
            "recall_macro",
            "recall_micro");

    private final Objective objective;
    private final int classes;
    /** XGBoost's own, in their order. */
    final List<String> xgboosts = new ArrayList<>();

    private final List<String> ours = new ArrayList<>();

    RoundMetrics(XgboostHyperparameters settings) {
        objective = settings.objective();
        classes = settings.objective().labels == Objective.Labels.CLASSES ? settings.outputs() : 2;
        for (String name : wanted(settings)) {
            (OURS.contains(name) ? ours : xgboosts).add(name);
        }
    }

    private static Set<String> wanted(XgboostHyperparameters settings) {
        var wanted = new LinkedHashSet<>(settings.evalMetric().orElse(List.of()));
        settings.tuningObjectiveMetric().ifPresent(name -> {
            String metric = name.replaceFirst("^(validation|train):", "");
            // The one to look at comes last, as early stopping asks for it.
            wanted.remove(metric);
            wanted.add(metric);
        });
        return wanted;
    }

    /** Adds a sentence for metrics that there are not, or not for this objective. */
    static void check(XgboostHyperparameters settings, Map<String, String> problems) {
        Objective objective = settings.objective();
        boolean multi = objective.labels == Objective.Labels.CLASSES;
        for (String name : wanted(settings)) {
            String plain = base(name);
            String reason = null;
            if (!XGBOOSTS.contains(plain) && !OURS.contains(plain) || !plain.equals(name) && !threshold(name)) {
                reason = "there is no metric " + name;
            } else if (plain.equals("auc")
                    && !objective.classifies()
                    && !objective.ranks()
                    && !objective.equals(Objective.REG_LOGISTIC)) {
                reason = "auc is for classification and ranking, not for " + objective.written();
            } else if (plain.endsWith("aft-nloglik") && objective != Objective.SURVIVAL_AFT) {
                reason = "aft-nloglik is for survival:aft, not for " + objective.written();
            } else if (OF_CLASSES.contains(plain) && !multi) {
                reason = plain + " is for multi:softmax and multi:softprob, not for " + objective.written();
            } else if (multi && XGBOOSTS.contains(plain) && !OF_CLASSES.contains(plain) && !plain.startsWith("auc")) {
                reason = plain + " is not for " + objective.written() + ": take merror or mlogloss";
            } else if (OURS.contains(plain)
                    && !objective.classifies()
                    && !Set.of("mse", "r2").contains(plain)) {
                reason = plain + " is for classification, not for " + objective.written();
            }
            if (reason != null) {
                problems.putIfAbsent("eval_metric", reason);
            }
        }
    }

    private static String base(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    private static boolean threshold(String name) {
        return WITH_THRESHOLD.contains(base(name))
                && name.substring(name.indexOf('@') + 1).matches("[0-9]{1,9}(\\.[0-9]{1,9})?-?");
    }

    static boolean greaterIsBetter(String metric) {
        return GREATER_IS_BETTER.contains(base(metric.substring(metric.indexOf(':') + 1)));
    }

    /** Names such as {@code validation:auc}, in the order of channels and, within each, of the metrics asked for. */
    Map<String, Double> measure(Booster booster, List<TrainingMatrix> channels, int round) throws XGBoostError {
        var measured = new LinkedHashMap<String, Double>();
        var matrices = channels.stream().map(TrainingMatrix::matrix).toArray(ml.dmlc.xgboost4j.java.DMatrix[]::new);
        var names = channels.stream().map(TrainingMatrix::channel).toArray(String[]::new);
        // [3] <tab> train-rmse:0.5 <tab> validation-rmse:0.6
        for (String part : booster.evalSet(matrices, names, round).split("\t")) {
            int colon = part.lastIndexOf(':');
            int dash = part.indexOf('-');
            if (colon > dash && dash > 0) {
                measured.put(
                        part.substring(0, dash) + ":" + part.substring(dash + 1, colon),
                        Double.valueOf(part.substring(colon + 1)
                                .replace("nan", "NaN")
                                .replace("-NaN", "NaN")
                                .replace("inf", "Infinity")));
            }
        }
        if (!ours.isEmpty()) {
            for (TrainingMatrix channel : channels) {
                ours(booster, channel, measured);
            }
        }
        return measured;
    }

    private void ours(Booster booster, TrainingMatrix channel, Map<String, Double> measured) throws XGBoostError {
        float[] labels = channel.labels();
        float[][] answers = booster.predict(channel.matrix());
        if (!objective.classifies()) {
            var predicted = new float[labels.length];
            for (int i = 0; i < labels.length; i++) {
                predicted[i] = answers[i][0];
            }
            for (String name : ours) {
                measured.put(channel.channel() + ":" + name, error(name, labels, predicted));
            }
            return;
        }
        var matrix = new ConfusionMatrix(classes);
        var predicted = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int of = predictedClass(answers[i]);
            predicted[i] = of;
            matrix.add((int) labels[i], of, 1);
        }
        for (String name : ours) {
            measured.put(
                    channel.channel() + ":" + name,
                    name.equals("mse") || name.equals("r2") ? error(name, labels, predicted) : of(name, matrix));
        }
    }

    private int predictedClass(float[] answer) {
        if (objective == Objective.MULTI_SOFTMAX) {
            return (int) answer[0];
        } else if (objective != Objective.MULTI_SOFTPROB) {
            return answer[0] > (objective == Objective.BINARY_LOGITRAW ? 0f : 0.5f) ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < answer.length; k++) {
            best = answer[k] > answer[best] ? k : best;
        }
        return best;
    }

    private static double error(String name, float[] labels, float[] predicted) {
        return name.equals("mse") ? Regression.mse(labels, predicted) : Regression.r2(labels, predicted);
    }

    private static double of(String name, ConfusionMatrix matrix) {
        return switch (name) {
            // Over single-label rows, micro averages are the accuracy.
            case "accuracy", "precision_micro", "recall_micro" -> matrix.accuracy();
            case "balanced_accuracy", "recall_macro" -> matrix.recall(Average.MACRO);
            case "f1", "f1_macro" -> matrix.fBeta(Average.MACRO, 1);
            case "f1_binary" -> matrix.fBeta(1, 1);
            case "precision" -> matrix.classes() == 2 ? matrix.precision(1) : matrix.precision(Average.MACRO);
            case "precision_macro" -> matrix.precision(Average.MACRO);
            case "recall" -> matrix.classes() == 2 ? matrix.recall(1) : matrix.recall(Average.MACRO);
            default -> throw new IllegalStateException(name);
        };
    }
}
