package io.brume.learning.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One container to run.
 *
 * @param name unique on this machine, of letters, digits and hyphens
 * @param entrypoint what replaces the image's own; empty for none
 * @param arguments what the program is given, such as {@code train} or {@code serve}
 * @param environment what the contract and the user put there
 * @param folder what it sees as {@code /opt/ml}
 * @param mounts other folders by where the container sees them, for what lies outside of {@code /opt/ml}
 * @param port where what it serves is to be reached on this machine; empty for what serves nothing
 */
public record Contract(
        String name,
        Image image,
        List<String> entrypoint,
        List<String> arguments,
        Map<String, String> environment,
        WorkFolder folder,
        Map<String, Path> mounts,
        OptionalInt port) {

    public Contract {
        entrypoint = List.copyOf(entrypoint);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        mounts = Map.copyOf(mounts);
    }

    /** To train or process: without other mounts and without a port. */
    public static Contract of(
            String name, Image image, List<String> arguments, Map<String, String> environment, WorkFolder folder) {
        return new Contract(name, image, List.of(), arguments, environment, folder, Map.of(), OptionalInt.empty());
    }
}
