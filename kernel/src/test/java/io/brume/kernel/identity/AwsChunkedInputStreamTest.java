package io.brume.kernel.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsChunkedInputStreamTest {

    private static AwsChunkedInputStream body(String framed, long length, String... trailers) {
        return new AwsChunkedInputStream(
                new ByteArrayInputStream(framed.getBytes(ISO_8859_1)), length, Set.of(trailers));
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    @Test
    void chunksAreJoinedAndTrailersKept() throws IOException {
        var body = body(
                "3\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Amz-Checksum-Crc32: lEDoRw== \r\n\r\n",
                13,
                "x-amz-checksum-crc32");

        assertThat(read(body)).isEqualTo("abc0123456789");
        assertThat(body.trailers()).containsOnlyKeys("x-amz-checksum-crc32").containsValue("lEDoRw==");
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void signaturesOfChunksAreSkippedWhereNobodyVerifies() throws IOException {
        assertThat(read(body("3;chunk-signature=00\r\nabc\r\n0;chunk-signature=00\r\n\r\n", 3)))
                .isEqualTo("abc");
    }

    @Test
    void aPayloadThatComesByteByByteIsTheSame() throws IOException {
        byte[] framed = "3\r\nabc\r\n0\r\na:b\r\n\r\n".getBytes(ISO_8859_1);
        InputStream slow = new ByteArrayInputStream(framed) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(1, len));
            }
        };

        assertThat(read(new AwsChunkedInputStream(slow, -1, Set.of()))).isEqualTo("abc");
    }

    @Test
    void theEndIsCheckedBeforeTheLastByteIsHandedOut() throws IOException {
        var body = body("3\r\nabc\r\n0\r\nother:1\r\n\r\n", 3, "x-amz-checksum-crc32");

        assertThat(body.readNBytes(2)).asString().isEqualTo("ab");
        assertThatThrownBy(body::read).isInstanceOf(PayloadException.class);
        assertThatThrownBy(body::read).isInstanceOf(PayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "3\r\n",
                "3\r\nab",
                "3\r\nabc",
                "3\r\nabc\r\n",
                "3\r\nabc\r\n0\r\n",
                "3\r\nabc\r\n0\r\na:b\r\n",
                "2\r\nab\r\n0\r\n\r\n",
                "4\r\nabcd\r\n0\r\n\r\n",
            })
    void aBodyThatIsShorterOrLongerThanAnnouncedIsIncomplete(String framed) {
        assertThatThrownBy(() -> read(body(framed, 3))).isInstanceOfSatisfying(PayloadException.class, e -> {
            assertThat(e.code()).isEqualTo("IncompleteBody");
            assertThat(e.httpStatus()).isEqualTo(400);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\nabc\r\n0\r\n\r\n",
                "-3\r\nabc\r\n0\r\n\r\n",
                "+3\r\nabc\r\n0\r\n\r\n",
                " 3\r\nabc\r\n0\r\n\r\n",
                "0x3\r\nabc\r\n0\r\n\r\n",
                "g\r\nabc\r\n0\r\n\r\n",
                "3\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "140000001\r\nabc\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nabc\r\n0\r\n\r\n",
                "00000000000000000000000003\r\nabc\r\n0\r\n\r\n",
            })
    void framingThatIsWrongIsMalformed(String framed) {
        assertThatThrownBy(() -> read(body(framed, -1)))
                .isInstanceOfSatisfying(
                        PayloadException.class,
                        e -> assertThat(e.problem()).isEqualTo(PayloadException.Problem.MALFORMED_CHUNK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon\r\n\r\n", ":value\r\n\r\n", "a:1\r\nA:2\r\n\r\n"})
    void trailersThatAreWrongAreMalformed(String trailers) {
        assertThatThrownBy(() -> read(body("0\r\n" + trailers, 0)))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.code()).isEqualTo("MalformedTrailerError"));
    }

    @Test
    void aTrailingChecksumThatIsNotThePayloadsIsRefusedBeforeItsLastByte() throws IOException {
        var body = body("5\r\nhellO\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", 5, "x-amz-checksum-crc32");

        assertThat(body.readNBytes(4)).asString().isEqualTo("hell");
        assertThatThrownBy(body::read)
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.code()).isEqualTo("BadDigest"))
                .hasMessage("The CRC32 you specified did not match the calculated checksum.");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-crc32, '', MalformedTrailerError",
        "x-amz-checksum-crc32, x-amz-checksum-crc32:NhCm, InvalidRequest",
        "x-amz-checksum-crc32, x-amz-checksum-crc32:!, InvalidRequest",
        "x-amz-checksum-crc32, x-amz-checksum-crc32c:NhCmhg==, MalformedTrailerError",
        "'', x-amz-checksum-crc32:NhCmhg==, MalformedTrailerError",
    })
    void aTrailingChecksumThatIsMissingOrMalformedIsRefused(String announced, String trailer, String code) {
        Set<String> names = announced.isEmpty() ? Set.of() : Set.of(announced);
        String end = trailer.isEmpty() ? "" : trailer + "\r\n";
        byte[] framed = ("5\r\nhello\r\n0\r\n" + end + "\r\n").getBytes(ISO_8859_1);

        assertThatThrownBy(() -> read(new AwsChunkedInputStream(new ByteArrayInputStream(framed), 5, names)))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aTrailingChecksumThatNobodyKnowsIsRefusedAtOnce() {
        assertThatThrownBy(() -> body("0\r\n\r\n", 0, "x-amz-checksum-md6"))
                .isInstanceOf(PayloadException.class)
                .hasMessage("The value specified in the x-amz-trailer header is not supported");
    }

    @Test
    void linesAndTrailersAreLimited() {
        String manyTrailers = "0\r\n" + "t:1\r\n".repeat(10);
        StringBuilder distinct = new StringBuilder("0\r\n");
        for (int i = 0; i < 1000; i++) {
            distinct.append('t').append(i).append(":1\r\n");
        }

        for (String framed :
                new String[] {"0".repeat(10_000), "0;" + "x".repeat(1_000_000), manyTrailers, distinct + "\r\n"}) {
            assertThatThrownBy(() -> read(body(framed, -1))).isInstanceOf(PayloadException.class);
        }
    }
}
