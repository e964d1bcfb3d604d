package io.brume.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests need no signature on a server that has keys. */
class NotificationLinksTest {

    private record Get(String rawQuery) implements RequestHead {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String rawPath() {
            return "/";
        }

        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public Iterable<String> headerNames() {
            return List.of();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action=ConfirmSubscription&TopicArn=t&Token=1", "Action=Unsubscribe&SubscriptionArn=s"})
    void theLinksInNotificationsNeedNone(String query) {
        assertThat(NotificationLinks.contain(new Get(query))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action=DeleteTopic&TopicArn=t",
                "Action=Unsubscribe&Action=DeleteTopic",
                "Action=Unsubscribe&%41ction=DeleteTopic",
                "Action=Unsubscribe&SubscriptionArn=s&X-Amz-Credential=AKID/20260101/us-east-1/sns/aws4_request",
                "Action=%55nsubscribe",
                "TopicArn=t",
                ""
            })
    void nothingElsePasses(String query) {
        assertThat(NotificationLinks.contain(new Get(query))).isFalse();
    }
}
