package io.brume.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.wire.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageRequest;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageResponse;
import software.amazon.awssdk.services.comprehend.model.DominantLanguage;

/** HTTP itself: limits, encodings, and what is no HTTP at all. */
class HttpServerTest {

    private static final String TARGET = "Comprehend_20171127.DetectDominantLanguage";
    private static final String REQUEST_ID =
            "(?is).*x-amzn-requestid: [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}.*";

    /** Answers with the length of the text. */
    private static ComprehendClient length() {
        return new ComprehendClient() {
            @Override
            public DetectDominantLanguageResponse detectDominantLanguage(DetectDominantLanguageRequest request) {
                return DetectDominantLanguageResponse.builder()
                        .languages(DominantLanguage.builder()
                                .languageCode("" + request.text().length())
                                .build())
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    private static HttpResponse<byte[]> json(TestServer server, byte[] body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-Amz-Target";
        all[headers.length + 1] = TARGET;
        return server.post("/", body, all);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNotHttpIsRefusedWithARequestId() {
        try (TestServer server = TestServer.hosting(length())) {
            for (String garbage : new String[] {
                "NONSENSE\n\n",
                "GET / HTTP/9.9\n\n",
                "GET / HTTP/1.1\nHost: a\nHost: b\nConnection: close\n\n",
                "POST / HTTP/1.1\nHost: a\nContent-Length: x\nConnection: close\n\n",
                "POST / HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Length: 4\nConnection: close\n\nabc",
                "GET / HTTP/1.1\nHost: a\nbad header\nConnection: close\n\n"
            }) {
                assertThat(server.raw(garbage)).startsWith("HTTP/1.1 4").matches(REQUEST_ID);
                assertThat(server.raw(garbage)).startsWith("HTTP/1.1 4").doesNotContain("Exception: ", "\tat ");
            }
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() {
        try (TestServer server = TestServer.hosting(length())) {
            assertThat(server.raw("GET / HTTP/1.1\nHost: a\nX-Long: " + "x".repeat(80_000) + "\n\n"))
                    .startsWith("HTTP/1.1 431")
                    .matches(REQUEST_ID);
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        try (TestServer server = TestServer.with()
                        .hosting(length())
                        .limits(new Limits(1000, 10))
                        .start();
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            var error = catchThrowableOfType(
                    SdkServiceException.class, () -> client.detectDominantLanguage(r -> r.text("x".repeat(1000))));

            assertThat(error.statusCode()).isEqualTo(413);
            assertThat(error).hasMessageContaining("Request must be smaller than 1000 bytes");
            assertThat(client.detectDominantLanguage(r -> r.text("x".repeat(900)))
                            .languages())
                    .hasSize(1);
        }
    }

    private static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void aCompressedBodyIsInflated() {
        try (TestServer server = TestServer.hosting(length())) {
            byte[] body = gzip(bytes("{\"Text\":\"" + "x".repeat(50_000) + "\"}"));

            assertThat(text(json(server, body, "Content-Encoding", "gzip")))
                    .isEqualTo("{\"Languages\":[{\"LanguageCode\":\"50000\"}]}");
        }
    }

    @Test
    void aCompressedBodyThatInflatesOverTheLimitIsRefused() {
        try (TestServer server = TestServer.hosting(length())) {
            HttpResponse<byte[]> answer = json(server, gzip(new byte[100 << 20]), "Content-Encoding", "gzip");

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void aBodyThatOnlyClaimsToBeCompressedIsRefused() {
        try (TestServer server = TestServer.hosting(length())) {
            HttpResponse<byte[]> answer = json(server, bytes("{}"), "Content-Encoding", "gzip");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(text(answer)).contains("SerializationException");
        }
    }

    @Test
    void deepNestingIsRefused() {
        try (TestServer server = TestServer.hosting(length())) {
            String deep = "{\"Unknown\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"Text\":\"x\"}";
            HttpResponse<byte[]> answer = json(server, bytes(deep));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(text(answer)).contains("SerializationException");
        }
    }

    @Test
    void wrongTypesAreRefusedAndUnknownMembersSkipped() {
        try (TestServer server = TestServer.hosting(length())) {
            for (String wrong : new String[] {
                "[]",
                "{\"Text\":1}",
                "{\"Text\":{}}",
                "{\"Text\":\"x\"",
                "{\"Text\":\"x\"} {}",
                "{\"Text\":\"\\ud8\"}",
                "nonsense"
            }) {
                HttpResponse<byte[]> answer = json(server, bytes(wrong));
                assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
                assertThat(text(answer)).as(wrong).contains("\"__type\":\"SerializationException\"");
            }
            assertThat(text(json(server, bytes("{\"New\":[{}],\"Text\":\"abc\"}"))))
                    .contains("\"3\"");
        }
    }

    @Test
    void badUtf8IsRefused() {
        try (TestServer server = TestServer.hosting(length())) {
            byte[] bad = bytes("{\"Text\":\"??\"}");
            bad[9] = (byte) 0xC3;
            bad[10] = (byte) 0x28;

            assertThat(json(server, bad).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void pagesAreServedBesideTheApi() {
        try (TestServer server = TestServer.with()
                .page("/health", new HttpServer.Page(200, "application/json", "{\"status\":\"up\"}"))
                .start()) {
            HttpResponse<byte[]> answer = server.get("/health");

            assertThat(text(answer)).isEqualTo("{\"status\":\"up\"}");
            assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
        }
    }
}
