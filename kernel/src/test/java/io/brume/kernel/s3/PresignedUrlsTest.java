package io.brume.kernel.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class PresignedUrlsTest {

    private static final String KEY = "a b+é/../%2F";

    private static HttpResponse<String> send(String method, URL address, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address.toString()))
                            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /** Made by the AWS CLI: {@code aws s3 presign}. */
    @ParameterizedTest
    @CsvSource({
        "/clibucket/k?AWSAccessKeyId=AKIDTEST&Signature=Kc%2BJbGxDhStq1AXD9nhs%2F%2BfnC5M%3D&Expires=1795629066, 304",
        "/clibucket/k2?AWSAccessKeyId=AKIDTEST&Signature=Kc%2BJbGxDhStq1AXD9nhs%2F%2BfnC5M%3D&Expires=1795629066, 403",
        "/clibucket/k?AWSAccessKeyId=AKIDTEST&Signature=Kc%2BJbGxDhStq1AXD9nhs%2F%2BfnC5M%3D&Expires=1795629067, 403",
        "/clibucket/k?AWSAccessKeyId=NOBODY&Signature=Kc%2BJbGxDhStq1AXD9nhs%2F%2BfnC5M%3D&Expires=1795629066, 403",
        "/clibucket/k?AWSAccessKeyId=AKIDTEST&Expires=1795629066, 403",
        "/clibucket/k?AWSAccessKeyId=AKIDTEST&Signature=Kc%2BJbGxDhStq1AXD9nhs%2F%2BfnC5M%3D&Expires=x, 403",
        "/clibucket/k?acl&AWSAccessKeyId=AKIDTEST&Signature=Kc%2BJbGxDhStq1AXD9nhs%2F%2BfnC5M%3D&Expires=1795629066, 403",
    })
    void addressesSignedWithVersion2AreVerified(String address, int status) {
        TestServer.Setup setup = TestServer.with()
                .hosting(new EdgeService())
                .keys("AKIDTEST:some-long-secret")
                .clock(Clock.fixed(Instant.ofEpochSecond(1795629000), ZoneOffset.UTC));
        try (TestServer server = setup.start()) {
            assertThat(server.get(address).statusCode()).isEqualTo(status);
        }
        try (TestServer late = setup.clock(Clock.fixed(Instant.ofEpochSecond(1795629067), ZoneOffset.UTC))
                .start()) {
            assertThat(late.get(address).statusCode()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAddressDoesWhatItWasSignedFor(boolean keys) throws IOException, InterruptedException {
        var service = new EdgeService();
        TestServer.Setup setup = TestServer.with().hosting(service);
        try (TestServer server = (keys ? setup.keys("AKIDTEST:secret") : setup).start();
                S3Presigner presigner = S3Presigner.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.EU_WEST_3)
                        .credentialsProvider(TestServer.credentials("AKIDTEST", "secret"))
                        .serviceConfiguration(S3Configuration.builder()
                                .pathStyleAccessEnabled(true)
                                .build())
                        .build()) {
            Duration valid = Duration.ofMinutes(5);
            URL put = presigner
                    .presignPutObject(p -> p.signatureDuration(valid)
                            .putObjectRequest(r -> r.bucket("b").key(KEY)))
                    .url();
            URL get = presigner
                    .presignGetObject(p -> p.signatureDuration(valid)
                            .getObjectRequest(
                                    r -> r.bucket("b").key(KEY).responseContentDisposition("attachment; x=\"é\"")))
                    .url();
            URL head = presigner
                    .presignHeadObject(p -> p.signatureDuration(valid)
                            .headObjectRequest(r -> r.bucket("b").key(KEY)))
                    .url();
            URL delete = presigner
                    .presignDeleteObject(p -> p.signatureDuration(valid)
                            .deleteObjectRequest(r -> r.bucket("b").key(KEY)))
                    .url();

            assertThat(send("PUT", put, "content").statusCode()).isEqualTo(200);
            assertThat(service.objects).containsExactly(Map.entry("b/" + KEY, "content"));
            HttpResponse<String> got = send("GET", get, "");
            assertThat(got.body()).isEqualTo("content");
            assertThat(got.headers().firstValue("content-disposition")).isPresent();
            assertThat(send("HEAD", head, "").headers().firstValueAsLong("content-length"))
                    .hasValue(3);
            if (keys) {
                assertThat(send("GET", put, "").statusCode()).isEqualTo(403);
                assertThat(send("DELETE", get, "").statusCode()).isEqualTo(403);
            }
            assertThat(send("DELETE", delete, "").statusCode()).isEqualTo(204);
            assertThat(service.objects).isEmpty();
        }
    }
}
