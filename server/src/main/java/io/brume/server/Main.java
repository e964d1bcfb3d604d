package io.brume.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The entry point: the one place where the rooms of Brume are put together. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Main::start, arguments));
    }

    /** Runs a command with the given server; returns the exit code. */
    static int run(Server server, String... arguments) {
        PrintStream out = System.out;
        return new CommandLine(server, Path.of(""), System.getenv(), out, System.err).run(arguments);
    }

    private static Server.Running start(Configuration configuration) throws IOException {
        return Brume.start(configuration).listen();
    }
}
