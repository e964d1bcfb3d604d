package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModel;
import io.brume.engines.tensor.TensorModelException;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.Layout;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A module whose {@code forward} takes a tensor of rows by columns. */
final class TorchScriptModel implements TensorModel {

    private final JitModule module;

    /** Keeps a module beyond the scope that it was loaded in. */
    TorchScriptModel(JitModule module) {
        module.eval();
        // Nothing is learnt here. Inference mode would be the thread's, and a virtual thread changes its thread between
        // calls.
        var parameters = module.parameters();
        for (var at = parameters.begin(); !at.equals(parameters.end()); at.increment()) {
            var _ = at.access().set_requires_grad(false);
        }
        this.module = module.retainReference();
    }

    @Override
    public float[][] run(float[] values, int rows, int columns) throws TensorModelException {
        try (var _ = new PointerScope()) {
            var input = new IValueVector(new IValue(Tensor.create(values, rows, columns)));
            return table(firstTensor(module.forward(input)), rows);
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
        if (shape.length < 1 || shape.length > 2 || shape[0] != rows || output.layout() != Layout.Strided) {
            throw new TensorModelException(
                    "the model's output is " + described(output, shape) + ", and no row for each of " + rows + " rows");
        }
        int width = shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
        var table = new float[rows][width];
        if (rows * width > 0) {
            FloatBuffer numbers =
                    output.detach().to(ScalarType.Float).contiguous().createBuffer();
            for (float[] row : table) {
                numbers.get(row);
            }
        }
        return table;
    }

    private static String described(Tensor output, long[] shape) {
        return output.layout() == Layout.Strided
                ? "a tensor of shape " + java.util.Arrays.toString(shape)
                : "a sparse tensor";
    }

    @Override
    public void close() {
        module.close();
    }
}
