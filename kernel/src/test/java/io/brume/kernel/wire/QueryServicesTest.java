package io.brume.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** awsQuery: forms in, XML out. */
class QueryServicesTest {

    private static final Instant EXPIRATION = Instant.parse("2026-11-23T10:20:30Z");

    private static final class Sts implements StsClient {

        @Override
        public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
            return GetCallerIdentityResponse.builder().account("123456789012").build();
        }

        @Override
        public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
            if (request.roleSessionName().equals("late")) {
                throw ExpiredTokenException.builder().message("too <late>").build();
            }
            return AssumeRoleResponse.builder()
                    .credentials(Credentials.builder()
                            .accessKeyId("ASIATESTTESTTESTTEST")
                            .secretAccessKey("s")
                            .sessionToken("t")
                            .expiration(EXPIRATION)
                            .build())
                    .packedPolicySize(request.durationSeconds())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static String call(TestServer server, String form) {
        HttpResponse<byte[]> answer = server.post(
                "/",
                form.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded; charset=utf-8",
                "Authorization",
                TestServer.scope("sts"));
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void momentsAreIso8601() {
        try (TestServer server = TestServer.hosting(new Sts());
                StsClient client = server.sync(StsClient.builder()).build()) {
            var response = client.assumeRole(r -> r.roleArn("arn:aws:iam::123456789012:role/mine")
                    .roleSessionName("session")
                    .durationSeconds(900));
            assertThat(response.credentials().expiration()).isEqualTo(EXPIRATION);
            assertThat(response.packedPolicySize()).isEqualTo(900);

            assertThat(call(
                            server,
                            "Action=AssumeRole&Version=2011-06-15&RoleSessionName=session"
                                    + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fmine"))
                    .contains("<Expiration>2026-11-23T10:20:30Z</Expiration>")
                    .startsWith("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">");
        }
    }

    @Test
    void anErrorHasTheCodeThatTheQueryProtocolGivesIt() {
        try (TestServer server = TestServer.hosting(new Sts());
                StsClient client = server.sync(StsClient.builder()).build()) {
            var error = catchThrowableOfType(
                    ExpiredTokenException.class,
                    () -> client.assumeRole(r ->
                            r.roleArn("arn:aws:iam::123456789012:role/mine").roleSessionName("late")));

            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ExpiredTokenException");
            assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("too <late>");
            assertThat(error.statusCode()).isEqualTo(400);
            assertThat(error.requestId()).hasSize(36);
        }
    }

    @Test
    void aRequestMayComeByGet() {
        try (TestServer server = TestServer.hosting(new Sts())) {
            HttpResponse<byte[]> answer = server.get("/?Action=GetCallerIdentity&Version=2011-06-15");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>")
                    .contains("<RequestId>"
                            + answer.headers().firstValue("x-amzn-RequestId").orElseThrow());
        }
    }

    @Test
    void anUnknownActionIsNamed() {
        try (TestServer server = TestServer.hosting(new Sts())) {
            assertThat(call(server, "Action=Nonsense&Version=2011-06-15"))
                    .contains("<Type>Sender</Type>", "<Code>InvalidAction</Code>", "Nonsense", "2011-06-15");
        }
    }

    @Test
    void listsMapsAndStructuresTravelInForms() {
        var sns = new SnsClient() {
            @Override
            public CreateTopicResponse createTopic(CreateTopicRequest request) {
                assertThat(request.attributes()).isEqualTo(Map.of("DisplayName", "né & <co>", "Policy", "{}"));
                assertThat(request.tags())
                        .containsExactly(
                                Tag.builder().key("a").value("1").build(),
                                Tag.builder().key("b").value("").build());
                return CreateTopicResponse.builder()
                        .topicArn("arn:aws:sns:eu-west-3:123456789012:" + request.name())
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(sns);
                SnsClient client = server.sync(SnsClient.builder()).build()) {
            assertThat(client.createTopic(r -> r.name("news")
                                    .attributes(Map.of("DisplayName", "né & <co>", "Policy", "{}"))
                                    .tags(List.of(
                                            Tag.builder().key("a").value("1").build(),
                                            Tag.builder().key("b").value("").build())))
                            .topicArn())
                    .endsWith(":news");
        }
    }

    @Test
    void anErrorWithACodeOfItsOwnIsStillItsOwnException() {
        var sns = new SnsClient() {
            @Override
            public CreateTopicResponse createTopic(CreateTopicRequest request) {
                throw NotFoundException.builder().message("gone").build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.hosting(sns);
                SnsClient client = server.sync(SnsClient.builder()).build()) {
            var error = catchThrowableOfType(NotFoundException.class, () -> client.createTopic(r -> r.name("x")));

            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("NotFound");
            assertThat(error.statusCode()).isEqualTo(404);
        }
    }
}
