package io.brume.algorithms.tree;

import io.brume.algorithms.model.OnnxModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trees as ONNX's {@code TreeEnsembleRegressor}, which adds leaves up as we do. */
public final class TreeEnsembleOnnx {
    private final Column treeIds = new Column();
    private final Column nodeIds = new Column();
    private final Column features = new Column();
    private final Column trueIds = new Column();
    private final Column falseIds = new Column();
    private final Column missingTrue = new Column();
    private final Column targetTrees = new Column();
    private final Column targetNodes = new Column();
    private final Column targetIds = new Column();
    private float[] values = new float[64];
    private float[] weights = new float[64];
    private boolean[] leaf = new boolean[64];

    private TreeEnsembleOnnx() {}

    /** Adds a node that makes the outputs of trees from rows of features. */
    public static OnnxModel node(OnnxModel model, TreeEnsemble trees, String rows, String outputs) {
        var onnx = new TreeEnsembleOnnx();
        for (int tree = 0; tree < trees.trees(); tree++) {
            onnx.add(trees, tree);
        }
        return model.node(
                OnnxModel.ML, "TreeEnsembleRegressor", List.of(rows), List.of(outputs), onnx.attributes(trees));
    }

    private void add(TreeEnsemble trees, int tree) {
        int root = trees.roots[tree];
        int end = tree + 1 < trees.roots.length ? trees.roots[tree + 1] : trees.nodes.length;
        for (int at = root; at < end; at += TreeEnsemble.NODE) {
            int node = (at - root) / TreeEnsemble.NODE;
            boolean isLeaf = trees.nodes[at] == TreeEnsemble.LEAF;
            int row = treeIds.size;
            if (row == values.length) {
                values = Arrays.copyOf(values, 2 * row);
                leaf = Arrays.copyOf(leaf, 2 * row);
            }
            treeIds.add(tree);
            nodeIds.add(node);
            leaf[row] = isLeaf;
            features.add(isLeaf ? 0 : trees.nodes[at]);
            values[row] = isLeaf ? 0 : Float.intBitsToFloat(trees.nodes[at + 1]);
            int left = (trees.nodes[at + 2] - root) / TreeEnsemble.NODE;
            trueIds.add(isLeaf ? 0 : left);
            falseIds.add(isLeaf ? 0 : left + 1);
            missingTrue.add(isLeaf ? 0 : trees.nodes[at + 3]);
            if (isLeaf) {
                leaf(trees, tree, node, trees.nodes[at + 1]);
            }
        }
    }

    private void leaf(TreeEnsemble trees, int tree, int node, int bits) {
        if (trees.targets != null) {
            target(tree, node, trees.targets[tree], Float.intBitsToFloat(bits));
            return;
        }
        for (int k = 0; k < trees.outputs; k++) {
            target(tree, node, k, trees.leaves[bits * trees.outputs + k]);
        }
    }

    private void target(int tree, int node, int output, float weight) {
        if (targetIds.size == weights.length) {
            weights = Arrays.copyOf(weights, 2 * weights.length);
        }
        weights[targetIds.size] = weight;
        targetTrees.add(tree);
        targetNodes.add(node);
        targetIds.add(output);
    }

    private Map<String, Object> attributes(TreeEnsemble trees) {
        var modes = new String[treeIds.size];
        for (int i = 0; i < modes.length; i++) {
            modes[i] = leaf[i] ? "LEAF" : "BRANCH_LT";
        }
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("n_targets", (long) trees.outputs);
        attributes.put("aggregate_function", "SUM");
        attributes.put("post_transform", "NONE");
        attributes.put("base_values", trees.base);
        attributes.put("nodes_treeids", treeIds.array());
        attributes.put("nodes_nodeids", nodeIds.array());
        attributes.put("nodes_featureids", features.array());
        attributes.put("nodes_modes", modes);
        attributes.put("nodes_values", Arrays.copyOf(values, treeIds.size));
        attributes.put("nodes_truenodeids", trueIds.array());
        attributes.put("nodes_falsenodeids", falseIds.array());
        attributes.put("nodes_missing_value_tracks_true", missingTrue.array());
        attributes.put("target_treeids", targetTrees.array());
        attributes.put("target_nodeids", targetNodes.array());
        attributes.put("target_ids", targetIds.array());
        attributes.put("target_weights", Arrays.copyOf(weights, targetIds.size));
        return attributes;
    }

    /** Numbers that grow in number. */
    private static final class Column {
        private long[] numbers = new long[64];
        private int size;

        void add(long number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = number;
        }

        long[] array() {
            return Arrays.copyOf(numbers, size);
        }
    }
}
