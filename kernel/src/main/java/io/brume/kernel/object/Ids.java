package io.brume.kernel.object;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Ids of blobs: eleven hexadecimal digits of milliseconds since 1970 and thirteen of chance, so that those made at the same time
 * stand side by side.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();

    private Ids() {}

    public static String next() {
        return HEX.toHexDigits(System.currentTimeMillis(), 11) + HEX.toHexDigits(RANDOM.nextLong(), 13);
    }

    static boolean isId(String text) {
        return text.length() == 24 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
