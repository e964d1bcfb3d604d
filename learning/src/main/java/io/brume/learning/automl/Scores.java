package io.brume.learning.automl;

import io.brume.learning.tabular.TableModel.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.model.AutoMLMetricEnum;

/** How good verdicts are, by SageMaker's names of metrics. */
final class Scores {

    private static final Set<AutoMLMetricEnum> LESS_IS_BETTER =
            Set.of(AutoMLMetricEnum.MSE, AutoMLMetricEnum.RMSE, AutoMLMetricEnum.MAE);

    private Scores() {}

    static boolean lessIsBetter(AutoMLMetricEnum metric) {
        return LESS_IS_BETTER.contains(metric);
    }

    /** Which metrics a problem has, the one that is gone by unless another is named first. */
    static List<AutoMLMetricEnum> of(int classes, boolean text) {
        if (classes == 0) {
            return List.of(AutoMLMetricEnum.MSE, AutoMLMetricEnum.RMSE, AutoMLMetricEnum.MAE, AutoMLMetricEnum.R2);
        }
        List<AutoMLMetricEnum> all = new ArrayList<>(List.of(
                AutoMLMetricEnum.ACCURACY,
                AutoMLMetricEnum.BALANCED_ACCURACY,
                AutoMLMetricEnum.F1_MACRO,
                AutoMLMetricEnum.PRECISION_MACRO,
                AutoMLMetricEnum.RECALL_MACRO));
        if (classes == 2) {
            all.addAll(
                    text ? all.size() : 0,
                    List.of(
                            AutoMLMetricEnum.F1,
                            AutoMLMetricEnum.PRECISION,
                            AutoMLMetricEnum.RECALL,
                            AutoMLMetricEnum.AUC));
        }
        return all;
    }

    /** @param goals the numbers that would have been right */
    static Map<AutoMLMetricEnum, Double> regression(List<Verdict> verdicts, List<Double> goals) {
        double square = 0;
        double absolute = 0;
        double mean = goals.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double spread = 0;
        for (int i = 0; i < goals.size(); i++) {
            double error = verdicts.get(i).value() - goals.get(i);
            square += error * error;
            absolute += Math.abs(error);
            spread += (goals.get(i) - mean) * (goals.get(i) - mean);
        }
        Map<AutoMLMetricEnum, Double> all = new EnumMap<>(AutoMLMetricEnum.class);
        all.put(AutoMLMetricEnum.MSE, square / goals.size());
        all.put(AutoMLMetricEnum.RMSE, Math.sqrt(square / goals.size()));
        all.put(AutoMLMetricEnum.MAE, absolute / goals.size());
        all.put(AutoMLMetricEnum.R2, spread == 0 ? 0 : 1 - square / spread);
        return all;
    }

    /** @param goals the places of the labels that would have been right */
    static Map<AutoMLMetricEnum, Double> classification(List<Verdict> verdicts, List<Double> goals, int classes) {
        var right = new double[classes];
        var said = new double[classes];
        var there = new double[classes];
        for (int i = 0; i < goals.size(); i++) {
            int goal = goals.get(i).intValue();
            int verdict = (int) verdicts.get(i).value();
            there[goal]++;
            said[verdict]++;
            right[goal] += goal == verdict ? 1 : 0;
        }
        double precisions = 0;
        double recalls = 0;
        double f1s = 0;
        int present = 0;
        for (int c = 0; c < classes; c++) {
            if (there[c] > 0) {
                present++;
                precisions += ratio(right[c], said[c]);
                recalls += ratio(right[c], there[c]);
                f1s += ratio(2 * right[c], said[c] + there[c]);
            }
        }
        Map<AutoMLMetricEnum, Double> all = new EnumMap<>(AutoMLMetricEnum.class);
        all.put(AutoMLMetricEnum.ACCURACY, Arrays.stream(right).sum() / goals.size());
        all.put(AutoMLMetricEnum.BALANCED_ACCURACY, ratio(recalls, present));
        all.put(AutoMLMetricEnum.F1_MACRO, ratio(f1s, present));
        all.put(AutoMLMetricEnum.PRECISION_MACRO, ratio(precisions, present));
        all.put(AutoMLMetricEnum.RECALL_MACRO, ratio(recalls, present));
        if (classes == 2) {
            all.put(AutoMLMetricEnum.F1, ratio(2 * right[1], said[1] + there[1]));
            all.put(AutoMLMetricEnum.PRECISION, ratio(right[1], said[1]));
            all.put(AutoMLMetricEnum.RECALL, ratio(right[1], there[1]));
            all.put(AutoMLMetricEnum.AUC, auc(verdicts, goals));
        }
        return all;
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    /** How often a row of the second class has a higher probability of it than one of the first; ties count half. */
    private static double auc(List<Verdict> verdicts, List<Double> goals) {
        Integer[] order = new Integer[goals.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> verdicts.get(i).probabilities()[1]));
        double positives = goals.stream().filter(goal -> goal == 1).count();
        double negatives = goals.size() - positives;
        double ranks = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            double probability = verdicts.get(order[from]).probabilities()[1];
            while (to < order.length && verdicts.get(order[to]).probabilities()[1] == probability) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks += goals.get(order[i]) == 1 ? (from + 1 + to) / 2.0 : 0;
            }
            from = to;
        }
        return positives == 0 || negatives == 0
                ? 0.5
                : (ranks - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
