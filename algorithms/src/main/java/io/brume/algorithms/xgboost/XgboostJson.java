package io.brume.algorithms.xgboost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.tree.TreeEnsembleBuilder.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * XGBoost's JSON model, as far as scoring needs it; https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html. Texts
 * are kept by their path ({@code learner/objective/name}), lists of numbers too, and trees apart.
 */
final class XgboostJson {
    private static final String TREES = "trees";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(-1)
                    .maxNestingDepth(100)
                    .build())
            .build();

    private static final Set<String> WHOLE = Set.of("left_children", "right_children", "split_indices");

    private final Part whole = new Part();
    private final List<Tree> trees = new ArrayList<>();

    private XgboostJson() {}

    /** What an object holds, and those within it, by path. */
    private static final class Part {
        final Map<String, String> texts = new HashMap<>();
        final Map<String, float[]> lists = new HashMap<>();
        final Map<String, int[]> wholeLists = new HashMap<>();

        float[] list(String name) {
            return found(lists.get(name), name);
        }

        int[] wholeList(String name) {
            return found(wholeLists.get(name), name);
        }

        private static <T> T found(@Nullable T list, String name) {
            if (list == null) {
                throw new BadModelException("a part of XGBoost's model lacks " + name);
            }
            return list;
        }
    }

    /** @throws BadModelException where the bytes are not such a model */
    static XgboostJson of(byte[] bytes) throws IOException {
        var model = new XgboostJson();
        try (var json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadModelException("XGBoost's model is not a JSON object");
            }
            model.object(json, "", model.whole);
        } catch (JsonProcessingException e) {
            throw new BadModelException("XGBoost's model is not JSON: " + e.getOriginalMessage(), e);
        }
        return model;
    }

    private void object(JsonParser json, String path, Part into) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            String here = path.isEmpty() ? name : path + "/" + name;
            switch (json.nextToken()) {
                case START_OBJECT -> object(json, here, into);
                case START_ARRAY -> {
                    if (name.equals(TREES)) {
                        trees(json);
                    } else if (WHOLE.contains(name)) {
                        into.wholeLists.put(here, wholeNumbers(json));
                    } else {
                        into.lists.put(here, numbers(json));
                    }
                }
                default -> into.texts.put(here, json.getText());
            }
        }
    }

    private void trees(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new BadModelException("a tree of XGBoost's model is no object");
            }
            var part = new Part();
            object(json, "", part);
            if (!part.texts.getOrDefault("tree_param/size_leaf_vector", "1").matches("[01]")) {
                throw new BadModelException("trees with several numbers a leaf are not scored");
            }
            trees.add(tree(part));
        }
    }

    private static Tree tree(Part part) {
        float[] missing = part.list("default_left");
        var missingLeft = new boolean[missing.length];
        for (int i = 0; i < missing.length; i++) {
            missingLeft[i] = missing[i] != 0;
        }
        float[] thresholds = part.list("split_conditions");
        for (float type : part.lists.getOrDefault("split_type", new float[0])) {
            if (type != 0) {
                throw new BadModelException("splits by categories are not scored");
            }
        }
        if (missingLeft.length != thresholds.length) {
            throw new BadModelException("a tree's arrays are not of the same length");
        }
        return new Tree(
                part.wholeList("left_children"),
                part.wholeList("right_children"),
                part.wholeList("split_indices"),
                thresholds,
                missingLeft);
    }

    private static int[] wholeNumbers(JsonParser json) throws IOException {
        var numbers = new int[16];
        int size = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new BadModelException("a list of whole numbers in XGBoost's model holds something else");
            }
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = json.getIntValue();
        }
        return Arrays.copyOf(numbers, size);
    }

    /** The numbers of a list; what is no number, such as a feature's name, is left out. */
    private static float[] numbers(JsonParser json) throws IOException {
        var numbers = new float[16];
        int size = 0;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            switch (token) {
                case START_ARRAY, START_OBJECT -> depth++;
                case END_ARRAY, END_OBJECT -> depth--;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    if (size == numbers.length) {
                        numbers = Arrays.copyOf(numbers, 2 * size);
                    }
                    numbers[size++] = json.getFloatValue();
                }
                case null -> throw new BadModelException("XGBoost's model is cut off");
                default -> {}
            }
        }
        return Arrays.copyOf(numbers, size);
    }

    List<Tree> trees() {
        return trees;
    }

    boolean has(String path) {
        return whole.texts.containsKey(path);
    }

    /** @throws BadModelException where there is none */
    String text(String path) {
        String text = whole.texts.get(path);
        if (text == null) {
            throw new BadModelException("XGBoost's model lacks " + path);
        }
        return text;
    }

    /** @throws BadModelException where there is none, or it is not a whole number */
    int number(String path) {
        try {
            return Integer.parseInt(text(path));
        } catch (NumberFormatException e) {
            throw new BadModelException("XGBoost's model has no whole number at " + path, e);
        }
    }

    /** @throws BadModelException where there is none */
    float[] list(String path) {
        return whole.list(path);
    }
}
