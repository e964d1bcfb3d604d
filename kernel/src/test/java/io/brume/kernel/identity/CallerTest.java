package io.brume.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    private static final Caller ANONYMOUS = new Caller(null, "123456789012", "us-east-1", null);

    private static Caller of(String authorization) {
        return Caller.claimed(TestRequest.of("POST", "/", "Authorization:" + authorization));
    }

    @Test
    void theScopeNamesRegionAndServiceAndTwelveDigitsAnAccount() {
        assertThat(
                        of(
                                "AWS4-HMAC-SHA256 Credential=111122223333/20261123/eu-west-3/polly/aws4_request, SignedHeaders=host"))
                .isEqualTo(new Caller("111122223333", "111122223333", "eu-west-3", "polly"));
        assertThat(of("AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/s3/aws4_request,SignedHeaders=host"))
                .isEqualTo(new Caller("test", "123456789012", "us-east-1", "s3"));
    }

    @Test
    void anAccessKeyIdMayHoldSlashes() {
        assertThat(of("AWS4-HMAC-SHA256 Credential=a/b/20261123/eu-west-3/polly/aws4_request"))
                .isEqualTo(new Caller("a/b", "123456789012", "eu-west-3", "polly"));
    }

    @Test
    void aPresignedQueryNamesItsCaller() {
        TestRequest request = TestRequest.of(
                "GET", "/k?a=b&X-Amz-Credential=111122223333%2F20261123%2Feu-west-3%2Fs3%2Faws4_request&c=d");

        assertThat(Caller.claimed(request)).isEqualTo(new Caller("111122223333", "111122223333", "eu-west-3", "s3"));
    }

    @Test
    void otherKindsOfSignaturesNameWhatTheyCan() {
        assertThat(of("AWS 111122223333:c2ln"))
                .isEqualTo(new Caller("111122223333", "111122223333", "us-east-1", "s3"));
        assertThat(of("AWS4-ECDSA-P256-SHA256 Credential=AKID/20261123/s3/aws4_request, SignedHeaders=host"))
                .isEqualTo(new Caller("AKID", "123456789012", "us-east-1", "s3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer abc",
                "AWS4-HMAC-SHA256",
                "AWS4-HMAC-SHA256 Credential=",
                "AWS4-HMAC-SHA256 Credential=//",
                "AWS "
            })
    void whateverCannotBeReadIsAnonymous(String authorization) {
        assertThat(of(authorization)).isEqualTo(ANONYMOUS);
    }

    @Test
    void noCredentialsAreAnonymous() {
        assertThat(Caller.claimed(TestRequest.of("GET", "/?a=X-Amz-Credential=b")))
                .isEqualTo(ANONYMOUS);
        assertThat(Caller.claimed(TestRequest.of("GET", "/"))).isEqualTo(ANONYMOUS);
    }

    @Test
    void namesThatAreNoneDoNotGetThrough() {
        assertThat(of("AWS4-HMAC-SHA256 Credential=AKID/20261123/..\\../<s3>/aws4_request"))
                .isEqualTo(new Caller("AKID", "123456789012", "us-east-1", null));
    }
}
