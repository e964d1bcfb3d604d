package io.brume.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was typed after {@code brume}. Written by hand: every key of the configuration is a flag, the commands are few, and no
 * library has to be loaded before the server starts.
 */
final class CommandLine {

    private static final List<String> COMMANDS = List.of("up", "down", "status", "doctor");

    /** Flags that stand alone. */
    private static final List<String> SWITCHES = List.of("detach", "help", "version");

    private final Server server;
    private final Path folder;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    CommandLine(Server server, Path folder, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.server = server;
        this.folder = folder;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** A command and its flags, by name without dashes; a switch has the value {@code true}. */
    record Typed(String command, Map<String, String> flags) {}

    /** Returns the exit code: 0, or 1 after one sentence on the error stream. */
    int run(String... arguments) {
        try {
            return run(parse(arguments));
        } catch (Refused e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private int run(Typed typed) {
        var flags = new LinkedHashMap<>(typed.flags());
        boolean detach = flags.remove("detach") != null;
        if (flags.containsKey("help") || typed.command().equals("help")) {
            out.print(help());
            return 0;
        }
        if (flags.containsKey("version")) {
            out.println("brume " + version());
            return 0;
        }
        if (detach && !typed.command().equals("up")) {
            throw new Refused("`--detach` goes with `brume up`.");
        }
        Configuration configuration = ConfigurationReader.read(folder, environment, flags);
        return switch (typed.command()) {
            case "up" -> detach ? new Detached(configuration, out).start() : new Up(server, configuration, out).run();
            case "down" -> new Down(configuration, out).run();
            case "status" -> new Status(configuration, out).run();
            case "doctor" -> new Doctor(configuration, out).run();
            case "warm-up" -> new WarmUp(server, configuration).run();
            default -> throw new Refused(Keys.unknown("There is no command", typed.command(), COMMANDS));
        };
    }

    static Typed parse(String... arguments) {
        String command = "";
        Map<String, String> flags = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("-h")) {
                flags.put("help", "true");
            } else if (argument.startsWith("--")) {
                int equals = argument.indexOf('=');
                String name = argument.substring(2, equals < 0 ? argument.length() : equals);
                if (equals >= 0) {
                    flags.put(name, argument.substring(equals + 1));
                } else if (SWITCHES.contains(name)) {
                    flags.put(name, "true");
                } else if (i + 1 < arguments.length && !arguments[i + 1].startsWith("--")) {
                    flags.put(name, arguments[++i]);
                } else if (Keys.isKnown(name) || name.equals("config")) {
                    throw new Refused("`--" + name + "` needs a value.");
                } else {
                    throw new Refused(Keys.unknown("There is no option", argument, Keys.flags()));
                }
            } else if (command.isEmpty()) {
                command = argument;
            } else {
                throw new Refused("One command at a time: `" + command + "` or `" + argument + "`.");
            }
        }
        return new Typed(command.isEmpty() && !flags.containsKey("version") ? "help" : command, flags);
    }

    static String version() {
        return Objects.requireNonNullElse(CommandLine.class.getPackage().getImplementationVersion(), "(not packaged)");
    }

    private static String help() {
        try (var in = Objects.requireNonNull(CommandLine.class.getResourceAsStream("help.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
