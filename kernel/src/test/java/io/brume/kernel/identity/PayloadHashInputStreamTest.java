package io.brume.kernel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PayloadHashInputStreamTest {

    private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);
    private static final String HASH = SigningKeys.sha256Hex(PAYLOAD);

    private static PayloadHashInputStream stream(String payload, String hash, long length) {
        return new PayloadHashInputStream(new ByteArrayInputStream(payload.getBytes(UTF_8)), hash, length);
    }

    @Test
    void theDeclaredPayloadIsHandedOn() throws IOException {
        assertThat(stream("payload", HASH, 7).readAllBytes()).isEqualTo(PAYLOAD);
        assertThat(stream("payload", HASH, -1).readAllBytes()).isEqualTo(PAYLOAD);
        assertThat(stream("", SigningKeys.sha256Hex(""), -1).readAllBytes()).isEmpty();
    }

    @Test
    void aReaderWhoStopsAtTheAnnouncedLengthHasVerifiedThePayload() throws IOException {
        PayloadHashInputStream wrong = stream("pAyload", HASH, 7);

        assertThat(wrong.readNBytes(6)).asString().isEqualTo("pAyloa");
        refused(() -> wrong.read());
    }

    @Test
    void skippedBytesAreVerifiedToo() throws IOException {
        PayloadHashInputStream right = stream("payload", HASH, 7);
        right.skipNBytes(3);

        assertThat(right.readAllBytes()).asString().isEqualTo("load");
        refused(() -> stream("pAyload", HASH, 7).skipNBytes(7));
    }

    @Test
    void aRefusalStays() {
        PayloadHashInputStream wrong = stream("payload", SigningKeys.sha256Hex(""), -1);

        refused(wrong::readAllBytes);
        refused(wrong::read);
    }

    @Test
    void bytesBehindTheAnnouncedLengthAreRefused() throws IOException {
        PayloadHashInputStream longer = stream("payload and more", HASH, 7);

        assertThat(longer.readNBytes(7)).isEqualTo(PAYLOAD);
        refused(longer::read);
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void refused(Reading reading) {
        assertThatThrownBy(reading::run)
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.failure()).isEqualTo(AuthenticationFailure.PAYLOAD_HASH_MISMATCH));
    }
}
