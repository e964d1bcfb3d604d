package io.brume.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code brume install} puts beside the product: a folder of jars for each part. A part gets a class loader of its own when it
 * is first asked for, so one that nobody uses costs nothing, and one that is installed while Brume runs is found. Thread-safe.
 */
final class Parts {

    /** By the part's folder, for all of this JVM: it lets a native library belong to one class loader only. */
    private static final Map<Path, ClassLoader> LOADED = new ConcurrentHashMap<>();

    private final Path folder;

    /** @param folder of the parts' folders; need not exist */
    Parts(Path folder) {
        this.folder = folder;
    }

    /** Where they are unless configuration says otherwise: beside {@code brume.jar}. */
    static Path besideTheProduct() {
        try {
            return Path.of(Parts.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("parts");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A service that a part provides; empty when the part is not installed. */
    <S> Optional<S> find(String part, Class<S> service) {
        ClassLoader loader = LOADED.computeIfAbsent(folder.resolve(part), Parts::load);
        if (loader == null) {
            return Optional.empty();
        }
        try {
            return ServiceLoader.load(service, loader).findFirst();
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "the part " + part + " does not fit this Brume: run `./brume install " + part + "`", e);
        }
    }

    private static @Nullable ClassLoader load(Path part) {
        List<URL> jars = jars(part);
        return jars.isEmpty() ? null : new URLClassLoader(jars.toArray(URL[]::new), Parts.class.getClassLoader());
    }

    private static List<URL> jars(Path part) {
        if (!Files.isDirectory(part)) {
            return List.of();
        }
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".jar")) {
                    jars.add(file.toUri().toURL());
                }
            }
            return jars;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
