package io.brume.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/** restJson1: paths, queries, headers and bodies. */
class RestJsonServicesTest {

    private static final String ARN = "arn:aws:lambda:eu-west-3:123456789012:function:mine";

    private static final class Lambda implements LambdaClient {

        @Override
        public InvokeResponse invoke(InvokeRequest request) {
            if (request.functionName().equals("busy")) {
                throw TooManyRequestsException.builder()
                        .message("slow down")
                        .retryAfterSeconds("3")
                        .type("User")
                        .build();
            }
            return InvokeResponse.builder()
                    .statusCode(202)
                    .functionError(request.clientContext())
                    .executedVersion(request.qualifier())
                    .payload(request.payload())
                    .build();
        }

        @Override
        public ListTagsResponse listTags(ListTagsRequest request) {
            return ListTagsResponse.builder()
                    .tags(Map.of("arn", request.resource()))
                    .build();
        }

        @Override
        public UntagResourceResponse untagResource(UntagResourceRequest request) {
            assertThat(request.tagKeys()).containsExactly("a b", "c&d");
            return UntagResourceResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void membersTravelInPathQueryHeadersBodyAndStatus() {
        try (TestServer server = TestServer.hosting(new Lambda());
                LambdaClient client = server.sync(LambdaClient.builder()).build()) {
            InvokeResponse response = client.invoke(r -> r.functionName("mine")
                    .qualifier("7")
                    .clientContext("e30=")
                    .payload(SdkBytes.fromUtf8String("[1]")));

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.functionError()).isEqualTo("e30=");
            assertThat(response.executedVersion()).isEqualTo("7");
            assertThat(response.payload().asUtf8String()).isEqualTo("[1]");
        }
    }

    @Test
    void aPathsVariableMayHoldEncodedSlashesAndColons() {
        try (TestServer server = TestServer.hosting(new Lambda());
                LambdaClient client = server.sync(LambdaClient.builder()).build()) {
            assertThat(client.listTags(r -> r.resource(ARN)).tags()).containsEntry("arn", ARN);
        }
    }

    @Test
    void aListInTheQueryIsItsParameterRepeated() {
        try (TestServer server = TestServer.hosting(new Lambda());
                LambdaClient client = server.sync(LambdaClient.builder()).build()) {
            assertThat(client.untagResource(r -> r.resource(ARN).tagKeys("a b", "c&d"))
                            .sdkHttpResponse()
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void anErrorsTypeIsInItsHeaderAndItsMembersWhereTheyBelong() {
        try (TestServer server = TestServer.hosting(new Lambda());
                LambdaClient client = server.sync(LambdaClient.builder()).build()) {
            var error = catchThrowableOfType(
                    TooManyRequestsException.class, () -> client.invoke(r -> r.functionName("busy")));
            assertThat(error.statusCode()).isEqualTo(429);
            assertThat(error.type()).isEqualTo("User");
            assertThat(error.retryAfterSeconds()).isEqualTo("3");

            HttpResponse<byte[]> answer = server.post(
                    "/2015-03-31/functions/busy/invocations",
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "Authorization",
                    TestServer.scope("lambda"));
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("TooManyRequestsException");
        }
    }

    @Test
    void aPathThatNoOperationHasIsNotFound() {
        try (TestServer server = TestServer.hosting(new Lambda())) {
            HttpResponse<byte[]> answer =
                    server.get("/2015-03-31/nonsense", "Authorization", TestServer.scope("lambda"));

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("UnknownOperationException", "GET /2015-03-31/nonsense");
        }
    }
}
