package io.brume.algorithms.ipinsights;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scores pairs of entities and addresses, which come as lines of CSV in a {@link TextBatch}. */
public final class IpInsightsModel implements Predictor {
    private final IpInsightsHyperparameters settings;
    private final Encoder encoder;

    IpInsightsModel(IpInsightsHyperparameters settings, Encoder encoder) {
        this.settings = settings;
        this.encoder = encoder;
    }

    static IpInsightsModel load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(IpInsightsHyperparameters.class);
        int d = settings.vectorDim();
        Rows entities = rows(folder, "entity_buckets");
        var prefixes = new ArrayList<Rows>();
        var vectors = new ArrayList<Adam>();
        for (int length = 0; length < Encoder.LENGTHS; length++) {
            prefixes.add(rows(folder, prefixName(length)));
            vectors.add(new Adam(folder.floats(
                    prefixName(length) + "_vectors", prefixes.getLast().count(), d)));
        }
        var layers = new ArrayList<Adam>();
        for (int layer = 0; layer < settings.numIpEncoderLayers(); layer++) {
            layers.add(new Adam(folder.floats("layer_" + layer, d + 1, d)));
        }
        var entityVectors = new Adam(folder.floats("entity_vectors", entities.count(), d));
        return new IpInsightsModel(
                settings,
                new Encoder(
                        d, entities, List.copyOf(prefixes), entityVectors, List.copyOf(vectors), List.copyOf(layers)));
    }

    private static String prefixName(int length) {
        return "prefix_" + 8 * (length + 1);
    }

    private static Rows rows(ModelFolder folder, String name) throws IOException {
        if (!(folder.array(name).values() instanceof int[] numbers)) {
            throw new BadModelException("the array " + name + " does not hold whole numbers");
        }
        for (int i = 1; i < numbers.length; i++) {
            if (Integer.compareUnsigned(numbers[i - 1], numbers[i]) >= 0) {
                throw new BadModelException("the array " + name + " is not in ascending order");
            }
        }
        return new Rows(numbers);
    }

    ModelFolder.Writer write(ModelFolder.Writer folder) {
        int d = settings.vectorDim();
        folder.hyperparameters(settings)
                .array("entity_buckets", Npy.Array.of(encoder.entities().inOrder()))
                .array(
                        "entity_vectors",
                        encoder.entityVectors().values,
                        encoder.entities().count(),
                        d);
        for (int length = 0; length < Encoder.LENGTHS; length++) {
            Rows rows = encoder.prefixes().get(length);
            folder.array(prefixName(length), Npy.Array.of(rows.inOrder()))
                    .array(
                            prefixName(length) + "_vectors",
                            encoder.prefixVectors().get(length).values,
                            rows.count(),
                            d);
        }
        for (int layer = 0; layer < encoder.layers().size(); layer++) {
            folder.array("layer_" + layer, encoder.layers().get(layer).values, d + 1, d);
        }
        return folder;
    }

    /**
     * What the model says of a pair.
     *
     * @param dotProduct the higher, the better entity and address go together; 0 says nothing
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Verbose(float dotProduct, float[] entityEmbedding, float[] ipEmbedding) {}

    /** A {@link Prediction.Score}, SageMaker's {@code dot_product}, for each line. */
    @Override
    public List<Prediction> predict(Batch rows) {
        var predictions = new ArrayList<Prediction>();
        verbose(rows).forEach(pair -> predictions.add(new Prediction.Score(pair.dotProduct())));
        return predictions;
    }

    /** The same with the vectors of entity and address, as {@code verbose=True} has it. */
    public List<Verbose> verbose(Batch rows) {
        Events events = events(rows);
        var answers = new ArrayList<Verbose>(events.size());
        for (int i = 0; i < events.size(); i++) {
            float[] entity = encoder.entity(events.buckets()[i]);
            float[] address = encoder.address(events.addresses()[i]);
            answers.add(new Verbose(Kernels.dot(entity, address), entity, address));
        }
        return answers;
    }

    private Events events(Batch rows) {
        if (!(rows instanceof TextBatch text)) {
            throw new BadDataException(
                    "the rows are numbers, and IP insights takes lines: an entity, a comma, an address");
        }
        return Events.of(text, settings.numEntityVectors());
    }

    float score(int bucket, int address) {
        return Kernels.dot(encoder.entity(bucket), encoder.address(address));
    }

    Encoder encoder() {
        return encoder;
    }

    /** What the ONNX model takes as {@code rows}, for each line: the rows of the entity and of the address's prefixes. */
    public long[][] rows(Batch lines) {
        Events events = events(lines);
        var rows = new long[events.size()][1 + Encoder.LENGTHS];
        for (int i = 0; i < events.size(); i++) {
            int before = encoder.entities().count();
            rows[i][0] = encoder.entities().of(events.buckets()[i]);
            for (int length = 0; length < Encoder.LENGTHS; length++) {
                rows[i][1 + length] = before + encoder.row(length, events.addresses()[i]);
                before += encoder.prefixes().get(length).count();
            }
        }
        return rows;
    }

    /** Writes the model as ONNX, see {@link IpInsightsOnnx}. */
    public void writeOnnx(Path file) throws IOException {
        IpInsightsOnnx.write(encoder, file);
    }
}
