package io.brume.learning.serving;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.engines.tensor.TensorModel;
import io.brume.engines.tensor.TensorModelException;
import io.brume.engines.tensor.TensorModelLoader;
import java.nio.file.Path;
import java.util.List;

/** A TorchScript model over rows of numbers: {@code forward} takes one tensor of rows by columns and answers with scores or points. */
final class TorchPredictor implements Predictor {

    private final TensorModel model;

    private TorchPredictor(TensorModel model) {
        this.model = model;
    }

    static TorchPredictor load(TensorModelLoader loader, Path file) throws LoadException {
        try {
            return new TorchPredictor(loader.load(file));
        } catch (TensorModelException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public List<Prediction> predict(Batch batch) {
        DenseBatch rows = Rows.dense(batch, 0);
        try {
            return Rows.predictions(model.run(Rows.values(rows, 0, rows.columns()), rows.rows(), rows.columns()));
        } catch (TensorModelException e) {
            throw new BadDataException("the model does not take these rows: " + e.getMessage()).because(e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
