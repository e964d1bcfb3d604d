package io.brume.learning.automl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is tried: algorithms with hyperparameters, the most promising first. */
final class Recipes {

    private Recipes() {}

    /** An algorithm by its image's name, and what it is told. */
    record Recipe(String algorithm, Map<String, String> hyperparameters) {
        Recipe {
            hyperparameters = Map.copyOf(hyperparameters);
        }
    }

    /** @param classes how many; 0 for a regression */
    static List<Recipe> tabular(int classes, int count) {
        List<Recipe> all = new ArrayList<>();
        all.add(xgboost(classes, "num_round", "100", "eta", "0.3", "max_depth", "6"));
        all.add(linear(classes));
        all.add(forest(classes, "num_trees", "100"));
        all.add(xgboost(classes, "num_round", "300", "eta", "0.1", "max_depth", "4", "subsample", "0.8"));
        all.add(forest(classes, "num_trees", "300", "min_leaf_size", "5"));
        var random = new Random(count);
        while (all.size() < count) {
            String trees = String.valueOf(50 + 50 * random.nextInt(9));
            all.add(
                    random.nextInt(4) == 0
                            ? forest(
                                    classes,
                                    "num_trees",
                                    trees,
                                    "min_leaf_size",
                                    String.valueOf(1 + random.nextInt(20)))
                            : xgboost(
                                    classes,
                                    "num_round",
                                    trees,
                                    "eta",
                                    String.valueOf(Math.pow(10, -2 + 1.7 * random.nextDouble())),
                                    "max_depth",
                                    String.valueOf(2 + random.nextInt(8)),
                                    "subsample",
                                    String.valueOf(0.5 + 0.5 * random.nextDouble()),
                                    "colsample_bytree",
                                    String.valueOf(0.4 + 0.6 * random.nextDouble()),
                                    "min_child_weight",
                                    String.valueOf(1 + random.nextInt(8))));
        }
        return List.copyOf(all.subList(0, count));
    }

    static List<Recipe> texts(int count) {
        List<Recipe> all = new ArrayList<>();
        all.add(texts("10", "0.05", "50", "1"));
        all.add(texts("25", "0.1", "50", "2"));
        all.add(texts("50", "0.2", "20", "2"));
        var random = new Random(count);
        while (all.size() < count) {
            all.add(texts(
                    String.valueOf(5 + random.nextInt(56)),
                    String.valueOf(Math.pow(10, -2 + 1.5 * random.nextDouble())),
                    String.valueOf(10 + random.nextInt(120)),
                    String.valueOf(1 + random.nextInt(3))));
        }
        return List.copyOf(all.subList(0, count));
    }

    private static Recipe texts(String epochs, String rate, String dimensions, String grams) {
        return new Recipe(
                "blazingtext",
                Map.of(
                        "mode", "supervised",
                        "epochs", epochs,
                        "learning_rate", rate,
                        "vector_dim", dimensions,
                        "word_ngrams", grams,
                        "min_count", "1"));
    }

    private static Recipe xgboost(int classes, String... settings) {
        Map<String, String> all = map(settings);
        all.put("objective", classes == 0 ? "reg:squarederror" : classes == 2 ? "binary:logistic" : "multi:softprob");
        if (classes > 2) {
            all.put("num_class", String.valueOf(classes));
        }
        return new Recipe("xgboost", all);
    }

    private static Recipe linear(int classes) {
        Map<String, String> all = map(
                "predictor_type",
                classes == 0 ? "regressor" : classes == 2 ? "binary_classifier" : "multiclass_classifier",
                "mini_batch_size",
                "100");
        if (classes > 2) {
            all.put("num_classes", String.valueOf(classes));
        }
        return new Recipe("linear-learner", all);
    }

    private static Recipe forest(int classes, String... settings) {
        Map<String, String> all = map(settings);
        all.put("predictor_type", classes == 0 ? "regressor" : "classifier");
        return new Recipe("random-forest", all);
    }

    private static Map<String, String> map(String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }
}
