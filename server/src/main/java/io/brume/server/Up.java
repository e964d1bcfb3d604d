package io.brume.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** {@code brume up}: serves until the process is told to stop. */
final class Up {

    private final Server server;
    private final Configuration configuration;
    private final PrintStream out;

    Up(Server server, Configuration configuration, PrintStream out) {
        this.server = server;
        this.configuration = configuration;
        this.out = out;
    }

    int run() {
        Logging.set(configuration.logLevel(), configuration.accessLog());
        DataFolder folder = DataFolder.take(configuration.data());
        Server.Running running;
        try {
            running = start(server, configuration);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        folder.answersAt(running.endpoint());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, folder, stopped), "shutdown"));
        greet(running.endpoint(), ProcessHandle.current().pid(), configuration, out);
        out.println(System.getProperty(Logging.FILE, "").isEmpty() ? "Ctrl-C stops it." : "`brume down` stops it.");
        out.flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void stop(Server.Running running, DataFolder folder, CountDownLatch stopped) {
        try {
            running.close();
            out.println("Stopped.");
        } catch (RuntimeException e) {
            out.println("Stopped, not cleanly: " + e);
        } finally {
            folder.close();
            stopped.countDown();
        }
    }

    /** Starts the server; what the user can put right comes back as one sentence. */
    static Server.Running start(Server server, Configuration configuration) {
        try {
            requireFree(configuration);
            return server.start(configuration);
        } catch (RuntimeException e) {
            throw isBind(e) ? portTaken(configuration) : e;
        } catch (Exception e) {
            throw isBind(e) ? portTaken(configuration) : new IllegalStateException("Brume cannot start", e);
        }
    }

    /** Says that the port is taken before the database is opened, which takes a moment. */
    private static void requireFree(Configuration configuration) throws IOException {
        if (configuration.port() != 0) {
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(configuration.host(), configuration.port()));
            }
        }
    }

    private static boolean isBind(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    static Refused portTaken(Configuration configuration) {
        int port = configuration.port();
        if (port > 0 && port < 1024) {
            return new Refused(
                    "Port " + port + " cannot be had: ports below 1024 need rights that this user may not have;"
                            + " start with another, such as `--port " + Configuration.DEFAULT_PORT + "`.");
        }
        int other = port < 65_535 ? port + 1 : Configuration.DEFAULT_PORT;
        return new Refused("Port " + port + " on " + configuration.host()
                + " is taken: stop what listens there, or start with another, such as `--port " + other + "`.");
    }

    /** Says where it is, and three things to try. */
    static void greet(URI endpoint, long pid, Configuration configuration, PrintStream out) {
        out.println("Brume answers at " + endpoint + " (pid " + pid + ", data in " + configuration.data() + ").");
        out.println();
        out.println("Three things to try with the AWS CLI:");
        out.println();
        String aws = "  aws --endpoint-url " + endpoint;
        out.println(aws + " comprehend detect-sentiment --language-code en"
                + " --text \"The soup was wonderful, but the waiter was rude.\"");
        out.println(aws + " comprehend detect-entities --language-code en"
                + " --text \"Ada Lovelace met Charles Babbage in London in June 1833.\"");
        out.println(aws + " sts get-caller-identity");
        out.println();
        out.println(
                configuration.keys().isEmpty()
                        ? "The CLI wants credentials and a region, and any will do:\n"
                                + "  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=us-east-1"
                        : "Requests must be signed with one of the configured keys; any region will do.");
        out.println();
    }
}
