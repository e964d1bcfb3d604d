package io.brume.kernel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Codes, statuses and wording of refusals, by protocol. */
class RefusalsTest {

    private static final byte[] BODY = "{}".getBytes(UTF_8);

    private static TestRequest json() {
        return Sdk.comprehend(BODY, _ -> {});
    }

    private static TestRequest s3() {
        return Sdk.s3(Sdk.request(SdkHttpMethod.GET, "https://b.s3.amazonaws.com/k"), null, _ -> {});
    }

    private static TestRequest presigned() {
        return Sdk.s3(
                Sdk.request(SdkHttpMethod.GET, "https://b.s3.amazonaws.com/k"),
                null,
                signing -> Sdk.presignedForAnyBody(signing, Duration.ofHours(1)));
    }

    private static AuthenticationException refusal(TestRequest request) {
        return refusal(request, Duration.ZERO);
    }

    private static AuthenticationException refusal(TestRequest request, Duration later) {
        return catchThrowableOfType(
                AuthenticationException.class, () -> request.verifiedBy(Sdk.verifierAt(Sdk.NOW.plus(later))));
    }

    private static void answers(
            AuthenticationException e, ErrorFamily family, int status, String code, String message) {
        assertThat(List.of(e.httpStatus(family), e.code(family), e.message(family)))
                .isEqualTo(List.of(status, code, message));
    }

