package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many clients that put or get objects of one size.
 *
 * @param size bytes
 * @param least how many operations are done at the least, whatever time they take
 */
record Workload(String method, int size, int clients, int least) {

    private static final String BUCKET = "/throughput";

    /** The keys that are written and read in turn: enough to be more than one, few enough for the disk. */
    int keys() {
        return Math.max(clients, (int) Math.min(1_000, (512L << 20) / size));
    }

    static void makeBucket(URI endpoint) throws IOException {
        try (var connection = new Connection(endpoint)) {
            connection.call("PUT", BUCKET, new byte[0]);
        }
    }

    /** Writes every key once, so that all of them can be read. */
    void fill(URI endpoint) throws IOException {
        try (var connection = new Connection(endpoint)) {
            for (int i = 0; i < keys(); i++) {
                connection.call("PUT", path(i), body(i));
            }
        }
    }

    Latencies run(URI endpoint, double seconds) throws IOException, InterruptedException {
        var next = new AtomicInteger();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return Latencies.of(clients, _ -> client(endpoint, next, end));
    }

    private List<Long> client(URI endpoint, AtomicInteger next, long end) throws IOException {
        List<Long> latencies = new ArrayList<>();
        try (var connection = new Connection(endpoint)) {
            byte[] body = method.equals("PUT") ? body(0) : new byte[0];
            for (int i = next.getAndIncrement(); i < least || System.nanoTime() < end; i = next.getAndIncrement()) {
                if (body.length >= Integer.BYTES) {
                    body[0] = (byte) i;
                    body[1] = (byte) (i >> 8);
                }
                long start = System.nanoTime();
                long answered = connection.call(method, path(i % keys()), body);
                latencies.add(System.nanoTime() - start);
                if (method.equals("GET") && answered != size) {
                    throw new IOException("an object of " + size + " bytes came back with " + answered);
                }
            }
        }
        return latencies;
    }

    private String path(int key) {
        return BUCKET + "/" + size + "/" + key;
    }

    private byte[] body(int key) {
        byte[] body = new byte[size];
        ThreadLocalRandom.current().nextBytes(body);
        Arrays.fill(body, 0, Math.min(4, size), (byte) key);
        return body;
    }
}
