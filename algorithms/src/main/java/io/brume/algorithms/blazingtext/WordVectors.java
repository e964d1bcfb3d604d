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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of words. A word that is not known has the mean of its subwords' vectors, or zeros where no subwords were learnt or
 * none of its own has occurred.
 */
public final class WordVectors implements Predictor {
    private final BlazingTextHyperparameters settings;
    private final WordTable words;
    private final InputRows inputs;
    private final Matrix input;
    private final int[] places;

    WordVectors(BlazingTextHyperparameters settings, WordTable words, InputRows inputs, Matrix input) {
        this.settings = settings;
        this.words = words;
        this.inputs = inputs;
        this.input = input;
        places = inputs.places(input);
    }

    static WordVectors load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(BlazingTextHyperparameters.class);
        WordTable words = WordTable.of(folder.lines("words"));
        if (!(folder.array("buckets").values() instanceof int[] inOrder)) {
            throw new BadModelException("the array buckets does not hold whole numbers");
        }
        var buckets = BucketRows.of(settings.buckets(), words.size(), inOrder);
        int known = buckets.size();
        var inputs = InputRows.of(words, subwords(settings), buckets);
        int rows = words.size() + known;
        float[] vectors = folder.floats("input", rows, settings.vectorDim());
        if (known != inOrder.length || buckets.size() != known) {
            throw new BadModelException("the buckets do not belong to the words");
        }
        return new WordVectors(settings, words, inputs, Matrix.of(vectors, rows, settings.vectorDim()));
    }

    static @Nullable Subwords subwords(BlazingTextHyperparameters settings) {
        return settings.subwords() ? new Subwords(settings.minChar(), settings.maxChar()) : null;
    }

    ModelFolder.Writer write(ModelFolder.Writer folder) {
        return folder.hyperparameters(settings)
                .lines("words", words.words())
                .array("buckets", Npy.Array.of(inputs.buckets().inOrder()))
                .matrix("input", input.values, input.at(0), input.stride, input.rows, input.columns);
    }

    /** Numbers in a vector. */
    public int dimension() {
        return input.columns;
    }

    /** The known words, the most frequent first. */
    public List<String> words() {
        return words.words();
    }

    public boolean knows(String word) {
        return number(word) >= 0;
    }

    private int number(String word) {
        byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
        return words.find(utf8, 0, utf8.length, WordTable.hash(utf8, 0, utf8.length));
    }

    /** A word's vector. */
    public float[] vector(String word) {
        int number = number(word);
        if (number >= 0) {
            return vector(number);
        }
        int[] unknown = inputs.unknown(word.getBytes(StandardCharsets.UTF_8), input);
        return mean(unknown, 0, unknown.length);
    }

    /** The vector of the known word with this number, counted from 0. */
    float[] vector(int word) {
        return mean(places, inputs.from(word), inputs.to(word));
    }

    private float[] mean(int[] rows, int from, int to) {
        var sum = new float[input.stride];
        RowKernels.sum(input.values, rows, from, to, sum, 0, input.stride);
        Kernels.scale(1f / Math.max(1, to - from), sum, 0, input.stride);
        return Arrays.copyOf(sum, input.columns);
    }

    /** The cosine of the angle between two words' vectors; 0 where one of them is zeros. */
    public double similarity(String one, String other) {
        float[] a = vector(one);
        float[] b = vector(other);
        double norms = Math.sqrt((double) Kernels.dot(a, a) * Kernels.dot(b, b));
        return norms == 0 ? 0 : Kernels.dot(a, b) / norms;
    }

    /** A {@link Prediction.Projected} for each line, which is one word. */
    @Override
    public List<Prediction> predict(Batch rows) {
        if (!(rows instanceof TextBatch text)) {
            throw new BadDataException("word vectors are found for words, and these rows are numbers");
        }
        var predictions = new ArrayList<Prediction>();
        for (String word : text.lines()) {
            predictions.add(new Prediction.Projected(vector(word.strip())));
        }
        return predictions;
    }

    /** Writes the vectors of all known words in word2vec's text format: a line with how many and how long, a line each. */
    public void writeText(Path file) throws IOException {
        VectorFiles.text(this, file);
    }

    /** Writes them in word2vec's binary format: little-endian floats after each word. */
    public void writeBinary(Path file) throws IOException {
        VectorFiles.binary(this, file);
    }
}
