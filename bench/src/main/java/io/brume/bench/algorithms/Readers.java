package io.brume.bench.algorithms;

import com.sun.management.OperatingSystemMXBean;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.CsvWriter;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.RecordIoWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Reads a file of random numbers on one thread, {@code read-csv} or {@code read-recordio}, and says how many megabytes a
 * second of processor time that makes, which another program's load does not change: the median of five readings after one
 * that is not counted. The exit status is 0 where the target holds. The file is made on the first run, in the folder for
 * temporary files.
 */
public final class Readers {
    private static final int ROWS = 400_000;
    private static final int COLUMNS = 50;
    private static final int RUNS = 5;

    private Readers() {}

    private enum Job {
        READ_CSV(200),
        READ_RECORDIO(500);

        /** Megabytes (10⁶ bytes) a second and core. */
        final int target;

        Job(int target) {
            this.target = target;
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1 || !arguments[0].matches("read-(csv|recordio)")) {
            System.err.println("usage: read-csv | read-recordio");
            System.exit(2);
        }
        Job job = Job.valueOf(arguments[0].replace('-', '_').toUpperCase(Locale.ROOT));
        Path file = file(job);
        double megabytes = Files.size(file) / 1e6;
        System.out.printf("%s: %,d rows of %d numbers, %.0f MB, one thread%n", arguments[0], ROWS, COLUMNS, megabytes);
        read(job, file);
        // Processor time is counted in steps of 10 ms.
        int times = (int) Math.ceil(400 / megabytes);
        var rates = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long begin = processorTime();
            for (int time = 0; time < times; time++) {
                read(job, file);
            }
            rates[i] = times * megabytes / ((processorTime() - begin) / 1e9);
        }
        Arrays.sort(rates);
        double median = rates[RUNS / 2];
        System.out.printf(
                "median %.0f MB/s (%.0f to %.0f), target %d MB/s: %s%n",
                median, rates[0], rates[RUNS - 1], job.target, median >= job.target ? "reached" : "missed");
        System.exit(median >= job.target ? 0 : 1);
    }

    /** Nanoseconds that all threads of this process have worked, garbage collection and all. */
    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void read(Job job, Path file) throws IOException {
        Format format = job == Job.READ_CSV ? Format.csv() : Format.recordIo();
        long rows = 0;
        try (var reader = Dataset.of(file, format).read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.rows();
            }
        }
        if (rows != ROWS) {
            throw new IllegalStateException(rows + " rows instead of " + ROWS);
        }
    }

    private static Path file(Job job) throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "brume-bench"));
        Path file = folder.resolve("rows-" + ROWS + "x" + COLUMNS + (job == Job.READ_CSV ? ".csv" : ".recordio"));
        if (Files.exists(file)) {
            return file;
        }
        Path writing = folder.resolve(file.getFileName() + ".writing");
        var random = new Random(1);
        if (job == Job.READ_CSV) {
            try (var csv = new CsvWriter(Files.newOutputStream(writing))) {
                for (int row = 0; row < ROWS; row += 1000) {
                    csv.write(rows(random));
                }
            }
        } else {
            try (var recordIo = new RecordIoWriter(Files.newOutputStream(writing))) {
                for (int row = 0; row < ROWS; row += 1000) {
                    recordIo.write(rows(random));
                }
            }
        }
        return Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Normally distributed numbers with all their digits: the hard case for a reader of text. */
    private static DenseBatch rows(Random random) {
        var rows = new float[1000][COLUMNS];
        var labels = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < COLUMNS; c++) {
                rows[r][c] = (float) random.nextGaussian();
            }
            labels[r] = random.nextInt(2);
        }
        return DenseBatch.of(rows, labels);
    }
}
