package io.brume.kernel.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Changes signed requests in one place and expects each to be refused. */
class TamperedRequestsTest {

    private static final byte[] BODY = "some text to keep as it is".getBytes(UTF_8);

    private final SignatureVerifier verifier = Sdk.verifier();

    private static TestRequest put() {
        SdkHttpRequest.Builder request = Sdk.request(
                        SdkHttpMethod.PUT,
                        "https://b.s3.eu-west-3.amazonaws.com/folder/a%20key.txt?partNumber=3&uploadId=x-1")
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("x-amz-meta-note", "two words");
        return Sdk.s3(request, BODY, _ -> {});
    }

    private static TestRequest presigned() {
        SdkHttpRequest.Builder request =
                Sdk.request(SdkHttpMethod.GET, "https://b.s3.eu-west-3.amazonaws.com/folder/a%20key.txt?versionId=ab");
        return Sdk.s3(request, null, signing -> Sdk.presignedForAnyBody(signing, Duration.ofHours(1)));
    }

    private static TestRequest chunked() {
        SdkHttpRequest.Builder request = Sdk.request(SdkHttpMethod.PUT, "https://b.s3.eu-west-3.amazonaws.com/k")
                .putHeader("Content-Length", Integer.toString(BODY.length));
        return Sdk.s3(request, BODY, Sdk::chunkedWithChecksum);
    }

    @Test
    void theUnchangedRequestsPass() {
        for (TestRequest request : List.of(put(), chunked())) {
            assertThat(request.verifiedBy(verifier)).isEqualTo(BODY);
        }
        assertThat(presigned().verifiedBy(verifier)).isEmpty();
    }

    @Test
    void anyOtherCharacterOfThePathIsRefused() {
        for (String path : variants(put().rawPath())) {
            refused(put().withPath(path));
            refused(presigned().withPath(path));
        }
    }

    @Test
    void anyOtherCharacterOfTheQueryIsRefused() {
        for (String query : variants(String.valueOf(put().rawQuery()))) {
            refused(put().withQuery(query));
        }
        for (String query : variants(String.valueOf(presigned().rawQuery()))) {
            refused(presigned().withQuery(query));
        }
        refused(put().withQuery(put().rawQuery() + "&acl"));
        refused(put().withQuery(null));
    }

    @Test
    void anyOtherCharacterOfASignedHeaderIsRefused() {
        TestRequest request = put();
        List<String> changed = new ArrayList<>(List.of("host", "content-type", "x-amz-meta-note", "x-amz-date"));
        changed.add("x-amz-content-sha256");
        for (String name : changed) {
            for (String value : variants(request.headers(name).getFirst())) {
                refused(request.withHeader(name, value));
            }
            refused(request.withHeader(name));
            refused(request.withHeader(name, request.headers(name).getFirst(), "more"));
        }
        refused(request.withMethod("GET"));
    }

    @Test
    void anyOtherCharacterOfTheAuthorizationIsRefused() {
        TestRequest request = put();
        for (String value : variants(request.headers("authorization").getFirst())) {
            refused(request.withHeader("Authorization", value));
        }
    }

    @Test
    void anyOtherByteOfTheBodyIsRefused() {
        for (int i = 0; i < BODY.length; i++) {
            byte[] body = BODY.clone();
            body[i] ^= 1;
            refused(put().withBody(body));
        }
        refused(put().withBody(Arrays.copyOf(BODY, BODY.length - 1)));
        refused(put().withBody(Arrays.copyOf(BODY, BODY.length + 1)));
        refused(put().withBody(new byte[0]));
    }

    @Test
    void anyOtherByteOfAChunkedBodyIsRefused() {
        TestRequest request = chunked();
        String text = new String(request.body(), ISO_8859_1);
        for (int i = 0; i < text.length(); i++) {
            byte[] body = request.body().clone();
            body[i] ^= 64;
            refused(request.withBody(body));
        }
        for (int i = 0; i < text.length(); i++) {
            refused(request.withBody(text.substring(0, i)));
        }
    }

