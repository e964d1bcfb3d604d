package io.brume.engines.nlp4j.tagger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A set of 64-bit keys that numbers its members. A key's first bits choose a bucket of about eight; of the rest only 24 bits are
 * kept, so that a member takes three bytes and a stranger is taken for a member about once in two million times.
 */
public final class KeyTable {

    private static final int KEPT = 24;

    private final int bucketBits;
    private final int[] bucketStart;
    private final byte[] rest;

    private KeyTable(int bucketBits, int[] bucketStart, byte[] rest) {
        this.bucketBits = bucketBits;
        this.bucketStart = bucketStart;
        this.rest = rest;
    }

    /** A table and, for each of its numbers, which of the given keys has it. */
    public record Built(KeyTable table, int[] source) {}

    /**
     * @param keys well mixed; of two that the table cannot tell apart the first stays
     */
    public static Built of(long[] keys) {
        int bucketBits = Math.max(1, 64 - Long.numberOfLeadingZeros(keys.length / 8));
        Integer[] order = new Integer[keys.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) -> Long.compareUnsigned(
                        keys[a] >>> (64 - bucketBits - KEPT), keys[b] >>> (64 - bucketBits - KEPT)));
        int[] starts = new int[(1 << bucketBits) + 1];
        byte[] rest = new byte[3 * keys.length];
        int[] source = new int[keys.length];
        int size = 0;
        long last = -1;
        for (int index : order) {
            long kept = keys[index] >>> (64 - bucketBits - KEPT);
            if (kept == last) {
                continue;
            }
            last = kept;
            starts[(int) (kept >>> KEPT) + 1]++;
            rest[3 * size] = (byte) (kept >>> 16);
            rest[3 * size + 1] = (byte) (kept >>> 8);
            rest[3 * size + 2] = (byte) kept;
            source[size++] = index;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        return new Built(new KeyTable(bucketBits, starts, Arrays.copyOf(rest, 3 * size)), Arrays.copyOf(source, size));
    }

    public int size() {
        return rest.length / 3;
    }

    /** The key's number, or -1 when it is not a member. */
    public int find(long key) {
        int bucket = (int) (key >>> (64 - bucketBits));
        int wanted = (int) (key >>> (64 - bucketBits - KEPT)) & 0xFFFFFF;
        for (int i = bucketStart[bucket]; i < bucketStart[bucket + 1]; i++) {
            int at = 3 * i;
            int found = (rest[at] & 0xFF) << 16 | (rest[at + 1] & 0xFF) << 8 | (rest[at + 2] & 0xFF);
            if (found >= wanted) {
                return found == wanted ? i : -1;
            }
        }
        return -1;
    }

    public void write(DataOutput out) throws IOException {
        out.writeInt(bucketBits);
        for (int i = 1; i < bucketStart.length; i++) {
            out.writeByte(bucketStart[i] - bucketStart[i - 1]);
        }
        out.writeInt(rest.length);
        out.write(rest);
    }

    public static KeyTable read(DataInput in) throws IOException {
        int bits = in.readInt();
        byte[] counts = new byte[1 << bits];
        in.readFully(counts);
        int[] starts = new int[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            starts[i + 1] = starts[i] + (counts[i] & 0xFF);
        }
        byte[] rest = new byte[in.readInt()];
        in.readFully(rest);
        return new KeyTable(bits, starts, rest);
    }
}
