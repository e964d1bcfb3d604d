package io.brume.kernel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.brume.kernel.http.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** Services that another endpoint answers. */
class ForwarderTest {

    private static final byte[] ANSWER = "from elsewhere".getBytes(StandardCharsets.UTF_8);

    private final List<String> received = new ArrayList<>();
    private HttpServer peer;

    @BeforeEach
    void startPeer() throws IOException {
        peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peer.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body.length + " "
                    + exchange.getRequestHeaders().getFirst("Authorization").contains("/s3/aws4_request"));
            exchange.getResponseHeaders().add("ETag", "\"peer\"");
            exchange.getResponseHeaders().add("x-amz-meta-colour", "blue");
            boolean found = !exchange.getRequestURI().getPath().endsWith("/none");
            exchange.sendResponseHeaders(found ? 200 : 404, found ? ANSWER.length : -1);
            if (found) {
                exchange.getResponseBody().write(ANSWER);
            }
            exchange.close();
        });
        peer.start();
    }

    @AfterEach
    void stopPeer() {
        peer.stop(0);
    }

    private TestServer forwarding() {
        return TestServer.with()
                .forward(
                        "s3", URI.create("http://127.0.0.1:" + peer.getAddress().getPort()))
                .start();
    }

    @Test
    void requestsAndAnswersPassThrough() {
        try (TestServer server = forwarding();
                S3Client client = server.sync(S3Client.builder()).build()) {
            client.putObject(r -> r.bucket("b").key("a b/é"), RequestBody.fromBytes(new byte[10_000]));
            ResponseBytes<GetObjectResponse> got =
                    client.getObject(r -> r.bucket("b").key("k").versionId("7"), ResponseTransformer.toBytes());

            assertThat(got.asByteArray()).isEqualTo(ANSWER);
            assertThat(got.response().metadata()).containsEntry("colour", "blue");
            assertThat(received.get(0)).matches("PUT /b/a%20b/%C3%A9 1\\d{4} true");
            assertThat(received.get(1)).isEqualTo("GET /b/k?versionId=7 0 true");
        }
    }

    @Test
    void thePeersErrorsPassThrough() {
        try (TestServer server = forwarding();
                S3Client client = server.sync(S3Client.builder()).build()) {
            assertThat(catchThrowableOfType(
                                    software.amazon.awssdk.services.s3.model.S3Exception.class,
                                    () -> client.headObject(r -> r.bucket("b").key("none")))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void otherServicesAreNotForwarded() {
        try (TestServer server = forwarding();
                StsClient client = server.sync(StsClient.builder()).build()) {
            assertThat(catchThrowableOfType(StsException.class, client::getCallerIdentity)
                            .statusCode())
                    .isEqualTo(501);
            assertThat(received).isEmpty();
        }
    }

    @Test
    void aPeerThatIsDownIsNamed() throws IOException {
        URI nowhere;
        try (ServerSocket free = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        try (TestServer server = TestServer.with().forward("sts", nowhere).start();
                StsClient client = server.sync(StsClient.builder()).build()) {
            var error = catchThrowableOfType(StsException.class, client::getCallerIdentity);

            assertThat(error.statusCode()).isEqualTo(503);
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailable");
            assertThat(error.awsErrorDetails().errorMessage()).contains("forward.sts=" + nowhere);
        }
    }
}
