package io.brume.learning.serving;

import io.brume.engines.tensor.TensorModelLoader;
import io.brume.learning.channel.S3Place;
import io.brume.learning.container.Containers;
import io.brume.learning.container.Image;
import io.brume.learning.container.WorkFolder;
import io.brume.learning.platform.Buckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ContainerMode;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.InferenceExecutionMode;

/** Makes models ready. Thread-safe. */
public final class ModelServers {

    /** What a model's only container is called. */
    private static final String PRIMARY = "primary";

    private final Buckets buckets;
    private final Containers containers;
    private final BuiltInModels builtInModels;

    /** @param torchScript what loads TorchScript models, when that part is there */
    public ModelServers(Buckets buckets, Containers containers, Supplier<Optional<TensorModelLoader>> torchScript) {
        this.buckets = buckets;
        this.containers = containers;
        builtInModels = new BuiltInModels(torchScript);
    }

    /**
     * Makes a model ready, which may take minutes.
     *
     * @throws LoadException when it cannot be made ready
     */
    public ModelServer open(DescribeModelResponse model, Place place) throws LoadException, InterruptedException {
        try {
            new WorkFolder(place.folder()).delete(); // what is left of an earlier attempt
            Files.createDirectories(place.folder());
        } catch (IOException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
        List<ContainerDefinition> all = new ArrayList<>();
        if (model.primaryContainer() != null) {
            all.add(model.primaryContainer());
        }
        all.addAll(model.containers());
        if (all.size() == 1) {
            return open(all.getFirst(), host(all.getFirst(), PRIMARY), place);
        }
        boolean direct = model.inferenceExecutionConfig() != null
                && model.inferenceExecutionConfig().mode() == InferenceExecutionMode.DIRECT;
        Map<String, ModelServer> opened = new LinkedHashMap<>();
        try {
            for (int i = 0; i < all.size(); i++) {
                String host = host(all.get(i), "container-" + (i + 1));
                opened.put(host, open(all.get(i), host, place.part("c" + (i + 1))));
            }
        } catch (LoadException | InterruptedException | RuntimeException e) {
            opened.values().forEach(ModelServer::close);
            throw e;
        }
        return new Pipeline(opened, direct);
    }

    /** Whether all of a model lives in this process, where as many calls at once as come can share it. */
    public static boolean isShared(DescribeModelResponse model) {
        return Stream.concat(Stream.ofNullable(model.primaryContainer()), model.containers().stream())
                .allMatch(container -> Image.of(String.valueOf(container.image())) instanceof Image.OfBuiltIn);
    }

    private static String host(ContainerDefinition definition, String otherwise) {
        return definition.containerHostname() == null ? otherwise : definition.containerHostname();
    }

    private ModelServer open(ContainerDefinition definition, String host, Place place)
            throws LoadException, InterruptedException {
        Image image = Image.of(String.valueOf(definition.image()));
        S3Client s3 = buckets.of(place.scope());
        var data = new ModelData(s3, host);
        Map<String, String> environment = new LinkedHashMap<>(definition.environment());
        environment.putAll(place.environment());
        boolean many = definition.mode() == ContainerMode.MULTI_MODEL;
        if (image instanceof Image.OfBuiltIn builtIn) {
            return many
                    ? new ManyModels(
                            (name, number) ->
                                    builtIn(builtIn, host, place, data, environment, definition, name, number),
                            ManyModels.MOST)
                    : builtIn(builtIn, host, place, data, environment, definition);
        }
        check(image);
        var folder = new WorkFolder(place.folder());
        try {
            folder.make();
        } catch (IOException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
        if (!many) {
            data.fetch(definition, folder.model(), ModelData.MOST);
            return ContainerServer.start(containers, image, host, place, environment);
        }
        environment.put("SAGEMAKER_MULTI_MODEL", "true");
        ContainerServer container = ContainerServer.start(containers, image, host, place, environment);
        boolean local = image instanceof Image.OfProgram;
        var models = new ManyModels(
                (name, number) -> {
                    Path files = folder.root()
                            .resolve("models")
                            .resolve(Long.toString(number))
                            .resolve("model");
                    data.archive(below(definition, name), files, ModelData.MOST);
                    return MultiModelContainer.load(
                            container, "m" + number, local ? files.toString() : "/opt/ml/models/" + number + "/model");
                },
                ManyModels.MOST);
        return new Both(models, container);
    }

    private void check(Image image) throws LoadException {
        try {
            containers.check(image);
        } catch (IOException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
    }

    private ModelServer builtIn(
            Image.OfBuiltIn image,
            String host,
            Place place,
            ModelData data,
            Map<String, String> environment,
            ContainerDefinition definition)
            throws LoadException, InterruptedException {
        try {
            data.fetch(definition, place.folder(), BuiltInModels.most());
            return builtInModels.load(image.builtIn(), host, place.folder(), environment);
        } finally {
            new WorkFolder(place.folder()).delete();
        }
    }

    private ModelServer builtIn(
            Image.OfBuiltIn image,
            String host,
            Place place,
            ModelData data,
            Map<String, String> environment,
            ContainerDefinition definition,
            String name,
            long number)
            throws LoadException, InterruptedException {
        Path folder = place.folder().resolve("m" + number);
        try {
            data.archive(below(definition, name), folder, BuiltInModels.most() / 4);
            return builtInModels.load(image.builtIn(), host, folder, environment);
        } finally {
            new WorkFolder(folder).delete();
        }
    }

    private static String below(ContainerDefinition definition, String name) {
        return S3Place.of(String.valueOf(definition.modelDataUrl())).below(name).toString();
    }

    /** Many models and the container that holds them. */
    private record Both(ManyModels models, ContainerServer container) implements ModelServer {

        @Override
        public Answer answer(Call call) throws ModelFailure, InterruptedException {
            return models.answer(call);
        }

        @Override
        public void close() {
            container.close();
        }
    }
}
