package io.brume.bench.resilience;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damage to bytes of which nothing is known. */
final class Corruption {

    private Corruption() {}

    /** Up to four changes: bytes flipped, put in, taken out, doubled, or moved. */
    static byte[] of(byte[] bytes, RandomGenerator random) {
        byte[] changed = bytes.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            changed = once(changed, random);
        }
        return changed;
    }

    private static byte[] once(byte[] bytes, RandomGenerator random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(16));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> splice(bytes, at, at, some(1 + random.nextInt(8), random));
            case 2 -> splice(bytes, at, to, new byte[0]);
            case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 4 -> splice(bytes, at, to, some(to - at, random));
            default -> {
                int from = random.nextInt(bytes.length);
                yield splice(bytes, at, at, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 32)));
            }
        };
    }

    static byte[] some(int length, RandomGenerator random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** With what lies between two places replaced. */
    static byte[] splice(byte[] bytes, int from, int to, byte[] by) {
        var out = new ByteArrayOutputStream(bytes.length + by.length);
        out.write(bytes, 0, from);
        out.writeBytes(by);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** The start of some bytes, never all of them. */
    static byte[] truncated(byte[] bytes, RandomGenerator random) {
        return bytes.length == 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
}
