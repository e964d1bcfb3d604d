package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a bucket with empty objects and pages through it: {@code bench/s3-listing.sh}. Exits 1 when the last tenth of the pages costs
 * more than 1.5 times the first tenth, or a page of common prefixes more than twice a page of keys.
 */
public final class S3Listing {

    private static final String BUCKET = "/listing";
    private static final int CLIENTS = 16;
    private static final int FOLDERS = 100;
    private static final Pattern NEXT = Pattern.compile("<NextContinuationToken>([^<]*)<");
    private static final Pattern KEY = Pattern.compile("<Key>");
    private static final Pattern PREFIX = Pattern.compile("<CommonPrefixes>");

    private S3Listing() {}

    /** @param arguments the endpoint, then how many keys */
    public static void main(String... arguments) throws Exception {
        URI endpoint = URI.create(arguments[0]);
        int keys = Integer.parseInt(arguments[1]);
        try (var connection = new Connection(endpoint)) {
            connection.call("PUT", BUCKET, new byte[0]);
        }
        System.out.printf(Locale.ROOT, "%,d keys put in %.0f s%n", keys, fill(endpoint, keys));
        try (var connection = new Connection(endpoint)) {
            List<Double> millis = new ArrayList<>();
            int found = page(connection, "?list-type=2&max-keys=1000", KEY, millis);
            int folders = page(connection, "?list-type=2&delimiter=/", PREFIX, new ArrayList<>());
            List<Double> prefixes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                page(connection, "?list-type=2&delimiter=/", PREFIX, prefixes);
            }
            int tenth = Math.max(1, millis.size() / 10);
            double first = median(millis.subList(0, tenth));
            double last = median(millis.subList(millis.size() - tenth, millis.size()));
            double common = median(prefixes);
            System.out.printf(
                    Locale.ROOT,
                    "%,d keys in %,d pages: first tenth %.1f ms a page, last tenth %.1f ms, ratio %.2f%n",
                    found,
                    millis.size(),
                    first,
                    last,
                    last / first);
            System.out.printf(Locale.ROOT, "%d common prefixes of all of them: %.1f ms%n", folders, common);
            boolean fine =
                    found == keys && folders == Math.min(keys, FOLDERS) && last <= 1.5 * first && common <= 2 * first;
            System.exit(fine ? 0 : 1);
        }
    }

    private static double fill(URI endpoint, int keys) throws IOException, InterruptedException {
        var next = new AtomicInteger();
        long began = System.nanoTime();
        try (var executor = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(executor.submit(() -> {
                    try (var connection = new Connection(endpoint)) {
                        for (int key = next.getAndIncrement(); key < keys; key = next.getAndIncrement()) {
                            connection.call("PUT", BUCKET + "/folder-" + key % FOLDERS + "/key-" + key, new byte[0]);
                        }
                        return null;
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** Follows the continuation tokens to the end; returns how many there were of what a pattern finds. */
    private static int page(Connection connection, String query, Pattern what, List<Double> millis) throws IOException {
        int found = 0;
        String token = "";
        while (true) {
            long began = System.nanoTime();
            String page = connection.text(BUCKET + query + token);
            millis.add((System.nanoTime() - began) / 1e6);
            found += (int) what.matcher(page).results().count();
            Matcher next = NEXT.matcher(page);
            if (!next.find()) {
                return found;
            }
            token = "&continuation-token=" + URLEncoder.encode(next.group(1), StandardCharsets.UTF_8);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
