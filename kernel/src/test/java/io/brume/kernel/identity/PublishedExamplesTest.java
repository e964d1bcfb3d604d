package io.brume.kernel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples whose signatures AWS publishes: the S3 API reference's and those of the Signature Version 4 test suite. */
class PublishedExamplesTest {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final SignatureVerifier S3 =
            verifier("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "2013-05-24T00:00:00Z");
    private static final SignatureVerifier SUITE =
            verifier("AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "2015-08-30T12:36:00Z");

    private static SignatureVerifier verifier(String key, String now) {
        return new SignatureVerifier(AccessKeys.of(List.of(key)), Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }

    private static String s3Authorization(String signedHeaders, String signature) {
        return "Authorization:AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=" + signedHeaders + ",Signature=" + signature;
    }

    @Test
    void getObject() {
        TestRequest request = TestRequest.of(
                "GET",
                "/test.txt",
                "Host:examplebucket.s3.amazonaws.com",
                "Range:bytes=0-9",
                "x-amz-content-sha256:" + EMPTY,
                "x-amz-date:20130524T000000Z",
                s3Authorization(
                        "host;range;x-amz-content-sha256;x-amz-date",
                        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));

        assertThat(request.verifiedBy(S3)).isEmpty();
        assertThat(S3.verify(request).caller())
                .isEqualTo(new Caller("AKIAIOSFODNN7EXAMPLE", "123456789012", "us-east-1", "s3"));
    }

    @Test
    void putObjectWithAPathThatIsSentUnencoded() {
        TestRequest request = TestRequest.of(
                        "PUT",
                        "/test$file.text",
                        "Date:Fri, 24 May 2013 00:00:00 GMT",
                        "Host:examplebucket.s3.amazonaws.com",
                        "x-amz-content-sha256:44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
                        "x-amz-date:20130524T000000Z",
                        "x-amz-storage-class:REDUCED_REDUNDANCY",
                        s3Authorization(
                                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"))
                .withBody("Welcome to Amazon S3.");

        assertThat(request.verifiedBy(S3)).asString().isEqualTo("Welcome to Amazon S3.");
        assertThatThrownBy(() -> request.withBody("Welcome to Amazon S4.").verifiedBy(S3))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.code(ErrorFamily.S3)).isEqualTo("XAmzContentSHA256Mismatch"));
    }

    @ParameterizedTest
    @CsvSource({
        "/?lifecycle,fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        "/?max-keys=2&prefix=J,34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        "/?prefix=J&max-keys=2,34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    })
    void bucketRequestsWithAQuery(String target, String signature) {
        TestRequest request = TestRequest.of(
                "GET",
                target,
                "Host:examplebucket.s3.amazonaws.com",
                "x-amz-content-sha256:" + EMPTY,
                "x-amz-date:20130524T000000Z",
                s3Authorization("host;x-amz-content-sha256;x-amz-date", signature));

        assertThat(request.verifiedBy(S3)).isEmpty();
    }

    @Test
    void presignedGetObject() {
        TestRequest request = TestRequest.of(
                "GET",
                "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
                "Host:examplebucket.s3.amazonaws.com");

        assertThat(request.verifiedBy(S3)).isEmpty();
    }

    @Test
    void putObjectInSignedChunks() {
        TestRequest request = TestRequest.of(
                        "PUT",
                        "/examplebucket/chunkObject.txt",
                        "Host:s3.amazonaws.com",
                        "x-amz-date:20130524T000000Z",
                        "x-amz-storage-class:REDUCED_REDUNDANCY",
                        "x-amz-content-sha256:STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                        "Content-Encoding:aws-chunked",
                        "x-amz-decoded-content-length:66560",
                        "Content-Length:66824",
                        s3Authorization(
                                "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                                        + "x-amz-decoded-content-length;x-amz-storage-class",
                                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"))
                .withBody(chunk(65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                        + chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                        + chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"));

        assertThat(request.body()).hasSize(66824);
        assertThat(request.verifiedBy(S3)).isEqualTo("a".repeat(66560).getBytes(UTF_8));
    }

    @Test
    void putObjectInSignedChunksWithATrailer() {
        TestRequest request = TestRequest.of(
                        "PUT",
                        "/examplebucket/chunkObject.txt",
                        "Host:s3.amazonaws.com",
                        "x-amz-date:20130524T000000Z",
                        "x-amz-storage-class:REDUCED_REDUNDANCY",
                        "x-amz-content-sha256:STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                        "Content-Encoding:aws-chunked",
                        "x-amz-decoded-content-length:66560",
                        "x-amz-trailer:x-amz-checksum-crc32c",
                        s3Authorization(
                                "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;"
                                        + "x-amz-storage-class;x-amz-trailer",
                                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"))
                .withBody(chunk(65536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
                        + chunk(1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
                        + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
                        + "x-amz-checksum-crc32c:sOO8/Q==\n\r\n"
                        + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n"
                        + "\r\n");

        assertThat(request.verifiedBy(S3)).isEqualTo("a".repeat(66560).getBytes(UTF_8));
    }

    private static String chunk(int size, String signature) {
        return Integer.toHexString(size) + ";chunk-signature=" + signature + "\r\n" + "a".repeat(size) + "\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET,/./,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET,/example/..,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET,/./example,ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
        "GET,//example//,9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        "GET,/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,"
                + "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "GET,/ሴ,8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "GET,/?ሴ=bar,2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        "GET,/?Param2=value2&Param1=value1,b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "POST,/,5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "POST,/?Param1=value1,28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
    })
    void suiteRequestsOfOtherServices(String method, String target, String signature) {
        TestRequest request = TestRequest.of(
                method,
                target,
                "Host:example.amazonaws.com",
                "X-Amz-Date:20150830T123600Z",
                suiteAuthorization("host;x-amz-date", signature));

        assertThat(request.verifiedBy(SUITE)).isEmpty();
    }

    @Test
    void suiteHeadersAreTrimmedAndTheirInnerSpaceCollapsed() {
        TestRequest request = TestRequest.of(
                "GET",
                "/",
                "Host:example.amazonaws.com",
                "My-Header1: value1",
                "My-Header2: \"a   b   c\"",
                "X-Amz-Date:20150830T123600Z",
                suiteAuthorization(
                        "host;my-header1;my-header2;x-amz-date",
                        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"));

        assertThat(request.verifiedBy(SUITE)).isEmpty();
    }

    @Test
    void suiteHeadersSentMoreThanOnceAreJoinedInTheirOrder() {
        TestRequest request = TestRequest.of(
                "GET",
                "/",
                "Host:example.amazonaws.com",
                "My-Header1:value2",
                "My-Header1:value2",
                "My-Header1:value1",
                "X-Amz-Date:20150830T123600Z",
                suiteAuthorization(
                        "host;my-header1;x-amz-date",
                        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"));

        assertThat(request.verifiedBy(SUITE)).isEmpty();
    }

    @Test
    void suiteFormBodyIsSignedByItsHashWithoutDeclaringIt() {
        TestRequest request = TestRequest.of(
                        "POST",
                        "/",
                        "Content-Type:application/x-www-form-urlencoded",
                        "Host:example.amazonaws.com",
                        "X-Amz-Date:20150830T123600Z",
                        suiteAuthorization(
                                "content-type;host;x-amz-date",
                                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"))
                .withBody("Param1=value1");

        assertThatThrownBy(() -> SUITE.verify(request).caller()).isInstanceOf(IllegalStateException.class);
        assertThat(request.verifiedBy(SUITE)).asString().isEqualTo("Param1=value1");
        assertThat(SUITE.verify(request).body(request.body())).isEqualTo(request.body());
        assertThatThrownBy(() -> request.withBody("Param1=value2").verifiedBy(SUITE))
                .isInstanceOf(AuthenticationException.class);
    }

    private static String suiteAuthorization(String signedHeaders, String signature) {
        return "Authorization:AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=" + signedHeaders + ", Signature=" + signature;
    }

    @Test
    void listUsersOfTheGeneralReference() {
        TestRequest request = TestRequest.of(
                "GET",
                "/?Action=ListUsers&Version=2010-05-08",
                "Content-Type:application/x-www-form-urlencoded; charset=utf-8",
                "Host:iam.amazonaws.com",
                "X-Amz-Date:20150830T123600Z",
                "Authorization:AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date,"
                        + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");

        assertThat(request.verifiedBy(SUITE)).isEmpty();
    }
}
