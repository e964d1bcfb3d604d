package io.brume.kernel.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * CRC-64/NVME, the default checksum of S3: reflected, all bits set before and inverted after. Eight bytes a step by eight tables,
 * each of which carries a byte one place further than the one before.
 *
 * <p>Source: NVM Express NVM Command Set Specification 1.0, section 5.2.1.3.4.
 */
final class Crc64Nvme implements Checksum {

    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();

    private long state = -1;

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int b = 0; b < 256; b++) {
            long value = b;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            tables[0][b] = value;
        }
        for (int b = 0; b < 256; b++) {
            for (int place = 1; place < 8; place++) {
                long before = tables[place - 1][b];
                tables[place][b] = before >>> 8 ^ tables[0][(int) before & 0xff];
            }
        }
        return tables;
    }

    @Override
    public void update(int b) {
        state = state >>> 8 ^ TABLES[0][((int) state ^ b) & 0xff];
    }

    @Override
    public void update(byte[] data, int offset, int length) {
        long[] t0 = TABLES[0];
        long[] t1 = TABLES[1];
        long[] t2 = TABLES[2];
        long[] t3 = TABLES[3];
        long[] t4 = TABLES[4];
        long[] t5 = TABLES[5];
        long[] t6 = TABLES[6];
        long[] t7 = TABLES[7];
        long crc = state;
        int at = offset;
        int end = offset + length;
        for (; end - at >= 8; at += 8) {
            crc ^= (long) LONGS.get(data, at);
            crc = t7[(int) crc & 0xff]
                    ^ t6[(int) (crc >>> 8) & 0xff]
                    ^ t5[(int) (crc >>> 16) & 0xff]
                    ^ t4[(int) (crc >>> 24) & 0xff]
                    ^ t3[(int) (crc >>> 32) & 0xff]
                    ^ t2[(int) (crc >>> 40) & 0xff]
                    ^ t1[(int) (crc >>> 48) & 0xff]
                    ^ t0[(int) (crc >>> 56)];
        }
        for (; at < end; at++) {
            crc = crc >>> 8 ^ t0[((int) crc ^ data[at]) & 0xff];
        }
        state = crc;
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }
}
