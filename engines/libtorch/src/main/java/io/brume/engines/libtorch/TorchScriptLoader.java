package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModel;
import io.brume.engines.tensor.TensorModelException;
import io.brume.engines.tensor.TensorModelLoader;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.global.torch;

/** Loads what {@code torch.jit.script} or {@code torch.jit.trace} and {@code save} have written. */
public final class TorchScriptLoader implements TensorModelLoader {

    @Override
    public TensorModel load(Path file) throws TensorModelException {
        TorchScriptFile.check(file, Runtime.getRuntime().maxMemory() / 2); // as much as other models may take
        return DeepThreads.call(() -> read(file));
    }

    private static TensorModel read(Path file) throws TensorModelException {
        LibTorch.load();
        try (var _ = new PointerScope()) {
            // Also what was saved on a GPU comes to this machine's memory.
            JitModule module = torch.load(file.toString(), new DeviceOptional(new Device("cpu")), true);
            if (!module.find_method("forward").has_value()) {
                throw new TensorModelException(file.getFileName() + " holds a module without a method forward.");
            }
            return new TorchScriptModel(module);
        } catch (RuntimeException e) {
            throw new TensorModelException("libtorch cannot load " + file.getFileName() + ": " + Complaint.of(e), e);
        }
    }
}
