package io.brume.kernel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.eventstream.Message;

/** Event streams as the AWS SDK's own signer signs them. */
class EventSignaturesTest {

    private static final Instant START = Instant.parse("2026-11-23T23:59:58.250Z");

    private record Stream(TestRequest head, List<Message> messages) {}

    /** A request with these events, a second and a half between one moment and the next, and so past midnight. */
    private static Stream signed(String... events) {
        Instant[] now = {START};
        Clock clock = ((InstantSource) () -> now[0] = now[0].plusMillis(1500)).withZone(ZoneOffset.UTC);
        List<ByteBuffer> payloads = new ArrayList<>();
        for (String event : events) {
            payloads.add(ByteBuffer.wrap(event.getBytes(UTF_8)));
        }
        var request = Sdk.request(SdkHttpMethod.POST, "https://transcribestreaming.eu-west-3.amazonaws.com/stream")
                .putHeader("Content-Type", "application/vnd.amazon.eventstream")
                .build();
        var signed = AwsV4HttpSigner.create()
                .signAsync(builder -> builder.identity(AwsCredentialsIdentity.create("AKIDLOCAL", "secret/with+signs"))
                        .request(request)
                        .payload(SdkPublisher.fromIterable(payloads))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "transcribe")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-3")
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .join();
        List<Message> messages = new ArrayList<>();
        SdkPublisher.adapt(signed.payload().orElseThrow())
                .subscribe(frame -> messages.add(Message.decode(frame)))
                .join();
        return new Stream(TestRequest.of(signed.request(), new byte[0]), messages);
    }

    private static EventSignatures signatures(Stream stream) {
        return Objects.requireNonNull(
                Sdk.verifierAt(START).verify(stream.head()).events());
    }

    private static Instant date(Message message) {
        return Objects.requireNonNull(message.getHeaders().get(":date")).getTimestamp();
    }

    private static byte[] signature(Message message) {
        return Objects.requireNonNull(message.getHeaders().get(":chunk-signature"))
                .getByteArray();
    }

    private static void verify(EventSignatures events, Message message) {
        verify(events, message, message.getPayload());
    }

    private static void verify(EventSignatures events, Message message, byte[] payload) {
        events.verify(date(message), payload, signature(message));
    }

    @Test
    void messagesAreVerifiedOneAfterTheOtherAcrossMidnight() {
        Stream stream = signed("one", "two", "three");
        EventSignatures events = signatures(stream);

        assertThat(stream.head().header("x-amz-content-sha256")).isEqualTo("STREAMING-AWS4-HMAC-SHA256-EVENTS");
        assertThat(stream.messages()).hasSize(4);
        assertThat(date(stream.messages().getLast())).isAfter("2026-11-24T00:00:00Z");
        for (Message message : stream.messages()) {
            assertThat(events.ended()).isFalse();
            verify(events, message);
        }
        assertThat(events.ended()).isTrue();
    }

    @Test
    void aMessageThatIsChangedLeftOutRepeatedOrAddedIsRefused() {
        Stream stream = signed("one", "two");
        Message one = stream.messages().get(0);
        Message two = stream.messages().get(1);
        EventSignatures changed = signatures(stream);
        EventSignatures leftOut = signatures(stream);
        EventSignatures repeated = signatures(stream);
        EventSignatures added = signatures(stream);
        verify(repeated, one);
        stream.messages().forEach(message -> verify(added, message));

        refused(() -> verify(changed, one, "onE".getBytes(UTF_8)));
        refused(() -> verify(leftOut, two));
        refused(() -> verify(repeated, one));
        refused(() -> verify(added, one));
    }

    @Test
    void aMessageWithAnotherDateOrSignatureIsRefused() {
        Stream stream = signed("one");
        Message one = stream.messages().getFirst();
        Instant date = date(one);
        byte[] signature = signature(one);
        byte[] flipped = signature.clone();
        flipped[31] ^= 1;

        for (Instant other : List.of(date.plusMillis(1), date.plusSeconds(1), Instant.MIN, Instant.MAX)) {
            refused(() -> signatures(stream).verify(other, one.getPayload(), signature));
        }
        refused(() -> signatures(stream).verify(date, one.getPayload(), flipped));
        refused(() -> signatures(stream).verify(date, one.getPayload(), new byte[0]));
    }

    private static void refused(Runnable verification) {
        assertThatThrownBy(verification::run)
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.failure()).isEqualTo(AuthenticationFailure.SIGNATURE_MISMATCH));
    }
}
