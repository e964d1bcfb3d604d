package io.brume.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Requests that are meant to hurt: refused as any other, and soon. */
class HostileRequestsTest {

    private final SignatureVerifier verifier = Sdk.verifier();

    private static TestRequest get() {
        return Sdk.s3(Sdk.request(SdkHttpMethod.GET, "https://b.s3.amazonaws.com/k"), null, _ -> {});
    }

    @Test
    void hugeInputTakesTimeInProportion() {
        String signed = get().headers("authorization").getFirst();
        List<TestRequest> requests = new ArrayList<>();
        for (String filler :
                List.of(",", "/", ";", "a;", " ", "=", "Credential=", "%", "é", "%41", "+", "&", "a&", "X-Amz-")) {
            String huge = filler.repeat(2_000_000 / filler.length());
            requests.add(get().withHeader("Authorization", "AWS4-HMAC-SHA256 " + huge));
            requests.add(get().withHeader("Authorization", "AWS4-HMAC-SHA256 Credential=" + huge));
            requests.add(
                    get().withHeader("Authorization", signed.replace("SignedHeaders=host", "SignedHeaders=" + huge)));
            requests.add(get().withHeader("Authorization", signed + huge + "x"));
            requests.add(get().withHeader("x-amz-date", huge));
            requests.add(get().withHeader("host", huge));
            requests.add(get().withPath("/" + huge));
            requests.add(get().withQuery("q" + huge));
            requests.add(get().withHeader("Authorization").withQuery("X-Amz-Signature=0&X-Amz-Credential=" + huge));
            requests.add(get().withHeader("Authorization").withQuery("X-Amz-Signature=0&" + huge));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (TestRequest request : requests) {
                Caller.claimed(request);
                assertThat(catchThrowable(() -> request.verifiedBy(verifier)))
                        .isInstanceOf(AuthenticationException.class);
            }
        });
    }

    @Test
    void tenThousandParametersAreVerified() {
        SdkHttpRequest.Builder request = Sdk.request(SdkHttpMethod.GET, "https://b.s3.amazonaws.com/k");
        IntStream.range(0, 10_000).forEach(i -> request.appendRawQueryParameter("p" + (i * 7919 % 10_007), "v" + i));
        TestRequest signed = Sdk.s3(request, null, _ -> {});

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(signed.verifiedBy(verifier)).isEmpty());
    }

    @Test
    void signedHeadersThatRepeatDoNotMultiplyAHeader() {
        String authorization = get().headers("authorization")
                .getFirst()
                .replace("SignedHeaders=host", "SignedHeaders=host" + ";host".repeat(100_000));
        TestRequest request = get().withHeader("Authorization", authorization).withHeader("Host", "h".repeat(100_000));

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(catchThrowable(() -> request.verifiedBy(verifier)))
                        .isInstanceOf(AuthenticationException.class));
    }

    @Test
    void randomHeadersAreRefusedAndNothingElse() {
        Random random = new Random(7);
        String pool = "AWS4-HMAC-SHA256 Credential=AKIDLOCAL/20261123/eu-west-3/s3/aws4_request, SignedHeaders=host,"
                + " Signature=0f%&=;:/\u0000\n\uD800é";
        for (int i = 0; i < 20_000; i++) {
            String noise = random.ints(random.nextInt(80), 0, pool.length())
                    .mapToObj(at -> String.valueOf(pool.charAt(at)))
                    .reduce("", String::concat);
            TestRequest request = random.nextBoolean()
                    ? get().withHeader("Authorization", "AWS4-HMAC-SHA256 Credential=" + noise)
                    : get().withHeader("Authorization").withQuery("X-Amz-Signature=" + noise);
            Caller.claimed(request);

            assertThat(catchThrowable(() -> request.verifiedBy(verifier))).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void aBodyThatWouldHaveToBeHeldIsLimited() {
        SignatureVerifier small = new SignatureVerifier(
                AccessKeys.of(List.of("AKIDLOCAL:secret")), Clock.fixed(Sdk.NOW, ZoneOffset.UTC), 10);
        TestRequest request = TestRequest.of(
                "POST",
                "/",
                "Host:localhost",
                "X-Amz-Date:20261123T102030Z",
                "Authorization:AWS4-HMAC-SHA256 Credential=AKIDLOCAL/20261123/eu-west-3/polly/aws4_request,"
                        + "SignedHeaders=host;x-amz-date,Signature=00");

        assertThat(catchThrowable(() -> request.withBody("0123456789").verifiedBy(small)))
                .isInstanceOf(AuthenticationException.class);
        assertThat(catchThrowable(() -> request.withBody("0123456789a").verifiedBy(small)))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.httpStatus()).isEqualTo(413));
    }
}
