package io.brume.serverless.dynamodb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A part of the order of keys' bytes.
 *
 * @param low where it begins; null at the beginning
 * @param high where it ends; null at the end
 */
record KeyRange(
        @Nullable SdkBytes low,
        boolean lowIncluded,
        @Nullable SdkBytes high,
        boolean highIncluded) {

    static final KeyRange ALL = new KeyRange(null, true, null, true);

    static KeyRange from(byte[] low, boolean included) {
        return new KeyRange(SdkBytes.fromByteArray(low), included, null, true);
    }

    static KeyRange to(byte[] high, boolean included) {
        return new KeyRange(null, true, SdkBytes.fromByteArray(high), included);
    }

    /** Both ends included. */
    static KeyRange between(byte[] low, byte[] high) {
        return new KeyRange(SdkBytes.fromByteArray(low), true, SdkBytes.fromByteArray(high), true);
    }

    /** All that begins with some bytes. */
    static KeyRange beginningWith(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return from(prefix, true);
        }
        byte[] next = Arrays.copyOf(prefix, length);
        next[length - 1]++;
        return new KeyRange(SdkBytes.fromByteArray(prefix), true, SdkBytes.fromByteArray(next), false);
    }

    /** Whether a key's bytes are in it. */
    boolean contains(byte[] key) {
        int toLow = low == null ? 1 : Arrays.compareUnsigned(key, low.asByteArrayUnsafe());
        int toHigh = high == null ? -1 : Arrays.compareUnsigned(key, high.asByteArrayUnsafe());
        return (toLow > 0 || toLow == 0 && lowIncluded) && (toHigh < 0 || toHigh == 0 && highIncluded);
    }
}
