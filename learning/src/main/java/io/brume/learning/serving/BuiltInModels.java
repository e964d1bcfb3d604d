package io.brume.learning.serving;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Predictor;
import io.brume.engines.tensor.TensorModelLoader;
import io.brume.learning.builtin.BuiltIn;
import io.brume.learning.payload.Conversation;
import io.brume.learning.platform.Json;
import io.brume.learning.tabular.Table;
import io.brume.learning.tabular.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Loads models of built-in algorithms, and ONNX and TorchScript models in their place. */
final class BuiltInModels {

    private static final String MODEL = "model.json";

    private final Supplier<Optional<TensorModelLoader>> torchScript;

    /** @param torchScript what loads TorchScript models, when that part is there */
    BuiltInModels(Supplier<Optional<TensorModelLoader>> torchScript) {
        this.torchScript = torchScript;
    }

    /** How large a model's files may be, since it lives in this process's heap. */
    static long most() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /**
     * Makes a model ready.
     *
     * @param folder with its files; not needed any more when this returns
     */
    ModelServer load(BuiltIn builtIn, String container, Path folder, Map<String, String> environment)
            throws LoadException, InterruptedException {
        try {
            if (Files.isRegularFile(folder.resolve(Table.FILE))) {
                Table table = Table.load(folder);
                Predictor learnt = builtIn.algorithm().load(folder.resolve("model"));
                return new TableServer(container, new TableModel(table, learnt), environment);
            }
            Predictor foreign = foreign(container, folder);
            Predictor model = foreign == null ? builtIn.algorithm().load(folder) : foreign;
            var conversation = new Conversation(
                    model,
                    builtIn.repository(),
                    foreign != null || builtIn.missingValues(),
                    foreign == null ? objective(folder) : null,
                    environment);
            return new BuiltInServer(container, model, conversation);
        } catch (BadModelException | BadHyperparameterException e) {
            throw bad(container, e);
        } catch (LoadException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw bad(container, e);
        }
    }

    private static LoadException bad(String container, Throwable e) {
        return new LoadException(
                "The model data for container \"" + container + "\" cannot be loaded: "
                        + (e instanceof OutOfMemoryError ? "it is too large for this server's memory" : e.getMessage()),
                e);
    }

    /** A model of others that is there instead of one of ours; null when there is none. */
    private @Nullable Predictor foreign(String container, Path folder) throws IOException, InterruptedException {
        if (Files.isRegularFile(folder.resolve(MODEL))) {
            return null;
        }
        Path onnx = first(folder, ".onnx");
        if (onnx != null) {
            return OnnxPredictor.load(onnx);
        }
        Path torch = first(folder, ".pt", ".pth");
        return torch == null ? null : TorchPredictor.load(torchScript(container, torch), torch);
    }

    private TensorModelLoader torchScript(String container, Path file) throws LoadException {
        return torchScript
                .get()
                .orElseThrow(
                        () -> new LoadException(
                                "The model data for container \"" + container + "\" is TorchScript ("
                                        + file.getFileName()
                                        + "), which needs the part libtorch: run `./brume install libtorch` and create the endpoint again."
                                        + " Or export the model with torch.onnx.export and put the ONNX file into model.tar.gz."));
    }

    /** The first file with one of these endings; null when there is none. */
    private static @Nullable Path first(Path folder, String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }

    private static @Nullable String objective(Path folder) throws IOException {
        Path file = folder.resolve(MODEL);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        return Json.read(Files.readString(file))
                .field("hyperparameters")
                .flatMap(section -> section.field("objective"))
                .map(JsonNode::text)
                .orElse(null);
    }
}
