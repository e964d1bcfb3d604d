package io.brume.kernel.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumTest {

    /** The check values that each algorithm's specification gives for these nine digits. */
    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "CRC32C, e3069283",
        "CRC64NVME, ae8b14860a799888",
        "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void nineDigitsHaveTheirPublishedValue(Checksum checksum, String value) {
        Checksum.Running running = checksum.begin();
        running.update("x123456789".getBytes(StandardCharsets.UTF_8), 1, 9);

        assertThat(HexFormat.of().formatHex(running.value())).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void piecesOfAnySizeMakeTheSameAsTheWhole(Checksum checksum) {
        byte[] data = new byte[10_000];
        var random = new Random(1);
        random.nextBytes(data);
        Checksum.Running whole = checksum.begin();
        whole.update(data, 0, data.length);
        Checksum.Running pieces = checksum.begin();
        for (int at = 0; at < data.length; ) {
            int length = Math.min(data.length - at, random.nextInt(40));
            pieces.update(data, at, length);
            at += length;
        }

        assertThat(pieces.value()).isEqualTo(whole.value()).hasSize(checksum.bytes());
    }

    @Test
    void onlyAValueOfTheRightLengthIsDecoded() {
        assertThat(Checksum.CRC32.decode("NhCmhg==")).isPresent();
        assertThat(Checksum.CRC32.decode("NhCm")).isEmpty();
        assertThat(Checksum.CRC32.decode("no base64")).isEmpty();
        assertThat(Checksum.ofHeader("x-amz-checksum-crc32c")).contains(Checksum.CRC32C);
        assertThat(Checksum.ofHeader("x-amz-checksum-md6")).isEmpty();
    }
}
