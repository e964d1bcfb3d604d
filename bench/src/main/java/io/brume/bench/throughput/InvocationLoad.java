package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that post rows one after the other, each over one connection.
 *
 * @param requests the bodies, which are sent in turn
 */
record InvocationLoad(URI server, String path, List<byte[]> requests, int clients) {

    /** What a client sends beside its body. Brume takes any signature unless it is told to verify them. */
    static final String HEADERS = "Content-Type: text/csv\r\nAccept: text/csv\r\n"
            + "X-Amz-Date: 20260101T000000Z\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/sagemaker/aws4_request,"
            + " SignedHeaders=host, Signature=0\r\n";

    /** What was measured; milliseconds. */
    record Result(double perSecond, double median, double p99) {}

    static String path(String endpoint) {
        return "/endpoints/" + endpoint + "/invocations";
    }

    Result run(double seconds) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long end = began + (long) (seconds * 1e9);
        try (var executor = Executors.newFixedThreadPool(clients)) {
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int first = i;
                running.add(executor.submit(() -> client(first, end)));
            }
            List<Long> latencies = new ArrayList<>();
            for (Future<List<Long>> client : running) {
                latencies.addAll(client.get());
            }
            double took = (System.nanoTime() - began) / 1e9;
            long[] sorted =
                    latencies.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Result(sorted.length / took, millis(sorted, 0.5), millis(sorted, 0.99));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private List<Long> client(int first, long end) throws IOException {
        List<Long> latencies = new ArrayList<>();
        try (var connection = new Connection(server, HEADERS)) {
            for (int i = first; System.nanoTime() < end; i++) {
                long start = System.nanoTime();
                long answered = connection.call("POST", path, requests.get(i % requests.size()));
                latencies.add(System.nanoTime() - start);
                if (answered == 0) {
                    throw new IOException("an answer was empty");
                }
            }
        }
        return latencies;
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)] / 1e6;
    }
}
