package io.brume.learning.container;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.Source;
import io.brume.learning.archive.TarGz;
import io.brume.learning.builtin.BuiltIn;
import io.brume.learning.builtin.ContentTypes;
import io.brume.learning.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The channels of a work folder as a built-in algorithm takes them. */
final class BuiltInChannels {

    /** The channel with a model to train further. */
    private static final String MODEL = "model";

    private final WorkFolder folder;
    private final BuiltIn builtIn;
    private final Map<String, String> hyperparameters;
    private final Map<String, JsonNode> channels;

    BuiltInChannels(WorkFolder folder, BuiltIn builtIn, Map<String, String> hyperparameters) throws IOException {
        this.folder = folder;
        this.builtIn = builtIn;
        this.hyperparameters = hyperparameters;
        channels = Json.read(Files.readString(folder.config().resolve("inputdataconfig.json")))
                .asObject();
    }

    TrainingData data() throws IOException {
        Map<String, Dataset> data = new LinkedHashMap<>();
        for (var channel : channels.entrySet()) {
            if (!channel.getKey().equals(MODEL)) {
                data.put(channel.getKey(), dataset(channel.getKey(), channel.getValue()));
            }
        }
        return TrainingData.of(data);
    }

    private Dataset dataset(String name, JsonNode channel) throws IOException {
        Format format;
        try {
            format = ContentTypes.format(builtIn, text(channel, "ContentType"), hyperparameters);
        } catch (IllegalArgumentException e) {
            throw new BadDataException("Unable to read data channel '" + name + "': " + e.getMessage()).because(e);
        }
        if ("Pipe".equals(text(channel, "TrainingInputMode"))) {
            return Dataset.of(List.of(Source.file(folder.channel(name + "_0"))), format);
        }
        List<Source> files = Source.folder(folder.channel(name));
        if (files.isEmpty()) {
            throw new BadDataException("the channel '" + name + "' has no files");
        }
        return Dataset.of(files, format);
    }

    private static @Nullable String text(JsonNode channel, String member) {
        return channel.field(member).map(JsonNode::text).orElse(null);
    }

    /** The folder of the model that the channel {@code model} holds, unpacked; empty without that channel. */
    Optional<Path> earlierModel() throws IOException {
        if (!channels.containsKey(MODEL)) {
            return Optional.empty();
        }
        Path unpacked = folder.root().resolve("earlier-model");
        try (Stream<Path> files = Files.walk(folder.channel(MODEL))) {
            Path archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new BadModelException("the channel 'model' holds no model.tar.gz"));
            try (var in = Files.newInputStream(archive)) {
                TarGz.unpack(in, unpacked);
            }
        }
        return Optional.of(unpacked);
    }
}
