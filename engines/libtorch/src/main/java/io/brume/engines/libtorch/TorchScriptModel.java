package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModel;
import io.brume.engines.tensor.TensorModelException;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.Layout;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A module whose {@code forward} takes a tensor of rows by columns. */
final class TorchScriptModel implements TensorModel {

    private final JitModule module;

    /** Keeps a module beyond the scope that it was loaded in. */
    TorchScriptModel(JitModule module) {
        module.eval();
        this.module = module.retainReference();
    }

    @Override
    public float[][] run(float[] values, int rows, int columns) throws TensorModelException {
        return DeepThreads.call(() -> forward(values, rows, columns));
    }

    private float[][] forward(float[] values, int rows, int columns) throws TensorModelException {
        try (var _ = new PointerScope();
                var _ = new InferenceMode(true)) {
            Tensor input = torch.from_blob(new FloatPointer(values), rows, columns);
            return table(firstTensor(module.forward(new IValueVector(new IValue(input)))), rows);
        } catch (RuntimeException e) {
            throw new TensorModelException(Complaint.of(e), e);
        }
    }

    private static Tensor firstTensor(IValue output) throws TensorModelException {
        if (output.isTensor()) {
            return output.toTensor();
        }
        if (output.isTuple()) {
            var elements = output.toTupleRef().elements();
            for (long i = 0; i < elements.size(); i++) {
                if (elements.get(i).isTensor()) {
                    return elements.get(i).toTensor();
                }
            }
        }
        throw new TensorModelException("the model's output is no tensor, and no tuple with one");
    }

    private static float[][] table(Tensor output, int rows) throws TensorModelException {
        long[] shape = output.shape();
        boolean dense = output.layout().intern() == Layout.Strided;
        if (!dense || shape.length < 1 || shape.length > 2 || shape[0] != rows) {
            throw new TensorModelException("the model's output is a " + (dense ? "tensor" : "sparse tensor")
                    + " of shape " + Arrays.toString(shape) + ", which is no row for each of " + rows);
        }
        int width = shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
        var table = new float[rows][width];
        if (width > 0) {
            var numbers =
                    new FloatPointer(output.to(ScalarType.Float).contiguous().data_ptr());
            for (int r = 0; r < rows; r++) {
                numbers.position((long) r * width).get(table[r]);
            }
        }
        return table;
    }

    @Override
    public void close() {
        try {
            DeepThreads.call(() -> {
                module.close();
                return module;
            });
        } catch (TensorModelException e) {
            throw new IllegalStateException(e);
        }
    }
}
