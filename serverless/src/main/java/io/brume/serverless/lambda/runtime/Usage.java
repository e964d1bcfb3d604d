package io.brume.serverless.lambda.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process and all that it has started take of the machine. Linux tells; elsewhere it is nothing. */
record Usage(long memoryBytes, int processes) {

    private static final Path PROC = Path.of("/proc");

    static Usage of(ProcessHandle process) {
        List<ProcessHandle> all;
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            all = descendants.toList();
        }
        long kilobytes = 0;
        for (ProcessHandle one : all) {
            kilobytes += memory(one.pid());
        }
        return new Usage(kilobytes << 10, all.size());
    }

    /** Its own memory in KB, without that of files which others may share. */
    private static long memory(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // it has ended
        }
    }

    /** How many bytes the files of a folder have. */
    static long files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.mapToLong(Usage::size).sum();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // something was deleted meanwhile
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