    @Test
    void signedChunksInAnotherOrderAreRefused() {
        byte[] payload = new byte[3 * 131_072];
        payload[0] = 1;
        SdkHttpRequest.Builder put = Sdk.request(SdkHttpMethod.PUT, "https://b.s3.eu-west-3.amazonaws.com/k")
                .putHeader("Content-Length", Integer.toString(payload.length));
        TestRequest request = Sdk.s3(put, payload, Sdk::chunked);
        int chunk = "20000;chunk-signature=".length() + 64 + 2 + 131_072 + 2;
        byte[] swapped = request.body().clone();
        System.arraycopy(request.body(), 0, swapped, chunk, chunk);
        System.arraycopy(request.body(), chunk, swapped, 0, chunk);

        assertThat(request.verifiedBy(verifier)).isEqualTo(payload);
        refused(request.withBody(swapped));
    }

    @Test
    void trailersOfABodyWhoseTrailersAreNotSignedAreRefused() {
        SdkHttpRequest.Builder put = Sdk.request(SdkHttpMethod.PUT, "https://b.s3.eu-west-3.amazonaws.com/k")
                .putHeader("Content-Length", Integer.toString(BODY.length));
        TestRequest request = Sdk.s3(put, BODY, Sdk::chunked);
        String body = new String(request.body(), ISO_8859_1);

        assertThat(request.verifiedBy(verifier)).isEqualTo(BODY);
        refused(request.withBody(body.substring(0, body.length() - 2) + "x-amz-meta-a:b\r\n\r\n"));
    }

    @Test
    void anUnsignedAmazonHeaderIsRefused() {
        TestRequest request = put().withHeader("X-Amz-Acl", "public-read");

        assertThatThrownBy(() -> verifier.verify(request)).isInstanceOfSatisfying(AuthenticationException.class, e -> {
            assertThat(e.code(ErrorFamily.S3)).isEqualTo("AccessDenied");
            assertThat(e.message(ErrorFamily.S3))
                    .isEqualTo("There were headers present in the request which were not signed");
            assertThat(e.s3Details()).containsEntry("HeadersNotSigned", "x-amz-acl");
        });
    }

    @Test
    void aRequestThatLeavesItsHostUnsignedIsRefused() {
        TestRequest request = Sdk.comprehend(BODY, _ -> {});
        String authorization = request.headers("authorization").getFirst().replace("host;", "");

        assertThatThrownBy(() -> verifier.verify(request.withHeader("Authorization", authorization)))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.message(ErrorFamily.JSON))
                                .isEqualTo(
                                        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
    }

    /** The text with each character replaced by another one, and with each one left out. */
    private static List<String> variants(String text) {
        List<String> variants = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            for (char other : new char[] {'x', '0', '/', '%', 'Z'}) {
                variants.add(text.substring(0, i) + other + text.substring(i + 1));
            }
            variants.add(text.substring(0, i) + text.substring(i + 1));
        }
        // A change of case in an escape, or of a space's neighbour, means the same to HTTP and to the signature.
        variants.removeIf(variant -> means(variant).equals(means(text)));
        return variants;
    }

    private static String means(String text) {
        return text.replaceAll(" +", " ")
                .replace(", ", ",")
                .replaceAll("%2f", "%2F")
                .strip();
    }

    private void refused(TestRequest request) {
        Throwable thrown = catchThrowable(() -> request.verifiedBy(verifier));

        assertThat(thrown)
                .describedAs(() -> String.format(
                        Locale.ROOT,
                        "%s %s?%s %s%n%s",
                        request.method(),
                        request.rawPath(),
                        request.rawQuery(),
                        request.headers(),
                        new String(request.body(), ISO_8859_1)))
                .isNotNull()
                .matches(e -> e instanceof AuthenticationException || e instanceof PayloadException);
    }
}
