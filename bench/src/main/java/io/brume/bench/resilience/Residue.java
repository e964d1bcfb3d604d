package io.brume.bench.resilience;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What this JVM holds when nothing is going on.
 *
 * @param heap bytes in use after garbage collection
 * @param threads of the platform
 * @param virtual threads
 * @param sockets −1 where the system does not tell
 */
record Residue(long heap, int threads, int virtual, int sockets) {

    private static final double MORE_HEAP = 1.2;
    private static final long MORE_BYTES = 16 << 20;
    private static final int MORE_OTHERS = 16;

    static Residue now() {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            heap = Math.min(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return new Residue(heap, ManagementFactory.getThreadMXBean().getThreadCount(), virtualThreads(), openSockets());
    }

    private static int virtualThreads() {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path file = folder.resolve("threads.json");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
            try (var lines = Files.lines(file)) {
                return (int)
                        lines.filter(line -> line.contains("\"virtual\": true")).count();
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int openSockets() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return -1;
        }
        int sockets = 0;
        try (var list = Files.list(descriptors)) {
            for (Path descriptor : list.toList()) {
                if (Files.exists(descriptor, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        && Files.readSymbolicLink(descriptor).toString().startsWith("socket:")) {
                    sockets++;
                }
            }
            return sockets;
        } catch (IOException e) {
            return sockets;
        }
    }

    /** In what this is more than what was there before, by more than chance. */
    List<String> growthOver(Residue before) {
        List<String> growth = new ArrayList<>();
        if (heap > before.heap * MORE_HEAP + MORE_BYTES) {
            growth.add(String.format(Locale.ROOT, "heap grew from %,d to %,d bytes", before.heap, heap));
        }
        compare("platform threads", before.threads, threads, growth);
        compare("virtual threads", before.virtual, virtual, growth);
        compare("sockets", before.sockets, sockets, growth);
        return growth;
    }

    private static void compare(String what, int before, int after, List<String> growth) {
        if (after > before + MORE_OTHERS) {
            growth.add(what + " grew from " + before + " to " + after);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %.1f MB, %d platform and %d virtual threads, %d sockets",
                heap / 1048576.0,
                threads,
                virtual,
                sockets);
    }
}
