package io.brume.learning.serving;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model over rows of numbers, by ONNX Runtime: its input is one tensor of rows by columns, or one tensor for each column.
 * A first output of labels and a second of scores, as converters of scikit-learn write them, are a classification; other outputs
 * are scores or points.
 */
final class OnnxPredictor implements Predictor {

    /** ONNX Runtime reads models with more stack than threads have by default, and crashes where it has less. */
    private static final long STACK = 64 << 20;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<NodeInfo> inputs;

    private OnnxPredictor(OrtSession session) throws OrtException {
        this.session = session;
        inputs = List.copyOf(session.getInputInfo().values());
    }

    /** @throws LoadException when it is no model, or none over rows of numbers */
    static OnnxPredictor load(Path file) throws LoadException, InterruptedException {
        var loaded = new CompletableFuture<OnnxPredictor>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        loaded.complete(open(file));
                    } catch (LoadException | RuntimeException | Error e) {
                        loaded.completeExceptionally(e);
                    }
                },
                "onnx",
                STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            return loaded.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LoadException known
                    ? known
                    : new LoadException("ONNX Runtime cannot load " + file.getFileName() + ": " + e.getCause(), e);
        }
    }

    private static OnnxPredictor open(Path file) throws LoadException {
        OrtSession opened = null;
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1); // requests run side by side already
            options.setInterOpNumThreads(1);
            opened = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
            var predictor = new OnnxPredictor(opened);
            for (NodeInfo input : predictor.inputs) {
                if (!(input.getInfo() instanceof TensorInfo tensor) || tensor.getShape().length > 2) {
                    throw new LoadException("The input " + input.getName() + " of " + file.getFileName()
                            + " is no tensor of rows and columns.");
                }
            }
            return predictor;
        } catch (OrtException | LinkageError e) {
            close(opened);
            throw new LoadException("ONNX Runtime cannot load " + file.getFileName() + ": " + e.getMessage(), e);
        } catch (LoadException e) {
            close(opened);
            throw e;
        }
    }

    private static void close(@Nullable OrtSession session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Prediction> predict(Batch batch) {
        DenseBatch rows = Rows.dense(batch, width());
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            feed(rows, tensors);
            try (OrtSession.Result result = session.run(tensors)) {
                return predictions(result, rows.rows());
            }
        } catch (OrtException e) {
            throw new BadDataException("ONNX Runtime does not take these rows: " + e.getMessage()).because(e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /** Columns of the only input; 0 where that is not known. */
    private int width() {
        long[] shape = ((TensorInfo) inputs.getFirst().getInfo()).getShape();
        return inputs.size() > 1 ? inputs.size() : (int) Math.max(0, shape.length < 2 ? 1 : shape[1]);
    }

    private void feed(DenseBatch rows, Map<String, OnnxTensor> tensors) throws OrtException {
        int width = width();
        if (width > 0 && width != rows.columns()) {
            throw new BadDataException("the model takes " + width + " columns, and these rows have " + rows.columns());
        }
        for (int i = 0; i < inputs.size(); i++) {
            NodeInfo input = inputs.get(i);
            boolean all = inputs.size() == 1;
            var tensor = (TensorInfo) input.getInfo();
            float[] values = Rows.values(rows, all ? 0 : i, all ? rows.columns() : 1);
            long[] shape = tensor.getShape().length == 1
                    ? new long[] {rows.rows()}
                    : new long[] {rows.rows(), all ? rows.columns() : 1};
            tensors.put(input.getName(), tensor(tensor.type, values, shape));
        }
    }

    private OnnxTensor tensor(OnnxJavaType type, float[] values, long[] shape) throws OrtException {
        return switch (type) {
            case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
            case DOUBLE -> {
                var doubles = java.nio.DoubleBuffer.allocate(values.length);
                for (float value : values) {
                    doubles.put(value);
                }
                yield OnnxTensor.createTensor(environment, doubles.flip(), shape);
            }
            case INT64 -> {
                var longs = java.nio.LongBuffer.allocate(values.length);
                for (float value : values) {
                    longs.put((long) value);
                }
                yield OnnxTensor.createTensor(environment, longs.flip(), shape);
            }
            default -> throw new BadDataException("the model takes " + type + ", and these rows are numbers");
        };
    }

    private static List<Prediction> predictions(OrtSession.Result result, int rows) throws OrtException {
        OnnxValue first = result.get(0);
        if (result.size() > 1 && first instanceof OnnxTensor labels) {
            float[][] scores = scores(result.get(1), rows);
            if (scores != null) {
                return classified(labels.getValue(), scores);
            }
        }
        float[][] scores = scores(first, rows);
        if (scores != null) {
            return Rows.predictions(scores);
        }
        throw new BadDataException("the model's outputs are no scores of " + rows + " rows");
    }

    private static List<Prediction> classified(Object labels, float[][] scores) {
        List<Prediction> predictions = new ArrayList<>();
        for (int r = 0; r < scores.length; r++) {
            float[] own = scores[r].length == 2 ? new float[] {scores[r][1]} : scores[r];
            predictions.add(
                    switch (labels) {
                        case long[] numbers -> new Prediction.Classified(numbers[r], own);
                        case int[] numbers -> new Prediction.Classified(numbers[r], own);
                        case float[] numbers -> new Prediction.Classified(numbers[r], own);
                        case String[] names -> named(names[r], scores[r]);
                        default ->
                            throw new BadDataException("the model's labels are "
                                    + labels.getClass().getSimpleName());
                    });
        }
        return predictions;
    }

    private static Prediction named(String label, float[] scores) {
        float best = scores[0];
        for (float score : scores) {
            best = Math.max(best, score);
        }
        return new Prediction.Named(List.of(label), new float[] {best});
    }

    /** An output's numbers, a row each; null when it is something else. */
    private static float @Nullable [][] scores(OnnxValue value, int rows) throws OrtException {
        if (value instanceof OnnxSequence sequence) {
            return maps(sequence, rows);
        }
        if (!(value instanceof OnnxTensor tensor)) {
            return null;
        }
        Object numbers = tensor.getValue();
        var scores = new float[rows][];
        switch (numbers) {
            case float[][] many
            when many.length == rows -> {
                return many;
            }
            case double[][] many
            when many.length == rows -> {
                for (int r = 0; r < rows; r++) {
                    scores[r] = new float[many[r].length];
                    for (int c = 0; c < many[r].length; c++) {
                        scores[r][c] = (float) many[r][c];
                    }
                }
            }
            case float[] one
            when one.length == rows -> {
                for (int r = 0; r < rows; r++) {
                    scores[r] = new float[] {one[r]};
                }
            }
            case long[] one
            when one.length == rows -> {
                for (int r = 0; r < rows; r++) {
                    scores[r] = new float[] {one[r]};
                }
            }
            case long[][] many
            when many.length == rows -> {
                for (int r = 0; r < rows; r++) {
                    scores[r] = new float[many[r].length];
                    for (int c = 0; c < many[r].length; c++) {
                        scores[r][c] = many[r][c];
                    }
                }
            }
            default -> {
                return null;
            }
        }
        return scores;
    }

    /** Probabilities by label, as ZipMap makes them. */
    private static float @Nullable [][] maps(OnnxSequence sequence, int rows) throws OrtException {
        List<? extends OnnxValue> values = sequence.getValue();
        if (values.size() != rows) {
            return null;
        }
        var scores = new float[rows][];
        for (int r = 0; r < rows; r++) {
            if (!(values.get(r) instanceof OnnxMap map)) {
                return null;
            }
            List<Float> row = new ArrayList<>();
            map.getValue().values().forEach(score -> row.add(((Number) score).floatValue()));
            scores[r] = new float[row.size()];
            for (int c = 0; c < scores[r].length; c++) {
                scores[r][c] = row.get(c);
            }
        }
        return scores;
    }

    @Override
    public void close() {
        close(session);
    }
}
