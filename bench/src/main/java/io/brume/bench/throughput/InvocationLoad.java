package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that post rows one after the other, each over one connection. Several are virtual threads: with a thread each of the
 * operating system, which the server shares the processors with, an answer would seem to take as long as its client waits for a
 * processor.
 *
 * @param requests the bodies, which are sent in turn
 */
record InvocationLoad(URI server, String path, List<byte[]> requests, int clients) {

    /** What a client sends beside its body. Brume takes any signature unless it is told to verify them. */
    static final String HEADERS = "Content-Type: text/csv\r\nAccept: text/csv\r\n"
            + "X-Amz-Date: 20260101T000000Z\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/sagemaker/aws4_request,"
            + " SignedHeaders=host, Signature=0\r\n";

    static String path(String endpoint) {
        return "/endpoints/" + endpoint + "/invocations";
    }

    Latencies run(double seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        Thread.Builder threads = clients == 1 ? Thread.ofPlatform() : Thread.ofVirtual();
        return Latencies.of(threads.factory(), clients, number -> client(number, end));
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
}