    @Test
    void aRequestWithoutCredentials() {
        AuthenticationException e = refusal(json().withHeader("Authorization"));

        answers(e, ErrorFamily.JSON, 400, "MissingAuthenticationTokenException", "Missing Authentication Token");
        answers(e, ErrorFamily.REST, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        answers(e, ErrorFamily.QUERY, 403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        answers(e, ErrorFamily.S3, 403, "AccessDenied", "Access Denied");
    }

    @Test
    void aWrongSignature() {
        AuthenticationException e = refusal(json().withHeader("X-Amz-Target", "Comprehend_20171127.DetectEntities"));

        String message = "The request signature we calculated does not match the signature you provided. Check your AWS"
                + " Secret Access Key and signing method. Consult the service documentation for details.";
        answers(e, ErrorFamily.JSON, 400, "InvalidSignatureException", message);
        answers(e, ErrorFamily.QUERY, 403, "SignatureDoesNotMatch", message);
        answers(
                e,
                ErrorFamily.S3,
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing"
                        + " method.");
        assertThat(e.s3Details())
                .containsKeys("StringToSign", "CanonicalRequest")
                .containsEntry("AWSAccessKeyId", "AKIDLOCAL");
    }

    @Test
    void anUnknownAccessKey() {
        String authorization = s3().headers("authorization").getFirst().replace("AKIDLOCAL", "AKIDOTHER");
        AuthenticationException e = refusal(s3().withHeader("Authorization", authorization));

        String message = "The security token included in the request is invalid.";
        answers(e, ErrorFamily.JSON, 400, "UnrecognizedClientException", message);
        answers(e, ErrorFamily.QUERY, 403, "InvalidClientTokenId", message);
        answers(
                e,
                ErrorFamily.S3,
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.");
        assertThat(e.s3Details()).containsEntry("AWSAccessKeyId", "AKIDOTHER");
    }

    @Test
    void aWrongOrMissingOrNeedlessSessionToken() {
        TestRequest temporary = Sdk.comprehend(BODY, Sdk.Signing::temporaryCredentials);
        AuthenticationException wrong = refusal(temporary.withHeader("X-Amz-Security-Token", "other"));
        AuthenticationException missing = refusal(temporary.withHeader("X-Amz-Security-Token"));
        AuthenticationException needless = refusal(json().withHeader("X-Amz-Security-Token", "other"));

        answers(wrong, ErrorFamily.S3, 400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
        assertThat(missing.code(ErrorFamily.JSON)).isEqualTo("UnrecognizedClientException");
        assertThat(needless.code(ErrorFamily.QUERY)).isEqualTo("InvalidClientTokenId");
    }

    @Test
    void aHeaderThatLacksItsParts() {
        AuthenticationException e = refusal(json().withHeader("Authorization", "AWS4-HMAC-SHA256 Signature=00")
                .withHeader("X-Amz-Date"));

        answers(
                e,
                ErrorFamily.QUERY,
                400,
                "IncompleteSignature",
                "Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders'"
                        + " parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                        + " header. (Hashed with SHA-256 and encoded with Base64)"
                        + " Authorization=fC0gzb7IfLnM6bJmpezpFEOAPNbo/gkNwRE/oeHQpWY=");
        answers(
                e,
                ErrorFamily.S3,
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the authorization header requires three components: Credential,"
                        + " SignedHeaders, and Signature.");
    }

    @Test
    void aCredentialThatIsNoScope() {
        String authorization = s3().headers("authorization").getFirst().replace("AKIDLOCAL/", "AKID/LOCAL/");
        AuthenticationException e = refusal(s3().withHeader("Authorization", authorization));

        answers(
                e,
                ErrorFamily.JSON,
                400,
                "IncompleteSignatureException",
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got"
                        + " 'AKID/LOCAL/20261123/eu-west-3/s3/aws4_request'");
        assertThat(e.message(ErrorFamily.S3))
                .isEqualTo("The authorization header is malformed; the Credential is mal-formed; expecting"
                        + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    }

    @Test
    void aScopeThatDoesNotFit() {
        String authorization = json().headers("authorization")
                .getFirst()
                .replace("20261123/eu-west-3/comprehend/aws4_request", "20261122/EU/comprehend/aws5_request");
        AuthenticationException e = refusal(json().withHeader("Authorization", authorization));

        answers(
                e,
                ErrorFamily.QUERY,
                403,
                "SignatureDoesNotMatch",
                "Credential should be scoped to a valid region, not 'EU'. Credential should be scoped with a valid"
                        + " terminator: 'aws4_request', not 'aws5_request'. Date in Credential scope does not match"
                        + " YYYYMMDD from ISO-8601 version of date from HTTP: '20261122' != '20261123', from"
                        + " '20261123T102030Z'.");
    }

    @Test
    void anAsymmetricSignatureAndOtherKindsOfAuthorization() {
        TestRequest asymmetric = s3().withHeader(
                        "Authorization",
                        "AWS4-ECDSA-P256-SHA256 Credential=AKIDLOCAL/20261123/s3/aws4_request, SignedHeaders=host, Signature=00");

        assertThat(refusal(asymmetric).message(ErrorFamily.S3)).startsWith("Signature Version 4A");
        for (String other : List.of("AWS AKIDLOCAL:c2ln", "Bearer abc", "Basic YTpi", "AWS4-HMAC-SHA256", "")) {
            assertThat(refusal(s3().withHeader("Authorization", other)).code(ErrorFamily.S3))
                    .isIn("InvalidArgument", "AuthorizationHeaderMalformed");
        }
        assertThat(refusal(presigned().withHeader("Authorization", "Bearer abc"))
                        .message(ErrorFamily.S3))
                .startsWith("Only one auth mechanism allowed");
    }

    @Test
    void aClockThatIsOffByMoreThanFiveMinutesOutsideS3() {
        assertThat(json().verifiedBy(Sdk.verifierAt(Sdk.NOW.plusSeconds(300)))).isEqualTo(BODY);
        assertThat(json().verifiedBy(Sdk.verifierAt(Sdk.NOW.minusSeconds(300)))).isEqualTo(BODY);
        answers(
                refusal(json(), Duration.ofSeconds(301)),
                ErrorFamily.JSON,
                400,
                "InvalidSignatureException",
                "Signature expired: 20261123T102030Z is now earlier than 20261123T102031Z (20261123T102531Z - 5 min.)");
        answers(
                refusal(json(), Duration.ofSeconds(-301)),
                ErrorFamily.QUERY,
                403,
                "SignatureDoesNotMatch",
                "Signature not yet current: 20261123T102030Z is still later than 20261123T102029Z (20261123T101529Z + 5"
                        + " min.)");
    }

    @Test
    void aClockThatIsOffByMoreThanFifteenMinutesInS3() {
        assertThat(s3().verifiedBy(Sdk.verifierAt(Sdk.NOW.plusSeconds(900)))).isEmpty();
        assertThat(s3().verifiedBy(Sdk.verifierAt(Sdk.NOW.minusSeconds(900)))).isEmpty();
        for (int seconds : new int[] {901, -901}) {
            AuthenticationException e = refusal(s3(), Duration.ofSeconds(seconds));
            answers(
                    e,
                    ErrorFamily.S3,
                    403,
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the current time is too large.");
            assertThat(e.s3Details())
                    .containsEntry("RequestTime", "20261123T102030Z")
                    .containsEntry("MaxAllowedSkewMilliseconds", "900000");
        }
    }

    @Test
    void aPresignedRequestOutsideItsTime() {
        assertThat(presigned().verifiedBy(Sdk.verifierAt(Sdk.NOW.plusSeconds(3600))))
                .isEmpty();
        AuthenticationException late = refusal(presigned(), Duration.ofSeconds(3601));
        answers(late, ErrorFamily.S3, 403, "AccessDenied", "Request has expired");
        assertThat(late.s3Details())
                .containsEntry("X-Amz-Expires", "3600")
                .containsEntry("Expires", "2026-11-23T11:20:30Z")
                .containsEntry("ServerTime", "2026-11-23T11:20:31Z");
        answers(
                refusal(presigned(), Duration.ofSeconds(-901)),
                ErrorFamily.S3,
                403,
                "AccessDenied",
                "Request is not valid yet");
    }

    @ParameterizedTest
    @CsvSource({
        "604801,'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than"
                + " 604800 seconds'",
        "99999999999999999999,'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must"
                + " be less than 604800 seconds'",
        "0,X-Amz-Expires must be greater than 0",
        "-1,X-Amz-Expires must be non-negative",
        "soon,X-Amz-Expires should be a number",
        "'',X-Amz-Expires should be a number",
    })
    void anExpiryThatIsNoNumberOfSecondsOfAWeek(String expires, String message) {
        TestRequest request = presigned();
        String query = String.valueOf(request.rawQuery()).replace("X-Amz-Expires=3600", "X-Amz-Expires=" + expires);

        answers(refusal(request.withQuery(query)), ErrorFamily.S3, 400, "AuthorizationQueryParametersError", message);
    }

    @Test
    void aPresignedRequestThatLacksParameters() {
        for (String name : List.of("Credential", "Date", "Expires", "SignedHeaders", "Algorithm")) {
            TestRequest request = presigned();
            String query = String.valueOf(request.rawQuery()).replaceAll("X-Amz-" + name + "=[^&]*&?", "");
            AuthenticationException e = refusal(request.withQuery(query));

            answers(
                    e,
                    ErrorFamily.S3,
                    400,
                    "AuthorizationQueryParametersError",
                    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
                            + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
            assertThat(e.message(ErrorFamily.QUERY))
                    .isEqualTo("AWS query-string parameters must include 'X-Amz-" + name
                            + "'. Re-examine the query-string parameters.");
        }
    }

    @Test
    void s3NeedsAPayloadHashItKnows() {
        answers(
                refusal(s3().withHeader("x-amz-content-sha256")),
                ErrorFamily.S3,
                400,
                "InvalidRequest",
                "Missing required header for this request: x-amz-content-sha256");
        assertThat(refusal(s3().withHeader("x-amz-content-sha256", "abc")).code(ErrorFamily.S3))
                .isEqualTo("InvalidArgument");
    }

    @Test
    void aBodyThatIsNotTheDeclaredOne() {
        AuthenticationException e = refusal(s3().withBody("more"));

        answers(
                e,
                ErrorFamily.S3,
                400,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.");
        assertThat(e.s3Details()).containsKeys("ClientComputedContentSHA256", "S3ComputedContentSHA256");
        assertThat(e.code(ErrorFamily.JSON)).isEqualTo("InvalidSignatureException");
    }

    @Test
    void aDateThatIsNone() {
        answers(
                refusal(s3().withHeader("x-amz-date", "2026-11-23")),
                ErrorFamily.S3,
                403,
                "AccessDenied",
                "AWS authentication requires a valid Date or x-amz-date header");
        assertThat(refusal(json().withHeader("x-amz-date", "20261399T102030Z")).message(ErrorFamily.JSON))
                .isEqualTo("Date must be in ISO-8601 'basic format'. Got '20261399T102030Z'. See"
                        + " http://en.wikipedia.org/wiki/ISO_8601");
    }
}
