package io.brume.algorithms.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers out of bytes, to the nearest float, as {@link Float#parseFloat} does but without strings.
 *
 * <p>Up to 19 digits are gathered in a long and scaled by a power of ten in double precision. The error of that is below two
 * units in the last place of a double, so the nearest float is known unless the double lies that close to the middle between
 * two floats; then, and for subnormal results, {@link Float#parseFloat} decides.
 */
final class FloatParser {
    private static final int LOWEST = -64;
    private static final int HIGHEST = 38;
    private static final double[] POWERS = new double[HIGHEST - LOWEST + 1];
    /** The bits of a double below a float's, and those bits just short of the middle between two floats. */
    private static final int BELOW = 0x1fffffff;

    private static final int MIDDLE = 0x10000000 - 4;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + (LOWEST + i));
        }
    }

    /** After {@link #parse}: the first byte behind the number; where there is no number, the position that was given. */
    int end;

    /**
     * The number at a position. A byte that no number goes on with must follow it.
     *
     * @return NaN where there is no number
     */
    float parse(byte[] bytes, int position) {
        int p = position;
        byte c = bytes[p];
        boolean negative = c == '-';
        if (negative || c == '+') {
            c = bytes[++p];
        }
        int first = p;
        long digits = 0;
        int digit = c - '0';
        while (digit >= 0 && digit <= 9) {
            digits = digits * 10 + digit;
            digit = bytes[++p] - '0';
        }
        int count = p - first;
        int exponent = 0;
        if (digit == '.' - '0') {
            int point = ++p;
            if (p + 8 <= bytes.length) {
                long eight = (long) LONG.get(bytes, p);
                if (areDigits(eight)) {
                    digits = digits * 100_000_000 + number(eight);
                    p += 8;
                }
            }
            digit = bytes[p] - '0';
            while (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                digit = bytes[++p] - '0';
            }
            exponent = point - p;
            count -= exponent;
        }
        if (count == 0) {
            return special(bytes, position, first, negative);
        }
        end = p;
        if ((digit | 0x20) == ('e' - '0' | 0x20) && (bytes[p] | 0x20) == 'e') {
            exponent += exponent(bytes, p);
        }
        float value = count > 19 || digits < 0 ? Float.NaN : scale(digits, exponent);
        if (Float.isNaN(value)) {
            return slow(bytes, position, end);
        }
        return negative ? -value : value;
    }

    /** Whether eight bytes, the first the lowest, are digits: none is below '0' or, with 6 added, above '?'. */
    private static boolean areDigits(long eight) {
        return ((eight & 0xf0f0f0f0f0f0f0f0L) | ((eight + 0x0606060606060606L) & 0xf0f0f0f0f0f0f0f0L) >>> 4)
                == 0x3333333333333333L;
    }

    /** What eight digits, the first the lowest byte, say: pairs are joined, then fours, then all. */
    private static long number(long eight) {
        long pairs = (eight & 0x0f0f0f0f0f0f0f0fL) * (1 + (10 << 8)) >>> 8;
        long fours = (pairs & 0x00ff00ff00ff00ffL) * (1 + (100 << 16)) >>> 16;
        return (fours & 0x0000ffff0000ffffL) * (1 + (10_000L << 32)) >>> 32;
    }

    /** NaN where the float cannot be told this way. */
    private static float scale(long digits, int exponent) {
        if (exponent == 0) {
            return digits;
        }
        if (exponent < LOWEST || exponent > HIGHEST) {
            return digits == 0 ? 0 : Float.NaN;
        }
        double value = digits * POWERS[exponent - LOWEST];
        int below = (int) Double.doubleToRawLongBits(value) & BELOW;
        boolean sure = Integer.compareUnsigned(below - MIDDLE, 8) > 0 && value >= Float.MIN_NORMAL;
        return sure || digits == 0 ? (float) value : Float.NaN;
    }

    /** The exponent whose e stands at the position; leaves {@link #end} behind it, or before an e without digits. */
    private int exponent(byte[] bytes, int position) {
        int p = position + 1;
        boolean negative = bytes[p] == '-';
        if (negative || bytes[p] == '+') {
            p++;
        }
        int first = p;
        int exponent = 0;
        for (int digit = bytes[p] - '0'; digit >= 0 && digit <= 9; digit = bytes[++p] - '0') {
            exponent = Math.min(exponent * 10 + digit, 1_000_000);
        }
        if (p == first) {
            return 0;
        }
        end = p;
        return negative ? -exponent : exponent;
    }

    private static float slow(byte[] bytes, int from, int to) {
        return Float.parseFloat(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }

    /** nan, inf and infinity in any case. */
    private float special(byte[] bytes, int position, int letters, boolean negative) {
        float value = negative ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        if (startsWith(bytes, letters, "nan")) {
            end = letters + 3;
            return Float.NaN;
        } else if (startsWith(bytes, letters, "infinity")) {
            end = letters + 8;
            return value;
        } else if (startsWith(bytes, letters, "inf")) {
            end = letters + 3;
            return value;
        }
        end = position;
        return Float.NaN;
    }

    private static boolean startsWith(byte[] bytes, int position, String word) {
        if (bytes.length - position < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((bytes[position + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
