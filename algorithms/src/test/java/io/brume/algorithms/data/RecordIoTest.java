package io.brume.algorithms.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.protobuf.ProtobufWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordIoTest {
    private static Dataset recordIo(byte[] bytes) {
        return Dataset.of(List.of(Source.bytes("a.pbr", bytes)), Format.recordIo());
    }

    private static byte[] write(Batch batch) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordIoWriter(out)) {
            writer.write(batch);
        }
        return out.toByteArray();
    }

    @Test
    void denseRowsReadBackAsTheyWereWritten() throws IOException {
        var batch = DenseBatch.of(new float[][] {{1.5f, -2, 3}, {0, 1e-40f, Float.MAX_VALUE}}, 1, 0);
        var read = (DenseBatch) Rows.only(recordIo(write(batch)));
        assertThat(Rows.dense(read)).isDeepEqualTo(Rows.dense(batch));
        assertThat(read.label(0)).isEqualTo(1);
        assertThat(read.labelWidth()).isEqualTo(1);
    }

    @Test
    void sparseRowsReadBackAsTheyWereWritten() throws IOException {
        var batch = new SparseBatch(
                3,
                1000,
                new int[] {0, 2, 2, 3},
                new int[] {3, 999, 0},
                new float[] {1, 2, 3},
                new float[] {1, 2, 3, 4, 5, 6},
                2);
        var read = (SparseBatch) Rows.only(recordIo(write(batch)));
        assertThat(read.columns()).isEqualTo(1000);
        assertThat(read.starts()).containsExactly(0, 2, 2, 3);
        assertThat(read.indices()).containsExactly(3, 999, 0);
        assertThat(read.values()).containsExactly(1, 2, 3);
        assertThat(read.labels()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    /** What protobuf's own Python library makes of features {1.0, 2.5} and label {1.0}, in a frame. */
    @Test
    void aRecordOfAnotherWriterIsRead() throws IOException {
        String head = "0a23d7ce2f000000";
        String features = "0a160a0676616c756573120c120a0a080000803f00002040";
        String label = "12120a0676616c756573120812060a040000803f";
        String uidAndPadding = "1a016100";
        String frame = head + features + label + uidAndPadding;
        var read = (DenseBatch) Rows.only(recordIo(HexFormat.of().parseHex(frame)));
        assertThat(Rows.dense(read)).isDeepEqualTo(new float[][] {{1, 2.5f}});
        assertThat(read.label(0)).isEqualTo(1);
    }

    @Test
    void wideAndWholeNumbersAndUnpackedOnesAreRead() throws IOException {
        var doubles = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(1.5)
                .putDouble(-2)
                .array();
        assertThat(features(3, new ProtobufWriter().bytes(1, doubles))).isDeepEqualTo(new float[][] {{1.5f, -2}});
        assertThat(features(7, new ProtobufWriter().numbers(1, 7, -8))).isDeepEqualTo(new float[][] {{7, -8}});
        assertThat(features(7, new ProtobufWriter().number(1, 7).number(1, -8))).isDeepEqualTo(new float[][] {{7, -8}});
        assertThat(features(2, new ProtobufWriter().number(1, 1.5f).number(1, 2f)))
                .isDeepEqualTo(new float[][] {{1.5f, 2}});
    }

    private static float[][] features(int kind, ProtobufWriter tensor) throws IOException {
        return Rows.dense((DenseBatch) Rows.only(recordIo(frame(record(kind, tensor)))));
    }

    private static ProtobufWriter record(int kind, ProtobufWriter tensor) {
        var entry = new ProtobufWriter().text(1, "values").message(2, new ProtobufWriter().message(kind, tensor));
        return new ProtobufWriter().message(1, entry);
    }

    private static byte[] frame(ProtobufWriter record) throws IOException {
        var out = new ByteArrayOutputStream();
        record.writeTo(out);
        int padded = out.size() + 3 & ~3;
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(RecordIoReader.MAGIC)
                .putInt(out.size())
                .put(out.toByteArray())
                .array();
    }

    @Test
    void aRecordInSeveralPartsIsJoined() throws IOException {
        var record = new ByteArrayOutputStream();
        float magic = Float.intBitsToFloat(RecordIoReader.MAGIC);
        record(2, new ProtobufWriter().floats(1, new float[] {1, magic, 2}, 0, 3))
                .writeTo(record);
        byte[] bytes = record.toByteArray();
        int at = bytes.length - 8;
        var parts = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        parts.putInt(RecordIoReader.MAGIC)
                .putInt(1 << 29 | at)
                .put(bytes, 0, at)
                .position(8 + (at + 3 & ~3));
        parts.putInt(RecordIoReader.MAGIC).putInt(3 << 29 | 4).put(bytes, at + 4, 4);
        var read = (DenseBatch) Rows.only(recordIo(Arrays.copyOf(parts.array(), parts.position())));
        assertThat(Rows.dense(read)).isDeepEqualTo(new float[][] {{1, magic, 2}});
    }

    @Test
    void aFileThatIsCutOffAnywhereIsAnErrorThatNamesTheRecord() throws IOException {
        byte[] whole = write(DenseBatch.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, 1, 0));
        int record = whole.length / 2;
        for (int length = record + 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> recordIo(cut).load())
                    .isInstanceOf(BadDataException.class)
                    .hasMessageStartingWith("a.pbr, record 2: the file ends within");
        }
        assertThat(Rows.only(recordIo(Arrays.copyOf(whole, record))).rows()).isEqualTo(1);
    }

    @Test
    void badRecordsAreNamed() throws IOException {
        assertBad(new byte[0], "a.pbr: the file has no rows");
        assertBad(
                "1,2,3\n4,5,6\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "a.pbr, record 1: the record does not begin with RecordIO's magic number but with 0x2c322c31");
        assertBad(frame(new ProtobufWriter()), "a.pbr, record 1: the record has no features called \"values\"");
        assertBad(
                frame(record(2, new ProtobufWriter().number(1, Float.NaN))),
                "a.pbr, record 1: feature 1 is not a finite number: NaN");
        assertBad(
                frame(record(2, new ProtobufWriter().number(1, 1f).numbers(2, 5).numbers(3, 5))),
                "a.pbr, record 1: the key 5 lies outside of the shape, which has 5 elements");
        assertBad(
                frame(record(2, new ProtobufWriter().number(1, 1f).numbers(2, 5, 6))),
                "a.pbr, record 1: the record has 1 values but 2 keys");
        assertBad(
                frame(record(2, new ProtobufWriter().number(1, 1f).numbers(2, -1))),
                "a.pbr, record 1: a key is too large: 18446744073709551615");
        assertBad(
                frame(record(2, new ProtobufWriter().number(1, 1f).number(1, 2f).numbers(2, 5, 5))),
                "a.pbr, record 1: the key 5 occurs twice");
        byte[] one = write(DenseBatch.of(new float[][] {{1, 2}}, 1));
        assertBad(
                Rows.concat(one, write(DenseBatch.of(new float[][] {{1}}, 1))),
                "a.pbr, record 2: the record has 1 features, not 2 as the records before");
        assertBad(
                Rows.concat(one, write(DenseBatch.of(new float[][] {{1, 2}}))),
                "a.pbr, record 2: the record has 0 labels, not 1 as the records before");
    }

    private static void assertBad(byte[] bytes, String message) {
        assertThatThrownBy(() -> recordIo(bytes).load())
                .isInstanceOf(BadDataException.class)
                .hasMessage(message);
    }

    @Test
    void brokenBytesNeverHangOrCrash() throws IOException {
        var random = new Random(1);
        byte[] dense = write(DenseBatch.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, 1, 0));
        byte[] sparse = write(new SparseBatch(
                2, 9, new int[] {0, 1, 2}, new int[] {3, 8}, new float[] {1, 2}, new float[] {0, 1}, 1));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = (i % 2 == 0 ? dense : sparse).clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                recordIo(bytes).load();
            } catch (BadDataException e) {
                assertThat(e.file()).isEqualTo("a.pbr");
            }
        }
    }
}
