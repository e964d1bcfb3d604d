package io.brume.serverless.lambda.runtime;

import io.brume.kernel.resource.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is run of one version of a function.
 *
 * @param revision changes with the code and with the configuration: processes of an older one are not used any more
 * @param runtime as AWS names it, such as {@code nodejs20.x}
 * @param memory in MB
 * @param timeout in seconds
 * @param scratch how large /tmp may become, in MB
 * @param environment the function's own variables
 * @param code the unpacked package
 * @param layers the unpacked layers, the first one below the others
 */
public record Program(
        Scope scope,
        String function,
        String version,
        String revision,
        String runtime,
        String handler,
        int memory,
        int timeout,
        int scratch,
        Map<String, String> environment,
        Path code,
        List<Path> layers,
        String logGroup) {

    public Program {
        environment = Map.copyOf(environment);
        layers = List.copyOf(layers);
    }

    /** Whose processes are alike. */
    String key() {
        return functionKey() + ":" + version + ":" + revision;
    }

    String functionKey() {
        return scope.account() + ":" + scope.region() + ":" + function;
    }
}
