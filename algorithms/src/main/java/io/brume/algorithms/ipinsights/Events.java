package io.brume.algorithms.ipinsights;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pairs of entities and addresses.
 *
 * @param size how many; the arrays may be longer
 * @param buckets what entities are hashed to
 * @param addresses IPv4 addresses, the first part the highest byte
 */
@SuppressWarnings("ArrayRecordComponent")
record Events(int size, int[] buckets, int[] addresses) {

    /**
     * Reads lines of CSV.
     *
     * @throws BadDataException where a line is no pair, or there is none
     */
    static Events read(Dataset dataset, int numBuckets) throws IOException {
        var buckets = new int[1024];
        var addresses = new int[1024];
        int size = 0;
        try (var lines = dataset.lines()) {
            while (lines.next()) {
                String line = lines.text();
                if (line.isBlank()) {
                    continue;
                }
                if (size == buckets.length) {
                    int longer = Math.addExact(size, size / 2);
                    buckets = Arrays.copyOf(buckets, longer);
                    addresses = Arrays.copyOf(addresses, longer);
                }
                try {
                    Pair pair = Pair.of(line);
                    buckets[size] = bucket(pair.entity(), numBuckets);
                    addresses[size++] = pair.address();
                } catch (IllegalArgumentException e) {
                    throw lines.bad(String.valueOf(e.getMessage())).because(e);
                }
            }
        }
        if (size == 0) {
            throw new BadDataException("there are no pairs of entities and addresses");
        }
        return new Events(size, buckets, addresses);
    }

    /** The same for lines at hand. */
    static Events of(TextBatch rows, int numBuckets) {
        var buckets = new int[rows.rows()];
        var addresses = new int[rows.rows()];
        for (int r = 0; r < buckets.length; r++) {
            try {
                Pair pair = Pair.of(rows.lines().get(r));
                buckets[r] = bucket(pair.entity(), numBuckets);
                addresses[r] = pair.address();
            } catch (IllegalArgumentException e) {
                throw new BadDataException("row " + (r + 1) + ": " + e.getMessage()).because(e);
            }
        }
        return new Events(buckets.length, buckets, addresses);
    }

    /** What an entity is hashed to: FNV-1a of its UTF-8, whose bits are then mixed. */
    static int bucket(String entity, int numBuckets) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : entity.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ each & 0xff) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return (int) Long.remainderUnsigned(hash ^ hash >>> 33, numBuckets);
    }
}
