package io.brume.server;

import com.sun.management.OperatingSystemMXBean;
import io.brume.engines.Availability;
import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** {@code brume doctor}: says what this machine has and what it lacks, and the one command that installs each lack. */
final class Doctor {

    private static final long LEAST_MEMORY = 2L << 30;
    private static final long LEAST_DISK = 1L << 30;

    private final Configuration configuration;
    private final PrintStream out;
    private boolean sound = true;

    Doctor(Configuration configuration, PrintStream out) {
        this.configuration = configuration;
        this.out = out;
    }

    /** Returns 0 when Brume can start here; a missing engine does not hinder that. */
    int run() {
        Logging.set(Configuration.LogLevel.ERROR, false);
        out.println("brume " + CommandLine.version());
        java();
        memory();
        dataFolder();
        port();
        engines();
        return sound ? 0 : 1;
    }

    private void java() {
        int feature = Runtime.version().feature();
        check(
                feature == 25,
                "JDK " + Runtime.version() + " in " + System.getProperty("java.home"),
                "Brume wants JDK 25");
    }

    private void memory() {
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        check(
                machine >= LEAST_MEMORY,
                "memory: up to " + gigabytes(Runtime.getRuntime().maxMemory()) + " for Java, of " + gigabytes(machine),
                "the larger engines want 2 GB");
    }

    private void dataFolder() {
        Path data = configuration.data();
        try {
            Path there = existing(data);
            check(
                    Files.isDirectory(there) && Files.isWritable(there),
                    "data folder " + data,
                    "cannot be written; change its permissions, or choose another `--data`");
            long free = Files.getFileStore(there).getUsableSpace();
            check(free >= LEAST_DISK, "disk: " + gigabytes(free) + " free there", "1 GB should be");
        } catch (IOException e) {
            check(false, "data folder " + data, String.valueOf(e.getMessage()));
        }
    }

    /** The folder itself, or the nearest above it that is there already. */
    private static Path existing(Path folder) {
        Path found = folder;
        while (!Files.exists(found) && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }

    private void port() {
        var holder = DataFolder.holder(configuration.data());
        if (holder.isPresent()) {
            check(
                    true,
                    "port: Brume runs at " + holder.get().endpoint() + " (pid "
                            + holder.get().pid() + ")",
                    "");
            return;
        }
        String port = "port " + configuration.port() + " on " + configuration.host();
        try (var _ = new ServerSocket(configuration.port(), 1, InetAddress.getByName(configuration.host()))) {
            check(true, port + " is free", "");
        } catch (IOException e) {
            check(false, port, String.valueOf(Up.portTaken(configuration).getMessage()));
        }
    }

    private void engines() {
        var engines = discovered();
        out.println();
        out.println("engines:" + (engines.all().isEmpty() ? " none on the class path" : ""));
        for (EngineFactory<?> engine : engines.all()) {
            String line = engine.name() + " (" + engine.task().getSimpleName() + ", "
                    + (engine.languages().contains(EngineFactory.ANY_LANGUAGE)
                            ? "any language"
                            : String.join(" ", new TreeSet<>(engine.languages())))
                    + ")";
            switch (engine.availability()) {
                case Availability.Ready _ -> out.println("  ready    " + line);
                case Availability.Missing missing -> out.println("  missing  " + line + ": " + missing.sentence());
            }
        }
    }

    private Engines discovered() {
        try {
            return Engines.discover(configuration.engines().preferred());
        } catch (IllegalArgumentException e) {
            throw new Refused("`engines` is set wrongly: " + e.getMessage() + ".");
        }
    }

    private void check(boolean fine, String what, String lack) {
        sound &= fine;
        out.println((fine ? "  ok       " : "  not ok   ") + what + (fine ? "" : ": " + lack));
    }

    private static String gigabytes(long bytes) {
        return Math.round(bytes / (double) (1 << 30) * 10) / 10.0 + " GB";
    }
}
