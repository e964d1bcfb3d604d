package io.brume.engines.nlp4j.tagger;

/**
 * Polynomial hashes of strings, modulo 2^64. They compose: the hash of {@code a + "_" + b} follows from those of {@code a} and
 * {@code b}, so that a feature made of several strings is looked up without being built.
 */
public final class StringHash {

    private static final long BASE = 0x9E3779B97F4A7C15L;

    private StringHash() {}

    public static long of(CharSequence s) {
        long hash = 1;
        for (int i = 0; i < s.length(); i++) {
            hash = hash * BASE + s.charAt(i);
        }
        return hash;
    }

    /** What the hash of a string is multiplied with when a string of this length is appended; never 0. */
    static long power(int length) {
        long power = 1;
        for (int i = 0; i < length; i++) {
            power *= BASE;
        }
        return power;
    }

    /**
     * The hash of two strings joined by an underscore.
     *
     * @param rightPower {@link #power} of the right string's length
     */
    static long join(long left, long right, long rightPower) {
        return (left * BASE + '_') * rightPower + right - rightPower;
    }

    /** The key of a feature: its string's hash, told apart by the template that it belongs to. */
    public static long feature(int template, long hash) {
        return mix(hash + template * 0xD1B54A32D192ED03L);
    }

    /** The key of a phrase from the key of the phrase without its last word. */
    public static long phrase(long prefix, long word) {
        return mix(prefix ^ (word * BASE));
    }

    /** Spreads every bit over all (the finalizer of SplitMix64). */
    public static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
