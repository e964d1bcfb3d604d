package io.brume.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.server.Brume;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.SentimentType;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;

@BrumeTest
class BrumeExtensionTest {

    @Test
    void aClientParameterIsAnsweredInThisJvm(ComprehendClient comprehend) {
        var answer = comprehend.detectSentiment(
                r -> r.text("I love this phone, it is wonderful!").languageCode("en"));

        assertThat(answer.sentiment()).isEqualTo(SentimentType.POSITIVE);
    }

    @Test
    void anAsynchronousClientWorksToo(StsAsyncClient sts) {
        assertThat(sts.getCallerIdentity().join().account()).isEqualTo("123456789012");
    }

    @Test
    void clientsOfOneRunReachTheSameBrume(Brume brume, StsClient sts) {
        assertThat(brume.client(StsClient.class).getCallerIdentity().arn())
                .isEqualTo(sts.getCallerIdentity().arn());
    }
}
