package io.brume.learning.container;

import io.brume.learning.builtin.BuiltIn;
import io.brume.learning.builtin.BuiltIns;
import java.nio.file.Path;
import java.util.Optional;

/** What an image's name means. */
public sealed interface Image {

    String LOCAL = "local://";

    /** One of SageMaker's built-in algorithms. */
    record OfBuiltIn(String name, BuiltIn builtIn) implements Image {}

    /** A program of this machine: {@code local:///path/to/program}. */
    record OfProgram(String name, Path program) implements Image {}

    /** Any other image, for Docker or Podman. */
    record OfContainer(String name) implements Image {}

    String name();

    static Image of(String name) {
        if (name.startsWith(LOCAL)) {
            return new OfProgram(name, Path.of(name.substring(LOCAL.length())));
        }
        Optional<BuiltIn> builtIn = BuiltIns.of(name);
        return builtIn.isPresent() ? new OfBuiltIn(name, builtIn.get()) : new OfContainer(name);
    }
}
