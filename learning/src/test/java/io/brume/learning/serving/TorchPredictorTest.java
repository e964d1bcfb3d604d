package io.brume.learning.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.data.DenseBatch;
import io.brume.engines.tensor.TensorModel;
import io.brume.engines.tensor.TensorModelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchPredictorTest {

    private static final Path FILE = Path.of("model.pt");

    /** Answers with so many sums of each row. */
    private record Sums(int width) implements TensorModel {
        @Override
        public float[][] run(float[] values, int rows, int columns) throws TensorModelException {
            if (columns > 20) {
                throw new TensorModelException("20 columns at most");
            }
            var sums = new float[rows][width];
            for (int i = 0; i < values.length; i++) {
                for (int c = 0; c < width; c++) {
                    sums[i / columns][c] += values[i];
                }
            }
            return sums;
        }

        @Override
        public void close() {}
    }

    @Test
    void oneNumberARowIsAScoreAndMoreAreAPoint() throws LoadException {
        DenseBatch rows =
                DenseBatch.of(new float[][] {new float[17], {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 1, 1, 1, 1, 1}});

        assertThat(TorchPredictor.load(_ -> new Sums(1), FILE).predict(rows))
                .isEqualTo(List.of(new Prediction.Score(0), new Prediction.Score(53)));
        assertThat(TorchPredictor.load(_ -> new Sums(2), FILE).predict(rows))
                .map(point -> ((Prediction.Projected) point).values())
                .containsExactly(new float[] {0, 0}, new float[] {53, 53});
    }

    @Test
    void whatTheModelSaysOfRowsAndFilesIsTold() throws LoadException {
        TorchPredictor predictor = TorchPredictor.load(_ -> new Sums(1), FILE);
        assertThatThrownBy(() -> predictor.predict(DenseBatch.of(new float[1][21])))
                .isInstanceOf(BadDataException.class)
                .hasMessage("the model does not take these rows: 20 columns at most");
        assertThatThrownBy(() -> TorchPredictor.load(
                        _ -> {
                            throw new TensorModelException("model.pt is broken");
                        },
                        FILE))
                .isInstanceOf(LoadException.class)
                .hasMessage("model.pt is broken");
    }
}
