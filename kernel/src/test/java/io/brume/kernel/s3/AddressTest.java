package io.brume.kernel.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class AddressTest {

    private final EdgeService service = new EdgeService();
    private final TestServer server = TestServer.hosting(service);

    @AfterEach
    void close() {
        server.close();
    }

    private String put(String target, String host) {
        return server.raw("PUT " + target + " HTTP/1.1\nHost: " + host + "\nConnection: close\nContent-Length: 1\n\nx");
    }

    @ParameterizedTest
    @CsvSource({
        "/b/k, localhost, b/k",
        "/b//k, localhost, b//k",
        "/b///, localhost, b///",
        "/b/k/, localhost, b/k/",
        "/b/../k, localhost, b/../k",
        "/b/./k, localhost, b/./k",
        "/b/.., localhost, b/..",
        "/b/a/%2E%2E/k, localhost, b/a/../k",
        "/b/a%2Fk, localhost, b/a/k",
        "/b/%2F, localhost, b//",
        "/b/a+b, localhost, b/a+b",
        "/b/a%2Bb, localhost, b/a+b",
        "/b/a%20b, localhost, b/a b",
        "/b/100%25, localhost, b/100%",
        "/b/%C3%A9%F0%9F%98%80, localhost, b/é😀",
        "/b/a;b=c, localhost, b/a;b=c",
        "/b/a%5Cb, localhost, b/a\\b",
        "/b/%01, localhost, 'b/\u0001'",
        "/b/@:!$&'()*=, localhost, \"b/@:!$&'()*=\"",
        "/k, b.localhost:4566, b/k",
        "//k, b.localhost:4566, b//k",
        "/k, b.c.s3.localhost, b.c/k",
        "/k, b.s3.eu-west-1.amazonaws.com, b/k",
        "/k, b.s3-eu-west-1.amazonaws.com, b/k",
        "/k, b.s3.dualstack.eu-west-1.amazonaws.com, b/k",
        "/k, b.s3.cloud.example.test:8080, b/k",
        "/b/k, s3.localhost:4566, b/k",
        "/b/k, s3.eu-west-1.amazonaws.com, b/k",
        "/b/k, '[::1]:4566', b/k",
    })
    void theBucketAndTheKeyAreTakenAsTheyStand(String target, String host, String object) {
        assertThat(put(target, host)).startsWith("HTTP/1.1 200").contains("Content-Length: 0");
        assertThat(service.objects).containsOnlyKeys(object.replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b/%", "/b/%2", "/b/%zz", "/b/%ff", "/b/%C3", "/b/%00", "/b/%ED%A0%80"})
    void aPathThatIsNoTextIsNoAddress(String target) {
        assertThat(put(target, "localhost")).startsWith("HTTP/1.1 400");
        assertThat(service.objects).isEmpty();
    }

    @Test
    void aKeyHasAtMost1024Bytes() {
        assertThat(put("/b/" + "%C3%A9".repeat(512), "localhost")).startsWith("HTTP/1.1 200");
        assertThat(put("/b/" + "%C3%A9".repeat(512) + "a", "localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>KeyTooLongError</Code>", "<MaxSizeAllowed>1024</MaxSizeAllowed>");
    }

    @Test
    void theSdksClientsReachEveryKey() {
        try (S3Client client =
                server.sync(S3Client.builder()).forcePathStyle(true).build()) {
            for (String key : List.of(
                    "a//b/",
                    "/first",
                    "//",
                    "../up",
                    "a/../b",
                    ".",
                    "..",
                    "./x",
                    "100% + é&=?#",
                    "tab\tin",
                    "a\\b",
                    "%2F",
                    "q?x=1",
                    "日本語/😀",
                    "x".repeat(1024))) {
                client.putObject(r -> r.bucket("b").key(key), RequestBody.fromString("x"));
                assertThat(service.objects.remove("b/" + key)).as(key).isEqualTo("x");
            }
            assertThat(service.objects).isEmpty();
        }
    }

    @Test
    void aBodyIsAskedForBeforeItIsSent() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            socket.setSoTimeout(20_000);
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write(("PUT /b/k HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(answer.readLine()).isEmpty();

            socket.getOutputStream().write('x');
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(service.objects).containsEntry("b/k", "x");
    }

    @Test
    void aBodyIsNotAskedForInVain() {
        assertThat(server.raw("PUT /b/%ff HTTP/1.1\nHost: localhost\nConnection: close\nExpect: 100-continue\n"
                        + "Content-Length: 1000000\n\n"))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>InvalidURI</Code>");
    }

    @Test
    void answersCarryWhatS3sDo() {
        assertThat(put("/b/k", "localhost"))
                .contains("x-amz-request-id: ", "x-amz-id-2: ", "Server: AmazonS3", "ETag: \"e\"", "Date: ");
    }

    @Test
    void whatIsNotModifiedHasNoBody() {
        assertThat(server.raw("GET /b/none HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 304")
                .doesNotContain("Content-Type")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aMethodThatNothingTakesIsNotAllowed() {
        assertThat(server.raw("PATCH /b/k HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: 0\n\n"))
                .startsWith("HTTP/1.1 405")
                .contains("<Code>MethodNotAllowed</Code>");
    }
}
