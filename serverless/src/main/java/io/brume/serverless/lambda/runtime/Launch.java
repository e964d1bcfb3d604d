package io.brume.serverless.lambda.runtime;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a runtime's process is started here.
 *
 * @param environment beside the variables that all runtimes have
 * @param banner what the log says of what runs it
 */
record Launch(List<String> command, Map<String, String> environment, String banner) {

    private static final Pattern NAME = Pattern.compile("(nodejs|python|java|provided)([0-9.]*).*");

    /** A runtime that cannot be run here, with a sentence that says what to do. */
    static final class MissingRuntime extends Exception {
        private static final long serialVersionUID = 1L;

        MissingRuntime(String message) {
            super(message, null, false, false);
        }
    }

    static Launch of(Program program, Sandbox.Places places, Machine machine) throws MissingRuntime {
        Matcher name = NAME.matcher(program.runtime());
        if (!name.matches()) {
            throw new MissingRuntime(
                    "The runtime " + program.runtime() + " is none of nodejs, python, java and provided.");
        }
        String version = name.group(2);
        return switch (name.group(1)) {
            case "nodejs" -> node(program, version, places, machine);
            case "python" -> python(program, version, places, machine);
            case "java" -> java(program, version, places);
            default -> provided(places);
        };
    }

    private static String banner(Program program, String language, String wanted, Machine.Interpreter has) {
        String banner = "INIT_START Runtime Version: " + program.runtime() + " on " + language + " " + has.version();
        boolean same = (has.version() + ".").startsWith(wanted.endsWith(".") ? wanted : wanted + ".");
        return same || wanted.isEmpty() ? banner : banner + ", which is what this machine has for " + program.runtime();
    }

    private static Launch node(Program program, String version, Sandbox.Places places, Machine machine)
            throws MissingRuntime {
        Machine.Interpreter node = machine.node()
                .orElseThrow(() -> new MissingRuntime(
                        "This machine has no Node.js: install it so that `node` is on the PATH of the server."));
        String major = version.replace(".", "");
        List<String> modules = new ArrayList<>();
        modules.addAll(places.inLayers("nodejs/node" + major + "/node_modules"));
        modules.addAll(places.inLayers("nodejs/node_modules"));
        modules.addAll(machine.nodeModules());
        modules.add(places.task());
        return new Launch(
                List.of(
                        node.program().toString(),
                        "--max-old-space-size=" + Math.max(64, program.memory()),
                        places.runtime() + "/" + Bootstraps.NODE),
                Map.of("NODE_PATH", String.join(File.pathSeparator, modules)),
                banner(program, "Node.js", version.replace(".", ""), node));
    }

    private static Launch python(Program program, String version, Sandbox.Places places, Machine machine)
            throws MissingRuntime {
        Machine.Interpreter python = machine.python(version)
                .orElseThrow(() -> new MissingRuntime(
                        "This machine has no Python 3: install it so that `python3` is on the PATH of the server."));
        List<String> path = new ArrayList<>();
        path.addAll(places.inLayers("python"));
        path.addAll(places.inLayers("python/lib/python" + version + "/site-packages"));
        return new Launch(
                List.of(python.program().toString(), "-u", places.runtime() + "/" + Bootstraps.PYTHON),
                Map.of("PYTHONPATH", String.join(File.pathSeparator, path), "PYTHONDONTWRITEBYTECODE", "1"),
                banner(program, "Python", version, python));
    }

    private static Launch java(Program program, String version, Sandbox.Places places) {
        Machine.Interpreter java = Machine.java();
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "BRUME_LAYERS", places.inLayers("java/lib").stream().collect(Collectors.joining(File.pathSeparator)));
        return new Launch(
                List.of(
                        java.program().toString(),
                        "-Xmx" + Math.max(32, program.memory() * 3 / 4) + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        places.runtime() + "/" + Bootstraps.JAVA,
                        Bootstraps.JAVA_MAIN),
                environment,
                banner(program, "Java", version.replace(".", ""), java));
    }

    /** The package's own bootstrap, else a layer's. */
    private static Launch provided(Sandbox.Places places) {
        List<String> candidates = new ArrayList<>(List.of(places.task() + "/bootstrap"));
        places.layers().reversed().forEach(layer -> candidates.add(layer + "/bootstrap"));
        String script = "for b in \"$@\"; do [ -f \"$b\" ] && exec \"$b\"; done;"
                + " echo \"Couldn't find valid bootstrap(s): [$*]\" >&2; exit 127";
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "bootstrap"));
        command.addAll(candidates);
        return new Launch(command, Map.of(), "INIT_START Runtime Version: provided");
    }
}
