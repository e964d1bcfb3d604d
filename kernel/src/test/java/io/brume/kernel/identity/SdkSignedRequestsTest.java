package io.brume.kernel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

class SdkSignedRequestsTest {

    private static final byte[] TEXT = "{\"Text\":\"Ça marche !\",\"LanguageCode\":\"fr\"}".getBytes(UTF_8);

    private final SignatureVerifier verifier = Sdk.verifier();

    @Test
    void aJsonRequestIsVerifiedByTheHashThatItDeclares() throws IOException {
        TestRequest request = Sdk.comprehend(TEXT, _ -> {});
        Verified verified = verifier.verify(request);

        assertThat(verified.body(new ByteArrayInputStream(TEXT)).readAllBytes()).isEqualTo(TEXT);
        assertThat(verified.caller()).isEqualTo(new Caller("AKIDLOCAL", "111122223333", "eu-west-3", "comprehend"));
    }

    @Test
    void aBodyInMemoryIsVerifiedAsAStreamIs() {
        for (TestRequest request : new TestRequest[] {
            Sdk.comprehend(TEXT, _ -> {}),
            put("https://b.s3.amazonaws.com/k", TEXT, _ -> {}),
            put("https://b.s3.amazonaws.com/k", TEXT, Sdk::chunkedWithChecksum)
        }) {
            assertThat(verifier.verify(request).body(request.body())).isEqualTo(TEXT);
            byte[] changed = new String(request.body(), UTF_8)
                    .replace("marche", "marchE")
                    .getBytes(UTF_8);
            assertThatThrownBy(() -> verifier.verify(request).body(changed))
                    .isInstanceOf(AuthenticationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/model/arn%3Aaws%3Abedrock/invoke",
                "/a%20b/c%2Fd/%C3%A9",
                "/a/./b/../c",
                "/a//b/",
                "/a/..",
                "/a/b/.",
                "/~user/a+b*c",
                "/.hidden/..twodots/a..",
            })
    void pathsOfOtherServicesAreNormalisedAndEncodedTwice(String path) {
        SdkHttpRequest.Builder request =
                Sdk.request(SdkHttpMethod.GET, "https://lambda.eu-west-3.amazonaws.com" + path);

        assertThat(Sdk.sign(request, null, _ -> {}).verifiedBy(verifier)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/bucket/key",
                "/bucket/a%20b/c%2Fd/%C3%A9",
                "/bucket/a/./b/../c",
                "/bucket//a//b/",
                "/bucket/%2B%24%21%27%28%29%2A%3A%40~-._",
                "/bucket/%25%32%46",
            })
    void pathsOfS3AreEncodedOnceAsTheyAre(String path) {
        String encoded = path.replace("%32", "2").replace("%46", "F");
        TestRequest signed =
                Sdk.s3(Sdk.request(SdkHttpMethod.GET, "https://s3.eu-west-3.amazonaws.com" + encoded), null, _ -> {});

        assertThat(signed.withPath(path).verifiedBy(verifier)).isEmpty();
    }

    @Test
    void queriesAreSignedWhateverTheirOrderAndEncoding() {
        SdkHttpRequest.Builder request = Sdk.request(SdkHttpMethod.GET, "https://s3.eu-west-3.amazonaws.com/b")
                .appendRawQueryParameter("prefix", "a b/é&=+~*'")
                .appendRawQueryParameter("tag", "2")
                .appendRawQueryParameter("tag", "10")
                .appendRawQueryParameter("tag-b", "x")
                .appendRawQueryParameter("acl", null)
                .appendRawQueryParameter("Z", "");
        TestRequest signed = Sdk.s3(request, null, _ -> {});

        assertThat(signed.verifiedBy(verifier)).isEmpty();
        assertThat(signed.withQuery("tag-b=x&acl&tag=10&Z=&tag=2&prefix=a+b%2f%c3%a9%26%3d%2b%7e*%27")
                        .verifiedBy(verifier))
                .isEmpty();
    }

    @Test
    void headersAreSignedTrimmedAndJoined() {
        SdkHttpRequest.Builder request = Sdk.request(SdkHttpMethod.GET, "https://s3.eu-west-3.amazonaws.com/b/k")
                .putHeader("x-amz-meta-note", "  two   words\tand more ")
                .appendHeader("x-amz-meta-many", "b")
                .appendHeader("x-amz-meta-many", " a ")
                .putHeader("x-amz-meta-empty", "")
                .putHeader("x-amz-meta-accent", "é");

        assertThat(Sdk.s3(request, null, _ -> {}).verifiedBy(verifier)).isEmpty();
    }

    @Test
    void temporaryCredentialsNeedTheirToken() {
        TestRequest signed = Sdk.comprehend(TEXT, Sdk.Signing::temporaryCredentials);

        assertThat(signed.verifiedBy(verifier)).isEqualTo(TEXT);
        assertThat(Sdk.s3(Sdk.request(SdkHttpMethod.GET, "https://b.s3.amazonaws.com/k"), null, signing -> {
                            signing.temporaryCredentials();
                            Sdk.presignedForAnyBody(signing, Duration.ofMinutes(1));
                        })
                        .verifiedBy(verifier))
                .isEmpty();
    }

    @Test
    void presignedRequestsAreVerified() {
        SdkHttpRequest.Builder get = Sdk.request(SdkHttpMethod.GET, "https://b.s3.amazonaws.com/a%20key?versionId=1");
        TestRequest s3 = Sdk.s3(get, null, signing -> Sdk.presignedForAnyBody(signing, Duration.ofDays(7)));
        TestRequest polly = Sdk.sign(
                Sdk.request(SdkHttpMethod.GET, "https://polly.eu-west-3.amazonaws.com/v1/speech?Text=Hello%20there"),
                null,
                signing -> {
                    signing.set(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "polly");
                    Sdk.presigned(signing, Duration.ofMinutes(15));
                });

        assertThat(s3.headers()).doesNotContainKey("Authorization");
        assertThat(s3.verifiedBy(verifier)).isEmpty();
        assertThat(polly.verifiedBy(verifier)).isEmpty();
        assertThat(Caller.claimed(polly)).isEqualTo(new Caller("AKIDLOCAL", "123456789012", "eu-west-3", "polly"));
    }

    @Test
    void aPresignedUploadTakesAnyBody() {
        SdkHttpRequest.Builder put = Sdk.request(SdkHttpMethod.PUT, "https://b.s3.amazonaws.com/k");
        TestRequest signed = Sdk.s3(put, null, signing -> Sdk.presignedForAnyBody(signing, Duration.ofHours(1)));

        assertThat(signed.withBody("anything").verifiedBy(verifier)).asString().isEqualTo("anything");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 131_072, 131_073, 400_000})
    void chunkedUploadsAreUnframedAndVerified(int size) {
        byte[] payload = random(size);

        assertThat(put("https://b.s3.amazonaws.com/k", payload, Sdk::chunked).verifiedBy(verifier))
                .isEqualTo(payload);
        assertThat(put("https://b.s3.amazonaws.com/k", payload, Sdk::chunkedWithChecksum)
                        .verifiedBy(verifier))
                .isEqualTo(payload);
        assertThat(put("https://b.s3.amazonaws.com/k", payload, Sdk::unsignedChunkedWithChecksum)
                        .verifiedBy(verifier))
                .isEqualTo(payload);
    }

