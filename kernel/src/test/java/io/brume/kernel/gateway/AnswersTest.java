package io.brume.kernel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.brume.kernel.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.ComprehendException;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageRequest;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageResponse;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.DominantLanguage;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** What a gateway answers besides a service's own answers. */
class AnswersTest {

    /** Says who asks; fails on request. */
    private static final class Comprehend implements ComprehendClient {

        @Override
        public DetectDominantLanguageResponse detectDominantLanguage(DetectDominantLanguageRequest request) {
            if (request.text().equals("fail")) {
                throw new IllegalStateException("the database password is hunter2");
            }
            RequestContext context = RequestContext.current();
            return DetectDominantLanguageResponse.builder()
                    .languages(
                            language(context.requestId()),
                            language(context.caller().accountId()),
                            language(context.caller().region()))
                    .build();
        }

        private static DominantLanguage language(String code) {
            return DominantLanguage.builder().languageCode(code).build();
        }

        @Override
        public DetectSentimentResponse detectSentiment(DetectSentimentRequest request) {
            throw ComprehendException.builder().message("no details at all").build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static HttpResponse<byte[]> json(TestServer server, String target, String body) {
        return server.post(
                "/",
                body.getBytes(StandardCharsets.UTF_8),
                "X-Amz-Target",
                target,
                "Content-Type",
                "application/x-amz-json-1.1");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void anOperationThatIsNotImplementedIsNamed() {
        try (TestServer server = TestServer.hosting(new Comprehend());
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            var error = catchThrowableOfType(ComprehendException.class, () -> client.detectEntities(r -> r.text("x")));

            assertThat(error.statusCode()).isEqualTo(501);
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("NotImplementedException");
            assertThat(error.awsErrorDetails().errorMessage())
                    .isEqualTo("Comprehend's DetectEntities is not implemented by this server yet.");
        }
    }

    @Test
    void aServiceThatDoesNotRunIsNamedInEachProtocol() {
        try (TestServer server = TestServer.hosting(new Comprehend());
                SfnClient json = server.sync(SfnClient.builder()).build();
                StsClient query = server.sync(StsClient.builder()).build();
                LambdaClient rest = server.sync(LambdaClient.builder()).build()) {
            var errors = List.of(
                    catchThrowableOfType(
                            software.amazon.awssdk.services.sfn.model.SfnException.class, json::listStateMachines),
                    catchThrowableOfType(StsException.class, query::getCallerIdentity),
                    catchThrowableOfType(LambdaException.class, rest::listFunctions));

            assertThat(errors).allSatisfy(error -> {
                assertThat(error.statusCode()).isEqualTo(501);
                assertThat(error.requestId()).hasSize(36);
            });
            assertThat(errors.get(0)).hasMessageContaining("'states'").hasMessageContaining("[comprehend]");
            assertThat(errors.get(1)).hasMessageContaining("'sts'").hasMessageContaining("forward.sts=URL");
            assertThat(errors.get(2)).hasMessageContaining("'lambda'");
        }
    }

    @Test
    void anOperationThatAServiceDoesNotHaveIsNamed() {
        try (TestServer server = TestServer.hosting(new Comprehend())) {
            HttpResponse<byte[]> answer = json(server, "Comprehend_20171127.DetectNonsense", "{}");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(text(answer)).contains("UnknownOperationException", "Comprehend_20171127.DetectNonsense");
        }
    }

    @Test
    void everyAnswerHasTheRequestIdThatTheServiceKnows() {
        try (TestServer server = TestServer.hosting(new Comprehend());
                ComprehendClient client =
                        server.sync(ComprehendClient.builder()).build()) {
            var response = client.detectDominantLanguage(r -> r.text("x"));

            assertThat(response.languages().getFirst().languageCode())
                    .isEqualTo(response.responseMetadata().requestId())
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        }
    }

    @Test
    void accountAndRegionComeFromTheCredentials() {
        try (TestServer server = TestServer.hosting(new Comprehend());
                ComprehendClient client = server.sync(ComprehendClient.builder())
                        .credentialsProvider(TestServer.credentials("111122223333", "any"))
                        .build();
                ComprehendClient other = server.sync(ComprehendClient.builder()).build()) {
            assertThat(client.detectDominantLanguage(r -> r.text("x"))
                            .languages()
                            .subList(1, 3))
                    .extracting(l -> l.languageCode())
                    .containsExactly("111122223333", "eu-west-3");
            assertThat(other.detectDominantLanguage(r -> r.text("x"))
                            .languages()
                            .get(1)
                            .languageCode())
                    .isEqualTo("123456789012");
        }
    }

    @Test
    void aFailureIsInTheLogAndNotInTheAnswer() {
        var logger = (Logger) LoggerFactory.getLogger(Gateway.class);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        try (TestServer server = TestServer.hosting(new Comprehend())) {
            HttpResponse<byte[]> answer =
                    json(server, "Comprehend_20171127.DetectDominantLanguage", "{\"Text\":\"fail\"}");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(text(answer))
                    .contains("\"__type\":\"InternalFailure\"")
                    .doesNotContain("hunter2", "IllegalState", "\\tat ");
            String id = answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
            assertThat(log.list).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).contains(id);
                assertThat(event.getThrowableProxy().getMessage()).contains("hunter2");
            });
            assertThat(json(server, "Comprehend_20171127.DetectDominantLanguage", "{\"Text\":\"fine\"}")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }
    }

    @Test
    void anExceptionThatSaysNothingIsAnInternalFailure() {
        try (TestServer server = TestServer.hosting(new Comprehend())) {
            HttpResponse<byte[]> answer =
                    json(server, "Comprehend_20171127.DetectSentiment", "{\"Text\":\"x\",\"LanguageCode\":\"en\"}");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(text(answer)).contains("InternalFailure").doesNotContain("no details");
        }
    }

    @Test
    void aHostsPrefixDoesNotMatter() {
        var sfn = new SfnClient() {
            @Override
            public StartSyncExecutionResponse startSyncExecution(StartSyncExecutionRequest request) {
                return StartSyncExecutionResponse.builder().name(request.name()).build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(sfn)) {
            String body =
                    "{\"stateMachineArn\":\"arn:aws:states:eu-west-3:123456789012:stateMachine:m\",\"name\":\"n\"}";
            assertThat(server.raw("POST / HTTP/1.1\nHost: sync-127.0.0.1:4566\nConnection: close\n"
                            + "X-Amz-Target: AWSStepFunctions.StartSyncExecution\nContent-Length: " + body.length()
                            + "\n\n" + body))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("{\"name\":\"n\"}");
            try (SfnClient client = server.sync(SfnClient.builder())
                    .overrideConfiguration(o -> o.putAdvancedOption(
                            software.amazon.awssdk.core.client.config.SdkAdvancedClientOption
                                    .DISABLE_HOST_PREFIX_INJECTION,
                            true))
                    .build()) {
                assertThat(client.startSyncExecution(
                                        r -> r.stateMachineArn("arn:aws:states:eu-west-3:123456789012:stateMachine:m")
                                                .name("n"))
                                .name())
                        .isEqualTo("n");
            }
        }
    }
}
