package io.brume.server;

import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code brume down}: stops the server of a data folder, letting it finish what it is answering. */
final class Down {

    private static final long PATIENCE_SECONDS = 60;

    private final Configuration configuration;
    private final PrintStream out;

    Down(Configuration configuration, PrintStream out) {
        this.configuration = configuration;
        this.out = out;
    }

    int run() {
        var holder = DataFolder.holder(configuration.data());
        var process = holder.flatMap(h -> ProcessHandle.of(h.pid()));
        if (process.isEmpty()) {
            out.println("No Brume runs on the data folder " + configuration.data() + ".");
            return 0;
        }
        long pid = process.get().pid();
        if (!process.get().destroy()) {
            throw new Refused(
                    "Brume (pid " + pid + ") cannot be stopped by this user: stop it as the one who started it.");
        }
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Refused("Brume (pid " + pid + ") is still finishing requests after " + PATIENCE_SECONDS
                    + " s: wait, or end it with `kill -9 " + pid + "`.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        out.println("Brume (pid " + pid + ") has stopped.");
        return 0;
    }
}