    @Test
    void trailersAreReadableAfterTheEnd() throws IOException {
        byte[] payload = random(200_000);
        CRC32 crc = new CRC32();
        crc.update(payload);
        String expected = Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        TestRequest signed = put("https://b.s3.amazonaws.com/k", payload, Sdk::chunkedWithChecksum);

        assertThat(signed.header("x-amz-content-sha256")).isEqualTo("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        var body = (AwsChunkedInputStream) verifier.verify(signed).body(new ByteArrayInputStream(signed.body()));
        assertThatThrownBy(body::trailers).isInstanceOf(IllegalStateException.class);
        assertThat(body.readNBytes(payload.length)).isEqualTo(payload);
        assertThat(body.trailers())
                .containsEntry("x-amz-checksum-crc32", expected)
                .hasSize(1);
    }

    @Test
    void withoutKeysNothingIsVerifiedAndChunksAreStillUnframed() {
        SignatureVerifier open = new SignatureVerifier(AccessKeys.none(), Clock.systemUTC());
        byte[] payload = random(1000);
        TestRequest signed = put("https://b.s3.amazonaws.com/k", payload, Sdk::chunkedWithChecksum);
        TestRequest forged = signed.withHeader("x-amz-date", "nonsense").withMethod("POST");

        assertThat(forged.verifiedBy(open)).isEqualTo(payload);
        assertThat(open.verify(forged).caller()).isEqualTo(new Caller("AKIDLOCAL", "123456789012", "eu-west-3", "s3"));
        assertThat(open.verify(forged).events()).isNull();
    }

    @Test
    void anUnsignedPayloadIsTakenAsItIs() {
        TestRequest signed = put(
                "https://b.s3.amazonaws.com/k",
                TEXT,
                signing -> signing.set(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));

        assertThat(signed.header("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
        assertThat(signed.withBody("other").verifiedBy(verifier)).asString().isEqualTo("other");
    }

    private static TestRequest put(String uri, byte[] payload, Consumer<Sdk.Signing> more) {
        SdkHttpRequest.Builder request =
                Sdk.request(SdkHttpMethod.PUT, uri).putHeader("Content-Length", Integer.toString(payload.length));
        return Sdk.s3(request, payload, more);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
