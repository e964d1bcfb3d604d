package io.brume.bench.throughput;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * How long the calls of clients took that call at the same time.
 *
 * @param median milliseconds; 0 when there was no call
 * @param p99 milliseconds; 0 when there was no call
 */
record Latencies(double perSecond, double median, double p99) {

    /** One client. */
    @FunctionalInterface
    interface Client {
        /**
         * Calls until it is done.
         *
         * @param number which client it is, from 0
         * @return what each call took, in nanoseconds
         */
        List<Long> call(int number) throws IOException;
    }

    static Latencies of(int clients, Client client) throws IOException, InterruptedException {
        return of(Thread.ofPlatform().factory(), clients, client);
    }

    /** @param threads where clients call from, a thread each */
    static Latencies of(ThreadFactory threads, int clients, Client client) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(executor.submit(() -> client.call(number)));
            }
            List<Long> latencies = new ArrayList<>();
            for (Future<List<Long>> one : running) {
                latencies.addAll(one.get());
            }
            double took = (System.nanoTime() - began) / 1e9;
            long[] sorted =
                    latencies.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Latencies(sorted.length / took, millis(sorted, 0.5), millis(sorted, 0.99));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)] / 1e6;
    }
}
