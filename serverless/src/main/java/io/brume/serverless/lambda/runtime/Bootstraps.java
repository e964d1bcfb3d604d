package io.brume.serverless.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The small programs between the Runtime API and a function's handler, as files. */
final class Bootstraps {

    static final String NODE = "bootstrap.js";
    static final String PYTHON = "bootstrap.py";
    static final String JAVA = "java";
    static final String JAVA_MAIN = "io.brume.serverless.lambda.bootstrap.Bootstrap";

    private static final String CLASSES = "io/brume/serverless/lambda/bootstrap/";

    private Bootstraps() {}

    /** Puts them into a folder, in place of those that an earlier version of this server put there. */
    static void copyTo(Path folder) {
        try {
            Files.createDirectories(folder);
            for (String script : List.of(NODE, PYTHON)) {
                try (InputStream in = Objects.requireNonNull(Bootstraps.class.getResourceAsStream(script), script)) {
                    copy(in, folder.resolve(script));
                }
            }
            copyClasses(folder.resolve(JAVA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyClasses(Path folder) throws IOException {
        String main = JAVA_MAIN.replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(Bootstraps.class.getClassLoader().getResource(main), main);
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection inJar) {
            inJar.setUseCaches(false);
            try (JarFile jar = inJar.getJarFile()) {
                for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                    if (entry.getName().startsWith(CLASSES) && entry.getName().endsWith(".class")) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            copy(in, folder.resolve(entry.getName()));
                        }
                    }
                }
            }
            return;
        }
        Path classes = Objects.requireNonNull(
                Path.of(java.net.URI.create(url.toString())).getParent());
        try (Stream<Path> all = Files.list(classes)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                try (InputStream in = Files.newInputStream(file)) {
                    copy(in, folder.resolve(CLASSES).resolve(file.getFileName().toString()));
                }
            }
        }
    }

    private static void copy(InputStream in, Path to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Path temporary = to.resolveSibling(
                to.getFileName() + "." + ProcessHandle.current().pid());
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
