package io.brume.bench.algorithms;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code growth}: the seconds of training of each algorithm, from a file, with 1, 2, 4 and 8 times its rows, with 1, 2 and 4 times its
 * features, by one thread, and with two, and the powers of rows and features that they grow with. A power is that of the last two doublings,
 * where what does not grow counts for little. The exit status is 0 where none is more than 0.3 above theory.
 *
 * <p>{@code memory}: the most memory on the heap that lives during training from a file, beside the data's own size. The exit status is
 * 0 where it is twice that at most, or at most 1.2 times as much for twice the rows. What XGBoost's own library takes does not
 * count. {@code --only NAME} measures one.
 */
public final class Growth {
    private static final double TOLERANCE = 0.3;
    private static final int RUNS = 3;

    private Growth() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean memory = arguments.length > 0 && arguments[0].equals("memory");
        String only = arguments.length == 3 && arguments[1].equals("--only") ? arguments[2] : "";
        if (arguments.length == 0 || arguments.length == 2 || arguments.length > 1 && only.isEmpty()) {
            System.err.println("usage: growth | memory [--only NAME]");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("brume-growth");
        int missed = 0;
        long before = living();
        System.out.println(
                memory
                        ? "algorithm               data, MB   peak, MB   with half the rows   peak / data"
                        : "algorithm                rows       s at 1, 2, 4, 8 times    power (theory)  features   s at 1, 2, 4 times"
                                + "   power (theory)  2 threads");
        for (Subject subject : Subject.all()) {
            if (only.isEmpty() || subject.name().equals(only)) {
                boolean holds = !memory
                        ? grows(subject, folder)
                        : only.isEmpty() ? remembersAlone(subject) : remembers(subject, folder, before);
                missed += holds ? 0 : 1;
            }
        }
        Files.delete(folder);
        System.out.println(missed == 0 ? "reached by all" : "missed by " + missed);
        System.exit(missed == 0 ? 0 : 1);
    }

    private static boolean grows(Subject subject, Path folder) throws IOException {
        seconds(subject, folder, subject.rows(), subject.features(), 1);
        var byRows = new double[4];
        for (int i = 0; i < byRows.length; i++) {
            byRows[i] = seconds(subject, folder, subject.rows() << i, subject.features(), 1);
        }
        var byFeatures = new double[3];
        for (int i = 0; i < byFeatures.length; i++) {
            byFeatures[i] = seconds(subject, folder, subject.rows(), subject.features() << i, 1);
        }
        double together = seconds(subject, folder, subject.rows() << 3, subject.features(), 2);
        double rows = power(byRows);
        double features = power(byFeatures);
        boolean holds = rows <= subject.byRows() + TOLERANCE && features <= subject.byFeatures() + TOLERANCE;
        System.out.printf(
                Locale.ROOT,
                "%-23s %,7d  %6.3f %6.3f %6.3f %6.3f   %5.2f (%.1f)    %,6d  %6.3f %6.3f %6.3f   %5.2f (%.1f)   %.2f x%s%n",
                subject.name(),
                subject.rows(),
                byRows[0],
                byRows[1],
                byRows[2],
                byRows[3],
                rows,
                subject.byRows(),
                subject.features(),
                byFeatures[0],
                byFeatures[1],
                byFeatures[2],
                features,
                subject.byFeatures(),
                byRows[3] / together,
                holds ? "" : "  more than theory");
        return holds;
    }

    /** The slope on a log-log table, over the last two doublings. */
    private static double power(double[] seconds) {
        return Math.log(seconds[seconds.length - 1] / seconds[seconds.length - 3]) / Math.log(4);
    }

    private static double seconds(Subject subject, Path folder, int rows, int features, int threads)
            throws IOException {
        var written = subject.write(folder, rows, features);
        var seconds = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            seconds[run] = subject.train(written, rows, features, threads);
        }
        Files.delete(written.file());
        return Spread.of(seconds).median();
    }

    /** In a process of its own, as what another algorithm has loaded and left does not belong to this one. */
    private static boolean remembersAlone(Subject subject) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Growth.class.getName()));
        command.addAll(List.of("memory", "--only", subject.name()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader()) {
            lines.lines().filter(line -> line.startsWith(subject.name())).forEach(System.out::println);
        }
        return process.waitFor() == 0;
    }

    private static boolean remembers(Subject subject, Path folder, long before)
            throws IOException, InterruptedException {
        // Enough that what does not depend on the rows hardly counts.
        int rows = subject.rows() * 8;
        long half = peak(subject, folder, rows / 2) - before;
        long full = peak(subject, folder, rows) - before;
        var written = subject.write(folder, rows, subject.features());
        Files.delete(written.file());
        double share = (double) full / written.bytes();
        boolean holds = share <= 2 || full <= 1.2 * half;
        System.out.printf(
                Locale.ROOT,
                "%-23s %8.1f   %8.1f   %18.1f   %8.2f%s%n",
                subject.name(),
                written.bytes() / 1e6,
                full / 1e6,
                half / 1e6,
                share,
                share <= 2 ? "" : holds ? ", but constant" : "  more than twice the data");
        return holds;
    }

    /** The most bytes that live on the heap while it trains: garbage is collected every 20 ms. */
    private static long peak(Subject subject, Path folder, int rows) throws IOException, InterruptedException {
        var written = subject.write(folder, rows, subject.features());
        var most = new AtomicLong();
        var over = new AtomicBoolean();
        Thread watcher = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                most.accumulateAndGet(living(), Math::max);
                LockSupport.parkNanos(20_000_000);
            }
        });
        subject.train(written, rows, subject.features(), 2);
        over.set(true);
        watcher.join();
        Files.delete(written.file());
        return most.get();
    }

    /** What the collection that it asks for has left over. */
    private static long living() {
        System.gc();
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            bytes += left == null ? 0 : left.getUsed();
        }
        return bytes;
    }
}
