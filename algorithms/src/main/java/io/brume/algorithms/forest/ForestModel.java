package io.brume.algorithms.forest;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.forest.GrownTree.FlatTrees;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import io.brume.algorithms.model.OnnxModel;
import io.brume.algorithms.tree.RowScorer;
import io.brume.algorithms.tree.TreeEnsemble;
import io.brume.algorithms.tree.TreeEnsembleBuilder;
import io.brume.algorithms.tree.TreeEnsembleBuilder.Tree;
import io.brume.algorithms.tree.TreeEnsembleOnnx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A forest: the mean of its trees. */
public final class ForestModel implements Predictor {
    /** A property: how many trees there were before the job. */
    static final String BEFORE = "trees_before";

    private final ForestHyperparameters settings;
    private final float[] classes;
    private final int columns;
    private final int outputs;
    private final List<FlatTrees> trees;
    private final TreeEnsemble ensemble;
    private final RowScorer scorer;

    ForestModel(ForestHyperparameters settings, float[] classes, int columns, List<FlatTrees> trees) {
        this.settings = settings;
        this.classes = classes;
        this.columns = columns;
        this.trees = List.copyOf(trees);
        outputs = classes.length > 2 ? classes.length : 1;
        var builder = outputs == 1
                ? TreeEnsembleBuilder.adding(columns, 0f)
                : TreeEnsembleBuilder.addingVectors(columns, outputs);
        for (FlatTrees tree : trees) {
            if (outputs == 1) {
                builder.add(tree.tree(), 0, 1);
            } else {
                builder.add(tree.tree(), tree.values());
            }
        }
        ensemble = builder.build();
        scorer = new RowScorer(columns, outputs, 0, ensemble::score);
    }

    static ForestModel load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(ForestHyperparameters.class);
        float[] classes = settings.classifies() ? folder.floats("classes", -1) : new float[0];
        if (settings.classifies() && classes.length < 2) {
            throw new BadModelException("the forest has fewer than two classes");
        }
        int outputs = classes.length > 2 ? classes.length : 1;
        int[] sizes = ints(folder, "sizes");
        int[] left = ints(folder, "left");
        int[] features = ints(folder, "features");
        float[] thresholds = folder.floats("thresholds", left.length);
        float[] values = outputs == 1 ? new float[0] : folder.floats("values", left.length, outputs);
        if (features.length != left.length || sizes.length == 0) {
            throw new BadModelException("the forest's arrays do not belong together");
        }
        var trees = new ArrayList<FlatTrees>();
        int at = 0;
        for (int size : sizes) {
            if (size < 1 || size > left.length - at) {
                throw new BadModelException("the forest's trees are larger than its arrays");
            }
            int[] children = Arrays.copyOfRange(left, at, at + size);
            var right = new int[size];
            for (int i = 0; i < size; i++) {
                right[i] = children[i] < 0 ? -1 : children[i] + 1;
            }
            var missingLeft = new boolean[size];
            Arrays.fill(missingLeft, true);
            var tree = new Tree(
                    children,
                    right,
                    Arrays.copyOfRange(features, at, at + size),
                    Arrays.copyOfRange(thresholds, at, at + size),
                    missingLeft);
            trees.add(new FlatTrees(
                    tree,
                    outputs == 1 ? new float[0] : Arrays.copyOfRange(values, at * outputs, (at + size) * outputs)));
            at += size;
        }
        return new ForestModel(settings, classes, folder.number("columns"), trees);
    }

    private static int[] ints(ModelFolder folder, String name) throws IOException {
        Npy.Array array = folder.array(name);
        if (array.shape().length != 1 || !(array.values() instanceof int[] values)) {
            throw new BadModelException("the array " + name + " is of another type or shape");
        }
        return values;
    }

    /** All trees in one array each: nodes have their left child's place in their tree, or -1, the right one's is the next. */
    ModelFolder.Writer writer() {
        int nodes = trees.stream().mapToInt(tree -> tree.tree().left().length).reduce(0, Math::addExact);
        var sizes = new int[trees.size()];
        var left = new int[nodes];
        var features = new int[nodes];
        var thresholds = new float[nodes];
        var values = new float[outputs == 1 ? 0 : Math.multiplyExact(nodes, outputs)];
        int at = 0;
        for (int t = 0; t < sizes.length; t++) {
            Tree tree = trees.get(t).tree();
            sizes[t] = tree.left().length;
            System.arraycopy(tree.left(), 0, left, at, sizes[t]);
            System.arraycopy(tree.features(), 0, features, at, sizes[t]);
            System.arraycopy(tree.thresholds(), 0, thresholds, at, sizes[t]);
            if (outputs > 1) {
                System.arraycopy(trees.get(t).values(), 0, values, at * outputs, sizes[t] * outputs);
            }
            at += sizes[t];
        }
        var writer = ModelFolder.of(Forest.NAME)
                .hyperparameters(settings)
                .property("columns", columns)
                .array("sizes", Npy.Array.of(sizes, sizes.length))
                .array("left", Npy.Array.of(left, nodes))
                .array("features", Npy.Array.of(features, nodes))
                .array("thresholds", thresholds, nodes);
        if (settings.classifies()) {
            writer.array("classes", classes, classes.length);
        }
        return outputs == 1 ? writer : writer.array("values", values, nodes, outputs);
    }

    /** The labels of classes, ascending; empty where labels are numbers. */
    public float[] classes() {
        return classes.clone();
    }

    /** Features a row. */
    public int columns() {
        return columns;
    }

    /** Numbers that {@link #answers} has for a row: one a class, but one only for two classes, and one for numbers. */
    public int outputs() {
        return outputs;
    }

    /** The trees, laid out for scoring. */
    public TreeEnsemble ensemble() {
        return ensemble;
    }

    List<FlatTrees> trees() {
        return trees;
    }

    /** The probability of class 1 of two, or of each of several classes, or the number, one row's after the other's. */
    public float[] answers(Batch rows) {
        float[] answers = scorer.score(rows);
        int count = trees.size();
        for (int i = 0; i < answers.length; i++) {
            answers[i] /= count;
        }
        return answers;
    }

    @Override
    public List<Prediction> predict(Batch rows) {
        float[] answers = answers(rows);
        var predictions = new ArrayList<Prediction>(rows.rows());
        for (int r = 0; r < rows.rows(); r++) {
            predictions.add(
                    classes.length == 0
                            ? new Prediction.Score(answers[r])
                            : new Prediction.Classified(
                                    classes[predictedClass(answers, r * outputs, classes.length)],
                                    Arrays.copyOfRange(answers, r * outputs, (r + 1) * outputs)));
        }
        return predictions;
    }

    static int predictedClass(float[] answers, int at, int classes) {
        if (classes == 2) {
            return answers[at] > 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = answers[at + k] > answers[at + best] ? k : best;
        }
        return best;
    }

    /** Writes the forest as ONNX: from {@code features}, a row of floats each, to {@code answers}. */
    public void writeOnnx(Path file) throws IOException {
        var model = new OnnxModel(Forest.NAME).input("features", OnnxModel.Type.FLOAT, -1, columns);
        TreeEnsembleOnnx.node(model, ensemble, "features", "sums")
                .constant("trees", (float) trees.size())
                .node("Div", List.of("sums", "trees"), List.of("answers"))
                .output("answers", OnnxModel.Type.FLOAT, -1, outputs)
                .write(file);
    }
}
