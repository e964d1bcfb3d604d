package io.brume.algorithms.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {
    private static Dataset csv(String text, Format format) {
        return Dataset.of(List.of(Source.bytes("a.csv", text.getBytes(StandardCharsets.UTF_8))), format);
    }

    private static DenseBatch only(String text, Format format) throws IOException {
        return (DenseBatch) Rows.only(csv(text, format));
    }

    @Test
    void theFirstFieldIsTheLabel() throws IOException {
        var batch = only("1,2,3\n4,5,6\n", Format.csv());
        assertThat(Rows.dense(batch)).isDeepEqualTo(new float[][] {{2, 3}, {5, 6}});
        assertThat(batch.label(0)).isEqualTo(1);
        assertThat(batch.label(1)).isEqualTo(4);
    }

    @Test
    void thereMayBeNoLabelOrSeveralAndAWeight() throws IOException {
        assertThat(only("1,2,3\n", Format.csv().withLabels(0)).columns()).isEqualTo(3);
        var batch = only("1,2,0.5,3\n", Format.csv().withLabels(2).withWeights());
        assertThat(batch.labels()).startsWith(1, 2);
        assertThat(batch.weight(0)).isEqualTo(0.5f);
        assertThat(Rows.dense(batch)).isDeepEqualTo(new float[][] {{3}});
    }

    @Test
    void quotesSpacesCarriageReturnsEmptyLinesAndAMissingLastLineFeedAreTaken() throws IOException {
        var batch = only("\ufeff1, 2 ,\"3\"\r\n\r\n\n\"4\",5,6e0", Format.csv());
        assertThat(Rows.dense(batch)).isDeepEqualTo(new float[][] {{2, 3}, {5, 6}});
    }

    @Test
    void anotherDelimiterAndAHeaderCanBeSaid() throws IOException {
        var batch = only("y\tx\n1\t2\n", Format.csv().withDelimiter('\t').withHeader());
        assertThat(Rows.dense(batch)).isDeepEqualTo(new float[][] {{2}});
    }

    @Test
    void missingValuesAreNaNWhereTheyAreAllowed() throws IOException {
        var batch = only("1,,NaN,4\n", Format.csv().withMissing());
        assertThat(Rows.dense(batch)[0]).isEqualTo(new float[] {Float.NaN, Float.NaN, 4});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2;3,4,5|line 2: the row has more than 2 fields, which the rows before have",
                "1,2,3;;4,5|line 3: the row has 2 fields, not 3 as the rows before",
                "1,2;1,abc|line 2: field 2 is not a number: abc",
                "1,2;1,|line 2: field 2 is empty",
                "1,2;1,NaN|line 2: field 2 is not a number: NaN",
                "1,2;1,-inf|line 2: field 2 is infinite or too large for a float: -inf",
                "1,2;1,1e39|line 2: field 2 is infinite or too large for a float: 1e39",
                "1,2;1,\"3|line 2: a quote is not closed in field 2",
                "1,2;1,0x10|line 2: field 2 is not a number: 0x10",
                "1,2;1,2 3|line 2: field 2 is not a number: 2 3",
                "1|line 1: the row has 1 field but 1 belong to label and weight, so no feature is left",
            })
    void badRowsAreNamedByFileLineAndReason(String text, String message) {
        assertThatThrownBy(() -> csv(text.replace(';', '\n'), Format.csv()).load())
                .isInstanceOf(BadDataException.class)
                .hasMessage("a.csv, " + message);
    }

    @Test
    void aMissingLabelIsAnErrorEvenWhereFeaturesMayBeMissing() {
        assertThatThrownBy(() -> csv(",2\n", Format.csv().withMissing()).load())
                .hasMessage("a.csv, line 1: the label is missing");
    }

    @Test
    void anEmptyFileIsAnError() {
        assertThatThrownBy(() -> csv("", Format.csv()).load()).hasMessage("a.csv: the file has no rows");
        assertThatThrownBy(() -> csv("\n\n", Format.csv()).load()).hasMessage("a.csv: the file has no rows");
        assertThatThrownBy(() -> Dataset.of(List.of(), Format.csv()).load()).hasMessage("there are no files");
    }

    @Test
    void filesHaveToAgreeOnTheWidth() {
        var sources = List.of(
                Source.bytes("a.csv", "1,2\n".getBytes(StandardCharsets.UTF_8)),
                Source.bytes("b.csv", "1,2,3\n".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> Dataset.of(sources, Format.csv()).load())
                .hasMessage("b.csv, line 1: the row has more than 2 fields, which the rows before have");
    }

    @Test
    void manyRowsReadBackAsTheyWereWrittenHoweverTheStreamIsCutUp() throws IOException {
        var random = new Random(1);
        var rows = new float[30_000][17];
        var labels = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                rows[r][c] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
            }
            labels[r] = random.nextInt(3);
        }
        var written = new ByteArrayOutputStream();
        try (var writer = new CsvWriter(written)) {
            writer.write(DenseBatch.of(rows, labels));
        }
        var stream = new Trickle(new ByteArrayInputStream(written.toByteArray()), random);
        var batches =
                Dataset.of(List.of(Source.stream("pipe", stream)), Format.csv()).load();
        var read = batches.stream()
                .flatMap(batch -> Arrays.stream(Rows.dense((DenseBatch) batch)))
                .toArray(float[][]::new);
        assertThat(Arrays.deepEquals(read, rows)).isTrue();
        assertThat(batches).hasSizeGreaterThan(1);
    }

    @Test
    void aRowLongerThanTheBufferIsRead() throws IOException {
        String row = "1" + ",2.5".repeat(1_000_000) + "\n";
        var batches = csv(row + row, Format.csv()).load();
        assertThat(batches)
                .hasSize(2)
                .allSatisfy(batch -> assertThat(batch.columns()).isEqualTo(1_000_000));
    }

    @Test
    void gzipIsRecognisedAlsoInSeveralMembers() throws IOException {
        byte[] both = Rows.concat(Rows.gzip("1,2\n3,4\n"), Rows.gzip("5,6\n"));
        var dataset = Dataset.of(
                List.of(Source.stream("a.gz", new Trickle(new ByteArrayInputStream(both), new Random(1)))),
                Format.csv());
        assertThat(dataset.load().getFirst().rows()).isEqualTo(3);
    }

    @Test
    void gzipThatIsCutOffOrBrokenIsAnError() throws IOException {
        byte[] whole = Rows.gzip("1,2\n".repeat(100_000));
        for (int length : new int[] {3, 11, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> gzip(Arrays.copyOf(whole, length)).load())
                    .isInstanceOf(BadDataException.class)
                    .hasMessageMatching("a.csv.gz(, line \\d+)?: the gzip data is cut off");
        }
        byte[] broken = whole.clone();
        broken[whole.length - 6] ^= 1;
        assertThatThrownBy(() -> gzip(broken).load())
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("the gzip data is broken");
    }

    private static Dataset gzip(byte[] bytes) {
        return Dataset.of(List.of(Source.bytes("a.csv.gz", bytes)), Format.csv());
    }

    @Test
    void aStreamIsReadOnceAndKeptForManyReadingsWhereThatIsAsked() throws IOException {
        var dataset = Dataset.of(
                List.of(Source.stream("pipe", new ByteArrayInputStream("1,2\n".getBytes(StandardCharsets.UTF_8)))),
                Format.csv());
        assertThat(dataset.rereadable()).isFalse();
        var kept = dataset.forManyReadings();
        assertThat(kept.load()).hasSize(1);
        assertThat(kept.load()).hasSize(1);
        assertThatThrownBy(dataset::load).isInstanceOf(IOException.class).hasMessageContaining("only once");
    }

    @Test
    void randomBytesNeverHangOrCrash() {
        var random = new Random(4);
        byte[] likely = "0123456789,,,\n\n.-+eE\" \r\tnainf".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(60)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextInt(20) == 0 ? (byte) random.nextInt() : likely[random.nextInt(likely.length)];
            }
            try {
                Dataset.of(List.of(Source.bytes("a.csv", bytes)), Format.csv()).load();
            } catch (BadDataException | IOException e) {
                assertThat(e).isInstanceOf(BadDataException.class);
            }
        }
    }

    /** Gives a few bytes at a time, as a pipe may. */
    static final class Trickle extends InputStream {
        private final InputStream in;
        private final Random random;

        Trickle(InputStream in, Random random) {
            this.in = in;
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(length, 1 + random.nextInt(5000)));
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
