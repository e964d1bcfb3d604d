package io.brume.learning.serving;

import io.brume.kernel.resource.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where a model is made ready, and what for.
 *
 * @param scope whose it is
 * @param name unique on this machine, of letters, digits and hyphens
 * @param folder the model's own, which is deleted with it
 * @param environment what is added to the model's own environment
 * @param startup how long a container may take until it answers its first ping
 * @param patience how long a container may take to answer
 * @param log hears of each line that a container writes
 */
public record Place(
        Scope scope,
        String name,
        Path folder,
        Map<String, String> environment,
        Duration startup,
        Duration patience,
        Consumer<String> log) {

    public Place {
        environment = Map.copyOf(environment);
    }

    /** The same for one of several containers. */
    Place part(String part) {
        return new Place(scope, name + "-" + part, folder.resolve(part), environment, startup, patience, log);
    }
}
