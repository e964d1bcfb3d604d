package io.brume.learning.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;

/**
 * What becomes of an object's bytes on their way.
 *
 * @param gzip whether they are unpacked
 * @param wrap whether each object becomes one record of RecordIO
 */
record Content(boolean gzip, boolean wrap) {

    private static final int MAGIC = 0xced7230a;
    private static final int LARGEST_RECORD = 1 << 29;

    void copy(InputStream from, OutputStream to) throws IOException {
        InputStream in = gzip ? new GZIPInputStream(from, 1 << 16) : from;
        if (!wrap) {
            in.transferTo(to);
            return;
        }
        byte[] record = in.readNBytes(LARGEST_RECORD);
        if (record.length == LARGEST_RECORD) {
            throw new IOException("an object is too large for a record of RecordIO");
        }
        ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        to.write(head.putInt(MAGIC).putInt(record.length).array());
        to.write(record);
        to.write(new byte[(4 - record.length % 4) % 4]);
    }
}
