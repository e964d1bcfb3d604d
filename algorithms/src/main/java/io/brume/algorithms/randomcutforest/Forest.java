package io.brume.algorithms.randomcutforest;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trees, which score together: a row's score is the mean of its collusive displacements, from 0 to the rows of a tree. */
public final class Forest implements Predictor {
    /** Larger numbers could make sums of ranges infinite. */
    private static final float GREATEST = 1e30f;

    private final RandomCutForestHyperparameters settings;
    private final List<CutTree> trees;

    Forest(RandomCutForestHyperparameters settings, List<CutTree> trees) {
        this.settings = settings;
        this.trees = List.copyOf(trees);
    }

    static Forest load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(RandomCutForestHyperparameters.class);
        int columns = settings.featureDim();
        float[] points = folder.floats("points", settings.numTrees(), -1, columns);
        int size = points.length / columns / settings.numTrees();
        float[] cuts = folder.floats("cuts", -1);
        if (!(folder.array("nodes").values() instanceof int[] nodes)
                || !(folder.array("dimensions").values() instanceof int[] dimensions)
                || !(folder.array("masses").values() instanceof int[] masses)
                || nodes.length != settings.numTrees()
                || dimensions.length != cuts.length
                || masses.length != cuts.length
                || size == 0) {
            throw new BadModelException("the arrays nodes, dimensions, masses and cuts do not belong together");
        }
        var trees = new ArrayList<CutTree>();
        int from = 0;
        try {
            for (int tree = 0; tree < nodes.length; tree++) {
                int to = Math.addExact(from, nodes[tree]);
                trees.add(CutTree.of(
                        columns,
                        Arrays.copyOfRange(points, tree * size * columns, (tree + 1) * size * columns),
                        Arrays.copyOfRange(dimensions, from, to),
                        Arrays.copyOfRange(cuts, from, to),
                        Arrays.copyOfRange(masses, from, to)));
                from = to;
            }
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new BadModelException("tree " + trees.size() + " is broken: " + e.getMessage(), e);
        }
        return new Forest(settings, trees);
    }

    ModelFolder.Writer write(ModelFolder.Writer folder) {
        int columns = settings.featureDim();
        int size = trees.getFirst().points().length / columns;
        int total = trees.stream().mapToInt(tree -> tree.masses().length).sum();
        var points = new float[Math.multiplyExact(trees.size() * size, columns)];
        var nodes = new int[trees.size()];
        var dimensions = new int[total];
        var masses = new int[total];
        var cuts = new float[total];
        int from = 0;
        for (int i = 0; i < nodes.length; i++) {
            CutTree tree = trees.get(i);
            System.arraycopy(tree.points(), 0, points, i * size * columns, size * columns);
            nodes[i] = tree.masses().length;
            System.arraycopy(tree.dimensions(), 0, dimensions, from, nodes[i]);
            System.arraycopy(tree.masses(), 0, masses, from, nodes[i]);
            System.arraycopy(tree.cuts(), 0, cuts, from, nodes[i]);
            from += nodes[i];
        }
        return folder.hyperparameters(settings)
                .array("points", points, trees.size(), size, columns)
                .array("nodes", Npy.Array.of(nodes))
                .array("dimensions", Npy.Array.of(dimensions))
                .array("masses", Npy.Array.of(masses))
                .array("cuts", cuts);
    }

    /** A {@link Prediction.Score} for each row: the higher, the more of an anomaly. */
    @Override
    public List<Prediction> predict(Batch rows) {
        var predictions = new ArrayList<Prediction>(rows.rows());
        for (double score : scores(rows)) {
            predictions.add(new Prediction.Score((float) score));
        }
        return predictions;
    }

    /** Tree after tree, so that one at a time has to be in the cache. */
    double[] scores(Batch rows) {
        DenseBatch dense = checked(rows, settings.featureDim(), 0);
        var scores = new double[dense.rows()];
        var scratch = new CutTree.Scratch(settings.featureDim());
        for (CutTree tree : trees) {
            for (int r = 0; r < scores.length; r++) {
                scores[r] += tree.displacement(dense.values(), dense.offset(r), scratch);
            }
        }
        for (int r = 0; r < scores.length; r++) {
            scores[r] /= trees.size();
        }
        return scores;
    }

    /**
     * The rows, dense.
     *
     * @param before how many rows came before them, for messages
     * @throws BadDataException where they are of another width or kind, or hold what is no finite number
     */
    static DenseBatch checked(Batch rows, int columns, long before) {
        if (rows instanceof SparseBatch sparse && sparse.columns() > columns) {
            throw new BadDataException(
                    "the rows have " + sparse.columns() + " features, but feature_dim is " + columns);
        }
        DenseBatch dense = switch (rows) {
            case DenseBatch batch -> batch;
            case SparseBatch batch -> batch.dense(columns);
            case TextBatch text -> throw new BadDataException("the rows are text, and random cut forest takes numbers");
        };
        if (dense.columns() != columns) {
            throw new BadDataException("the rows have " + dense.columns() + " features, but feature_dim is " + columns);
        }
        for (int r = 0; r < dense.rows(); r++) {
            for (int c = 0; c < columns; c++) {
                float value = dense.values()[dense.offset(r) + c];
                if (!(Math.abs(value) <= GREATEST)) {
                    throw new BadDataException("row " + (before + r + 1) + " has " + value + " in column " + (c + 1)
                            + "; numbers have to be from -1e30 to 1e30");
                }
            }
        }
        return dense;
    }
}
