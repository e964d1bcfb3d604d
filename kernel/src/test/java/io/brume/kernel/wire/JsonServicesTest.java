package io.brume.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.comprehend.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.comprehend.model.EndpointProperties;
import software.amazon.awssdk.services.comprehend.model.InvalidRequestDetail;
import software.amazon.awssdk.services.comprehend.model.InvalidRequestDetailReason;
import software.amazon.awssdk.services.comprehend.model.InvalidRequestException;
import software.amazon.awssdk.services.comprehend.model.InvalidRequestReason;
import software.amazon.awssdk.services.comprehend.model.ResourceNotFoundException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ListMlTransformsRequest;
import software.amazon.awssdk.services.glue.model.ListMlTransformsResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesRequest;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** awsJson 1.0 and 1.1. */
class JsonServicesTest {

    private static final String ARN = "arn:aws:comprehend:eu-west-3:123456789012:entity-recognizer-endpoint/mine";

    @Test
    void operationNamesMatchWhateverTheirCase() {
        var glue = new GlueClient() {
            @Override
            public ListMlTransformsResponse listMLTransforms(ListMlTransformsRequest request) {
                return ListMlTransformsResponse.builder().transformIds("one").build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(glue);
                GlueClient client = server.sync(GlueClient.builder()).build()) {
            assertThat(client.listMLTransforms(r -> {}).transformIds()).containsExactly("one");

            HttpResponse<byte[]> answer = server.post(
                    "/",
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "X-Amz-Target",
                    "AWSGlue.ListMlTransforms",
                    "Content-Type",
                    "application/x-amz-json-1.1");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"TransformIds\":[\"one\"]}");
        }
    }

    @Test
    void anAnswerHasTheContentTypeOfItsRequestsVersion() {
        var sfn = new SfnClient() {
            @Override
            public ListStateMachinesResponse listStateMachines(ListStateMachinesRequest request) {
                return ListStateMachinesResponse.builder()
                        .nextToken(String.valueOf(request.maxResults()))
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(sfn);
                SfnClient client = server.sync(SfnClient.builder()).build()) {
            assertThat(client.listStateMachines(r -> r.maxResults(7)).nextToken())
                    .isEqualTo("7");
            for (String version : new String[] {"1.0", "1.1"}) {
                HttpResponse<byte[]> answer = server.post(
                        "/",
                        "{\"maxResults\":7}".getBytes(StandardCharsets.UTF_8),
                        "X-Amz-Target",
                        "AWSStepFunctions.ListStateMachines",
                        "Content-Type",
                        "application/x-amz-json-" + version);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-" + version);
            }
        }
    }

    /** Comprehend with one endpoint, which was made at a moment. */
    private static ComprehendClient endpointMadeAt(Instant moment) {
        return new ComprehendClient() {
            @Override
            public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
                if (!request.endpointArn().equals(ARN)) {
                    throw ResourceNotFoundException.builder()
                            .message("no such endpoint")
                            .build();
                }
                return DescribeEndpointResponse.builder()
                        .endpointProperties(EndpointProperties.builder()
                                .creationTime(moment)
                                .build())
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void momentsAreSecondsSinceTheEpoch() {
        Instant moment = Instant.parse("2026-11-23T10:20:30.125Z");
        try (TestServer server = TestServer.hosting(endpointMadeAt(moment));
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            assertThat(client.describeEndpoint(r -> r.endpointArn(ARN))
                            .endpointProperties()
                            .creationTime())
                    .isEqualTo(moment);

            HttpResponse<byte[]> answer = server.post(
                    "/",
                    ("{\"EndpointArn\":\"" + ARN + "\"}").getBytes(StandardCharsets.UTF_8),
                    "X-Amz-Target",
                    "Comprehend_20171127.DescribeEndpoint");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"EndpointProperties\":{\"CreationTime\":1795429230.125}}");
        }
    }

    @Test
    void aModelledErrorArrivesAsItsOwnExceptionWithCodeStatusAndMessage() {
        try (TestServer server = TestServer.hosting(endpointMadeAt(Instant.EPOCH));
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            var error = catchThrowableOfType(
                    ResourceNotFoundException.class,
                    () -> client.describeEndpoint(r -> r.endpointArn(ARN.replace("mine", "other"))));

            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException");
            assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("no such endpoint");
            assertThat(error.statusCode()).isEqualTo(400);
            assertThat(error.requestId()).hasSize(36);
        }
    }

    @Test
    void aModelledErrorsMembersArrive() {
        var comprehend = new ComprehendClient() {
            @Override
            public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
                throw InvalidRequestException.builder()
                        .message("bad")
                        .reason(InvalidRequestReason.INVALID_DOCUMENT)
                        .detail(InvalidRequestDetail.builder()
                                .reason(InvalidRequestDetailReason.DOCUMENT_SIZE_EXCEEDED)
                                .build())
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(comprehend);
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            var error = catchThrowableOfType(
                    InvalidRequestException.class, () -> client.describeEndpoint(r -> r.endpointArn(ARN)));

            assertThat(error.reason()).isEqualTo(InvalidRequestReason.INVALID_DOCUMENT);
            assertThat(error.detail().reason()).isEqualTo(InvalidRequestDetailReason.DOCUMENT_SIZE_EXCEEDED);
        }
    }

    @Test
    void servicesThatOnceSpokeQueryKeepTheirOldErrorCodes() {
        var sqs = new SqsClient() {
            @Override
            public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
                throw QueueDoesNotExistException.builder()
                        .message("The specified queue does not exist.")
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(sqs);
                SqsClient client = server.sync(SqsClient.builder()).build()) {
            var error = catchThrowableOfType(
                    QueueDoesNotExistException.class, () -> client.getQueueUrl(r -> r.queueName("none")));
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
            assertThat(error.statusCode()).isEqualTo(400);

            HttpResponse<byte[]> answer = server.post(
                    "/",
                    "{\"QueueName\":\"none\"}".getBytes(StandardCharsets.UTF_8),
                    "X-Amz-Target",
                    "AmazonSQS.GetQueueUrl",
                    "Content-Type",
                    "application/x-amz-json-1.0");
            assertThat(answer.headers().firstValue("x-amzn-query-error"))
                    .hasValue("AWS.SimpleQueueService.NonExistentQueue;Sender");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("\"__type\":\"QueueDoesNotExist\"", "The specified queue does not exist.");
        }
    }
}
