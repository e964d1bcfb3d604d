package io.brume.algorithms.blazingtext;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.RowKernels;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of lines of text: the mean of the vectors of words and word n-grams, and a linear layer over it. Joulin et al.,
 * "Bag of Tricks for Efficient Text Classification", 2017, https://arxiv.org/abs/1607.01759.
 */
public final class TextClassifier implements Predictor {
    private final BlazingTextHyperparameters settings;
    private final WordTable words;
    private final BucketRows buckets;
    private final List<String> labels;
    private final int[] labelCounts;
    private final Matrix input;
    private final Matrix output;
    private final @Nullable LabelTree tree;
    private final int[] outputRows;

    TextClassifier(
            BlazingTextHyperparameters settings,
            WordTable words,
            BucketRows buckets,
            List<String> labels,
            int[] labelCounts,
            Matrix input,
            Matrix output,
            @Nullable LabelTree tree) {
        this.settings = settings;
        this.words = words;
        this.buckets = buckets;
        this.labels = List.copyOf(labels);
        this.labelCounts = labelCounts;
        this.input = input;
        this.output = output;
        this.tree = tree;
        outputRows = new int[output.rows];
        Arrays.setAll(outputRows, output::at);
    }

    static TextClassifier load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(BlazingTextHyperparameters.class);
        WordTable words = WordTable.of(folder.lines("words"));
        List<String> labels = folder.lines("labels");
        if (!(folder.array("buckets").values() instanceof int[] inOrder)
                || !(folder.array("label_counts").values() instanceof int[] counts)
                || counts.length != labels.size()
                || labels.isEmpty()) {
            throw new BadModelException("the arrays buckets and label_counts do not belong to the words and labels");
        }
        var buckets = BucketRows.of(settings.buckets(), Features.wordRows(words), inOrder);
        int columns = settings.vectorDim();
        int rows = Features.wordRows(words) + inOrder.length;
        Matrix input = Matrix.of(folder.floats("input", rows, columns), rows, columns);
        LabelTree tree = folder.property("loss").equals("hierarchical_softmax") ? new LabelTree(counts) : null;
        int outputs = tree == null ? labels.size() : tree.innerNodes();
        Matrix output = Matrix.of(folder.floats("output", outputs, columns), outputs, columns);
        return new TextClassifier(settings, words, buckets, labels, counts, input, output, tree);
    }

    ModelFolder.Writer write(ModelFolder.Writer folder) {
        return folder.hyperparameters(settings)
                .property("loss", tree == null ? "softmax" : "hierarchical_softmax")
                .lines("words", words.words())
                .lines("labels", labels)
                .array("label_counts", Npy.Array.of(labelCounts))
                .array("buckets", Npy.Array.of(buckets.inOrder()))
                .matrix("input", input.values, input.at(0), input.stride, input.rows, input.columns)
                .matrix("output", output.values, output.at(0), output.stride, output.rows, output.columns);
    }

    /** The labels without their prefix, in the order in which they first occurred. */
    public List<String> labels() {
        return labels;
    }

    Matrix input() {
        return input;
    }

    Matrix output() {
        return output;
    }

    /** Null where all labels are scored. */
    @Nullable
    LabelTree tree() {
        return tree;
    }

    /** The most probable label of each line, as SageMaker answers where nothing else is asked for. */
    @Override
    public List<Prediction> predict(Batch rows) {
        return predict(rows, 1);
    }

    /**
     * The k most probable labels of each line and their probabilities. Words that begin with {@code __label__} are words here.
     *
     * @param k at least 1; more than there are labels stands for all
     */
    public List<Prediction> predict(Batch rows, int k) {
        if (!(rows instanceof TextBatch text)) {
            throw new BadDataException("the classifier takes text, and these rows are numbers");
        }
        var predictions = new ArrayList<Prediction>();
        for (String line : text.lines()) {
            predictions.add(predict(line, k));
        }
        return predictions;
    }

    /** See {@link #predict(Batch, int)}. */
    public Prediction.Named predict(String line, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1");
        }
        float[] probabilities = probabilities(line);
        var order = new Integer[probabilities.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(i -> -probabilities[i]));
        int count = Math.min(k, order.length);
        var names = new ArrayList<String>();
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            names.add(labels.get(order[i]));
            values[i] = probabilities[order[i]];
        }
        return new Prediction.Named(List.copyOf(names), values);
    }

    /** The probabilities of all labels, in the order of {@link #labels}. */
    public float[] probabilities(String line) {
        int[] places = rows(line);
        for (int i = 0; i < places.length; i++) {
            places[i] = input.at(places[i]);
        }
        return probabilities(places, 0, places.length);
    }

    /** What the ONNX model takes: the rows of the input matrix that the words and word n-grams of a line have. */
    public int[] rows(String line) {
        return new Features(words, buckets, settings.wordNgrams()).of(line);
    }

    float[] probabilities(int[] places, int from, int to) {
        var hidden = new float[input.stride];
        RowKernels.sum(input.values, places, from, to, hidden, 0, input.stride);
        Kernels.scale(1f / (to - from), hidden, 0, hidden.length);
        var scores = new float[output.rows];
        RowKernels.scores(hidden, 0, output.values, outputRows, output.rows, output.stride, scores);
        if (tree != null) {
            return tree.probabilities(scores);
        }
        Kernels.softmax(scores, 0, scores.length);
        return scores;
    }

    /** Writes the classifier as ONNX, see {@link ClassifierOnnx}. */
    public void writeOnnx(Path file) throws IOException {
        ClassifierOnnx.write(this, file);
    }
}
