package io.brume.learning.training;

import io.brume.learning.container.Containers;
import io.brume.learning.container.Contract;
import io.brume.learning.container.Group;
import io.brume.learning.container.Image;
import io.brume.learning.container.WorkFolder;
import io.brume.learning.platform.JobKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/**
 * The hosts of a training job, which are all this machine: a container and a work folder each. A built-in algorithm has one
 * host, whatever the number of instances, and gets all the data.
 */
final class Hosts implements AutoCloseable {

    private final DescribeTrainingJobResponse job;
    private final JobKey key;
    private final Image image;
    private final Path folder;
    private final List<String> names;
    private final Group running = new Group();

    Hosts(DescribeTrainingJobResponse job, JobKey key, Image image, Path folder) {
        this.job = job;
        this.key = key;
        this.image = image;
        this.folder = folder;
        Integer count =
                job.resourceConfig() == null ? null : job.resourceConfig().instanceCount();
        int hosts = count == null || image instanceof Image.OfBuiltIn ? 1 : Math.max(1, count);
        names = IntStream.rangeClosed(1, hosts).mapToObj(i -> "algo-" + i).toList();
    }

    List<String> names() {
        return names;
    }

    WorkFolder folder(String host) {
        return new WorkFolder(folder.resolve(host));
    }

    List<WorkFolder> folders() {
        return names.stream().map(this::folder).toList();
    }

    /** Writes what the contract has in {@code input/config}. */
    void configure(String host, Map<String, Object> channels) throws IOException {
        WorkFolder at = folder(host);
        at.configure("hyperparameters.json", job.hyperParameters());
        at.configure("inputdataconfig.json", channels);
        Map<String, Object> resources = new LinkedHashMap<>();
        resources.put("current_host", host);
        String type = job.resourceConfig() == null ? null : job.resourceConfig().instanceTypeAsString();
        String instance = type == null ? "local" : type;
        resources.put("current_instance_type", instance);
        resources.put("current_group_name", "homogeneousCluster");
        resources.put("hosts", names);
        resources.put(
                "instance_groups",
                List.of(Map.of(
                        "instance_group_name", "homogeneousCluster", "instance_type", instance, "hosts", names)));
        resources.put("network_interface_name", "eth0");
        at.configure("resourceconfig.json", resources);
    }

    /** @param output hears of each line, with the host that wrote it */
    void start(Containers containers, BiConsumer<String, String> output) throws IOException {
        var algorithm = job.algorithmSpecification();
        for (String host : names) {
            WorkFolder at = folder(host);
            List<String> arguments =
                    algorithm.hasContainerArguments() ? algorithm.containerArguments() : List.of("train");
            var contract = new Contract(
                    "brume-" + key.fileName() + "-" + host,
                    image,
                    algorithm.containerEntrypoint(),
                    arguments,
                    Environment.of(job, key, image, host, names, at),
                    at,
                    mounts(at),
                    java.util.OptionalInt.empty());
            running.add(containers.start(contract, line -> output.accept(host, line)));
        }
    }

    /** Checkpoints may lie outside of {@code /opt/ml}. */
    private Map<String, Path> mounts(WorkFolder at) {
        String local =
                job.checkpointConfig() == null ? null : job.checkpointConfig().localPath();
        return local == null || local.equals(Environment.CHECKPOINTS) ? Map.of() : Map.of(local, at.checkpoints());
    }

    Group containers() {
        return running;
    }

    @Override
    public void close() {
        running.close();
    }
}
