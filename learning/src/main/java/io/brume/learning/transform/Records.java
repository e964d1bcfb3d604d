package io.brume.learning.transform;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.SplitType;

/** The records of a file, one after the other: lines, RecordIO frames, TFRecords, or the file as a whole. */
final class Records implements Closeable {

    private static final int MAGIC = 0xced7230a;

    private final InputStream in;
    private final SplitType split;
    private final int most;
    private boolean ended;

    /** @param most how many bytes a record may have */
    Records(InputStream in, SplitType split, int most) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.split = split;
        this.most = most;
    }

    /**
     * The next record as it stands in the file, a line with its end; null after the last.
     *
     * @throws IOException when it is too large, or the file is not what it is said to be
     */
    byte @Nullable [] next() throws IOException {
        if (ended) {
            return null;
        }
        byte[] record = switch (split) {
            case LINE -> line();
            case RECORD_IO -> recordIo();
            case TF_RECORD -> tfRecord();
            default -> all();
        };
        ended = record.length == 0;
        return ended ? null : record;
    }

    private byte[] all() throws IOException {
        byte[] all = in.readNBytes(most + 1);
        checkSize(all.length);
        return all;
    }

    private void checkSize(long size) throws IOException {
        if (size > most || size < 0) {
            throw new IOException("A record is larger than the MaxPayloadInMB of the job allows, which is " + most
                    + " bytes. Split the input, or raise MaxPayloadInMB.");
        }
    }

    private byte[] line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n' && isBlank(line)) {
                line.reset();
                continue;
            }
            line.write(c);
            checkSize(line.size());
            if (c == '\n') {
                break;
            }
        }
        return isBlank(line) ? new byte[0] : line.toByteArray();
    }

    private static boolean isBlank(ByteArrayOutputStream line) {
        return line.size() == 0
                || line.size() < 64
                        && line.toString(java.nio.charset.StandardCharsets.UTF_8)
                                .isBlank();
    }

    private byte[] recordIo() throws IOException {
        byte[] head = in.readNBytes(8);
        if (head.length == 0) {
            return head;
        }
        ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (head.length < 8 || numbers.getInt() != MAGIC) {
            throw new IOException("The input is no RecordIO.");
        }
        int length = numbers.getInt() & 0x1fffffff;
        return behind(head, length + (4 - length % 4) % 4);
    }

    /** Eight bytes of length, four of its checksum, the data, four of its checksum. */
    private byte[] tfRecord() throws IOException {
        byte[] head = in.readNBytes(12);
        if (head.length == 0) {
            return head;
        }
        if (head.length < 12) {
            throw new IOException("The input is no file of TFRecords.");
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        checkSize(length);
        return behind(head, (int) length + 4);
    }

    private byte[] behind(byte[] head, int length) throws IOException {
        checkSize((long) length + head.length);
        byte[] rest = in.readNBytes(length);
        if (rest.length < length) {
            throw new EOFException("The input is cut off.");
        }
        return ByteBuffer.allocate(head.length + length).put(head).put(rest).array();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
