package io.brume.learning.training;

import io.brume.learning.archive.TarGz;
import io.brume.learning.channel.S3Place;
import io.brume.learning.channel.Store;
import io.brume.learning.container.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.OutputCompressionType;

/** What a training job leaves in S3: {@code model.tar.gz} and, where there is more, {@code output.tar.gz}. */
final class Artifacts {

    private final Store store;
    private final DescribeTrainingJobResponse job;
    private final Hosts hosts;

    Artifacts(Store store, DescribeTrainingJobResponse job, Hosts hosts) {
        this.store = store;
        this.job = job;
        this.hosts = hosts;
    }

    /** @param model the URI of the model; null when there is none */
    record Stored(@Nullable String model) {}

    Stored store() throws IOException {
        S3Place output = S3Place.of(job.outputDataConfig().s3OutputPath())
                .below(job.trainingJobName())
                .below("output");
        Path data = merged(hosts.folders().stream().map(WorkFolder::outputData).toList());
        if (Store.hasFiles(data)) {
            put(output, "output", data);
        }
        Path model = merged(hosts.folders().stream().map(WorkFolder::model).toList());
        return new Stored(Store.hasFiles(model) ? put(output, "model", model) : null);
    }

    private String put(S3Place output, String name, Path folder) throws IOException {
        if (job.outputDataConfig().compressionType() == OutputCompressionType.NONE) {
            S3Place place = output.below(name);
            store.putAll(place, folder);
            return place + "/";
        }
        Path archive = folder.resolveSibling(name + ".tar.gz");
        try (var out = Files.newOutputStream(archive)) {
            TarGz.pack(folder, out);
        }
        S3Place place = output.below(name + ".tar.gz");
        store.put(place, archive);
        return place.toString();
    }

    /** What all hosts wrote, in the first one's folder; of files with the same name, the first host's. */
    private static Path merged(List<Path> folders) throws IOException {
        Path first = folders.getFirst();
        for (Path other : folders.subList(1, folders.size())) {
            try (Stream<Path> files = Files.walk(other)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = first.resolve(other.relativize(file));
                    Files.createDirectories(to.resolveSibling("."));
                    if (!Files.exists(to)) {
                        Files.move(file, to);
                    }
                }
            }
        }
        return first;
    }
}
