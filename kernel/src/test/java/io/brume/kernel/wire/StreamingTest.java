package io.brume.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.polly.PollyClient;
import software.amazon.awssdk.services.polly.model.OutputFormat;
import software.amazon.awssdk.services.polly.model.SynthesizeSpeechRequest;
import software.amazon.awssdk.services.polly.model.SynthesizeSpeechResponse;
import software.amazon.awssdk.services.polly.model.VoiceId;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Bodies that pass through without being held. */
class StreamingTest {

    private static final long SIZE = 50L << 20;

    /** Bytes without end. */
    private static class Endless extends InputStream {

        @Override
        public int read() {
            return 7;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            java.util.Arrays.fill(bytes, offset, offset + length, (byte) 7);
            return length;
        }
    }

    @Test
    void anEndlessAnswerArrivesWhileItIsMade() throws IOException {
        var polly = new PollyClient() {
            @Override
            public <T> T synthesizeSpeech(
                    SynthesizeSpeechRequest request, ResponseTransformer<SynthesizeSpeechResponse, T> transformer) {
                try {
                    return transformer.transform(
                            SynthesizeSpeechResponse.builder()
                                    .contentType("audio/pcm")
                                    .build(),
                            AbortableInputStream.create(new Endless()));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(polly);
                PollyClient client = server.sync(PollyClient.builder()).build()) {
            ResponseInputStream<SynthesizeSpeechResponse> audio = client.synthesizeSpeech(
                    r -> r.text("…").outputFormat(OutputFormat.PCM).voiceId(VoiceId.AMY));
            assertThat(audio.response().contentType()).isEqualTo("audio/pcm");
            byte[] buffer = new byte[1 << 16];
            long read = 0;
            while (read < SIZE) {
                read += audio.readNBytes(buffer, 0, buffer.length);
            }
            audio.abort();
            assertThat(buffer).containsOnly(7);
        }
    }

    @Test
    void aServiceReadsTheBeginningOfABodyBeforeItsEndIsSent() {
        var begun = new CountDownLatch(1);
        var received = new AtomicLong();
        var s3 = new S3Client() {
            @Override
            public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
                byte[] buffer = new byte[1 << 16];
                try (InputStream in = body.contentStreamProvider().newStream()) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        begun.countDown();
                        received.addAndGet(n);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return PutObjectResponse.builder().build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        // The second half is made only when the service has seen some of the first.
        class Waiting extends InputStream {
            private long sent;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (sent == SIZE) {
                    return -1;
                }
                if (sent > SIZE / 2) {
                    try {
                        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                int n = (int) Math.min(length, SIZE - sent);
                sent += n;
                return n;
            }
        }
        try (TestServer server = TestServer.hosting(s3);
                S3Client client = server.sync(S3Client.builder()).build()) {
            client.putObject(
                    r -> r.bucket("big").key("k"),
                    RequestBody.fromContentProvider(Waiting::new, SIZE, "application/octet-stream"));

            assertThat(received).hasValue(SIZE);
        }
    }

    @Test
    void aStreamedBodyIsNotBoundByTheLimitOfOthers() {
        var s3 = new S3Client() {
            @Override
            public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
                try (InputStream in = body.contentStreamProvider().newStream()) {
                    return PutObjectResponse.builder()
                            .size(in.transferTo(java.io.OutputStream.nullOutputStream()))
                            .build();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.with()
                        .hosting(s3)
                        .limits(new Limits(1000, 10))
                        .start();
                S3Client client = server.sync(S3Client.builder()).build()) {
            assertThat(client.putObject(r -> r.bucket("big").key("k"), RequestBody.fromBytes(new byte[100_000]))
                            .size())
                    .isEqualTo(100_000);
        }
    }
}
