package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Puts and gets objects at two servers by turns and prints their operations a second with the ratio: {@code bench/s3.sh} starts
 * both. Exits 1 when the first is slower than the second somewhere.
 */
public final class S3Throughput {

    private static final int[] SIZES = {1 << 10, 1 << 20, 100 << 20};
    private static final int[] CLIENTS = {1, 16};
    private static final int ROUNDS = 3;

    private S3Throughput() {}

    /** @param arguments the two endpoints, the seconds of one measurement, what the rows to measure begin with (all when empty) */
    public static void main(String... arguments) throws IOException, InterruptedException {
        List<URI> endpoints = List.of(URI.create(arguments[0]), URI.create(arguments[1]));
        double seconds = Double.parseDouble(arguments[2]);
        String only = arguments[3];
        for (URI endpoint : endpoints) {
            Workload.makeBucket(endpoint);
        }
        System.out.println("| operation | size | clients | Brume, op/s | MB/s | p50, ms | p99, ms | peer, op/s | MB/s"
                + " | p50, ms | p99, ms | ratio |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        boolean slower = false;
        for (int size : SIZES) {
            for (String method : List.of("PUT", "GET")) {
                for (int clients : CLIENTS) {
                    var workload = new Workload(method, size, clients, clients);
                    if (name(workload).startsWith(only)) {
                        slower |= row(workload, endpoints, seconds) < 1;
                    }
                }
            }
        }
        System.exit(slower ? 1 : 0);
    }

    /** Measures both by turns, after one turn each to warm up; returns the ratio of the medians. */
    private static double row(Workload workload, List<URI> endpoints, double seconds)
            throws IOException, InterruptedException {
        List<List<Latencies>> results = List.of(new ArrayList<>(), new ArrayList<>());
        for (URI endpoint : endpoints) {
            workload.fill(endpoint);
            workload.run(endpoint, seconds);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 2; i++) {
                results.get(i).add(workload.run(endpoints.get(i), seconds));
            }
        }
        Latencies ours = median(results.getFirst());
        Latencies theirs = median(results.getLast());
        double ratio = ours.perSecond() / theirs.perSecond();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.2f |%n",
                name(workload).replace(", ", " | "),
                cells(ours, workload),
                cells(theirs, workload),
                ratio);
        return ratio;
    }

    private static String name(Workload workload) {
        int size = workload.size();
        return workload.method() + ", " + (size < 1 << 20 ? size / 1024 + " KB" : size / (1 << 20) + " MB") + ", "
                + workload.clients();
    }

    private static Latencies median(List<Latencies> results) {
        results.sort((a, b) -> Double.compare(a.perSecond(), b.perSecond()));
        return results.get(results.size() / 2);
    }

    private static String cells(Latencies result, Workload workload) {
        return String.format(
                Locale.ROOT,
                "%.1f | %.1f | %.2f | %.2f",
                result.perSecond(),
                result.perSecond() * workload.size() / 1e6,
                result.median(),
                result.p99());
    }
}
