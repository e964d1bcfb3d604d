package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The checksum of two texts in a row, from their own. A reflected CRC is linear over bits: what the first contributes is its value
 * carried over as many zero bits as the second has, which repeated squaring of a matrix over GF(2) does in steps of powers of two.
 */
final class CrcJoin {

    private final int width;
    private final long polynomial;

    private CrcJoin(int width, long polynomial) {
        this.width = width;
        this.polynomial = polynomial;
    }

    /** @throws IllegalArgumentException for a checksum that is no CRC */
    static CrcJoin of(Checksum checksum) {
        return switch (checksum) {
            case CRC32 -> new CrcJoin(32, 0xEDB88320L);
            case CRC32C -> new CrcJoin(32, 0x82F63B78L);
            case CRC64NVME -> new CrcJoin(64, 0x9A6C9329AC4BC9B5L);
            case SHA1, SHA256 -> throw new IllegalArgumentException(checksum + " cannot be joined");
        };
    }

    /** @param secondLength in bytes */
    String join(String first, String second, long secondLength) {
        return write(join(read(first), read(second), secondLength));
    }

    private long join(long first, long second, long secondLength) {
        long[] step = new long[width]; // one zero bit
        step[0] = polynomial;
        for (int i = 1; i < width; i++) {
            step[i] = 1L << (i - 1);
        }
        for (int i = 0; i < 3; i++) {
            step = squared(step); // eight of them: a byte
        }
        long value = first;
        for (long left = secondLength; left > 0; left >>>= 1) {
            if ((left & 1) != 0) {
                value = times(step, value);
            }
            step = squared(step);
        }
        return value ^ second;
    }

    private static long times(long[] matrix, long vector) {
        long sum = 0;
        for (int i = 0; vector != 0; i++, vector >>>= 1) {
            if ((vector & 1) != 0) {
                sum ^= matrix[i];
            }
        }
        return sum;
    }

    private static long[] squared(long[] matrix) {
        long[] square = new long[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            square[i] = times(matrix, matrix[i]);
        }
        return square;
    }

    private long read(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        return width == 64 ? bytes.getLong() : bytes.getInt() & 0xFFFFFFFFL;
    }

    private String write(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(width / 8);
        return Base64.getEncoder()
                .encodeToString((width == 64 ? bytes.putLong(value) : bytes.putInt((int) value)).array());
    }
}
