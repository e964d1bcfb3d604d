package io.brume.kernel.model.build;

import io.brume.kernel.model.IndexFile;
import io.brume.kernel.model.ServiceModel;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes an index file for every AWS service whose SDK module is on a class path.
 *
 * <p>Run by the build: {@code IndexBuilder <class path> <output folder>}.
 */
public final class IndexBuilder {

    private IndexBuilder() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: IndexBuilder <class path> <output folder>");
        }
        Path output = Path.of(arguments[1]);
        List<ServiceModel> models = build(arguments[0]);
        for (ServiceModel model : models) {
            Path file = output.resolve(IndexFile.resource(model.client()));
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                IndexFile.write(model, out);
            }
        }
        System.out.println("indexed " + models.size() + " services, "
                + models.stream().mapToInt(m -> m.operations().size()).sum() + " operations");
    }

    /**
     * The models of all the services on a class path.
     *
     * @param classPath jars, separated as {@link File#pathSeparator} says; must hold AWS's C2J models too
     */
    public static List<ServiceModel> build(String classPath) throws IOException {
        List<Path> jars = new ArrayList<>();
        Path models = null;
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (path.getFileName().toString().startsWith("aws-java-sdk-models-")) {
                models = path;
            } else if (entry.endsWith(".jar") && Files.isRegularFile(path)) {
                jars.add(path);
            }
        }
        if (models == null) {
            throw new IOException("com.amazonaws:aws-java-sdk-models is not on the class path");
        }
        List<ServiceModel> services = new ArrayList<>();
        try (var c2j = new C2jModels(models)) {
            for (Path jar : jars) {
                for (SdkScanner.Client client : SdkScanner.scan(jar)) {
                    Optional<C2jModels.Model> model = c2j.find(client.serviceId());
                    services.add(client.model(model.orElse(C2jModels.NONE)));
                }
            }
        }
        return services;
    }
}
