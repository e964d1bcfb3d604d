package io.brume.kernel.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.http.TestServer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.ListEndpointsRequest;
import software.amazon.awssdk.services.comprehend.model.ListEndpointsResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/** Constraints that no SDK class has come from AWS's C2J models, and are kept before a service is called. */
class ConstraintsTest {

    private static final class Comprehend implements ComprehendClient {

        private int calls;

        @Override
        public DetectSentimentResponse detectSentiment(DetectSentimentRequest request) {
            calls++;
            return DetectSentimentResponse.builder().build();
        }

        @Override
        public ListEndpointsResponse listEndpoints(ListEndpointsRequest request) {
            calls++;
            return ListEndpointsResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void aRequestThatBreaksThemNeverReachesTheService() {
        var comprehend = new Comprehend();
        try (TestServer server = TestServer.hosting(comprehend);
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            var error = catchThrowableOfType(
                    AwsServiceException.class,
                    () -> client.detectSentiment(r -> r.text("").languageCode("xx")));

            assertThat(error.statusCode()).isEqualTo(400);
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
            assertThat(error.awsErrorDetails().errorMessage())
                    .startsWith(
                            "2 validation errors detected: Value at 'text' failed to satisfy constraint: Member must"
                                    + " have length greater than or equal to 1; Value 'xx' at 'languageCode' failed to satisfy"
                                    + " constraint: Member must satisfy enum value set: [en, es, fr, de,");
            assertThat(comprehend.calls).isZero();
        }
    }

    @Test
    void rangesAreKept() {
        try (TestServer server = TestServer.hosting(new Comprehend());
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            assertThat(catchThrowableOfType(
                                    AwsServiceException.class, () -> client.listEndpoints(r -> r.maxResults(501)))
                            .awsErrorDetails()
                            .errorMessage())
                    .isEqualTo("1 validation error detected: Value '501' at 'maxResults' failed to satisfy constraint:"
                            + " Member must have value less than or equal to 500");
        }
    }

    @Test
    void theQueryProtocolHasItsOwnCodeForThem() {
        var sts = new StsClient() {
            @Override
            public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
                return AssumeRoleResponse.builder().build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(sts);
                StsClient client = server.sync(StsClient.builder()).build()) {
            var error = catchThrowableOfType(
                    AwsServiceException.class,
                    () -> client.assumeRole(r -> r.roleArn("short").roleSessionName("a b")));

            assertThat(error.statusCode()).isEqualTo(400);
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
            assertThat(error.awsErrorDetails().errorMessage())
                    .isEqualTo("2 validation errors detected: Value 'short' at 'roleArn' failed to satisfy constraint:"
                            + " Member must have length greater than or equal to 20; Value 'a b' at 'roleSessionName'"
                            + " failed to satisfy constraint: Member must satisfy regular expression pattern:"
                            + " [\\w+=,.@-]*");
        }
    }
}
