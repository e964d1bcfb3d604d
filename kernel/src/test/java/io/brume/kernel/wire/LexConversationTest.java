package io.brume.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2AsyncClient;
import software.amazon.awssdk.services.lexruntimev2.model.ConversationMode;
import software.amazon.awssdk.services.lexruntimev2.model.Message;
import software.amazon.awssdk.services.lexruntimev2.model.StartConversationRequest;
import software.amazon.awssdk.services.lexruntimev2.model.StartConversationRequestEventStream;
import software.amazon.awssdk.services.lexruntimev2.model.StartConversationResponse;
import software.amazon.awssdk.services.lexruntimev2.model.StartConversationResponseEventStream;
import software.amazon.awssdk.services.lexruntimev2.model.StartConversationResponseHandler;
import software.amazon.awssdk.services.lexruntimev2.model.TextInputEvent;

/** Events of several types whose payloads are JSON, both ways. */
class LexConversationTest {

    /** Repeats what it is told. */
    private static final class Parrot implements LexRuntimeV2AsyncClient {

        @Override
        public CompletableFuture<Void> startConversation(
                StartConversationRequest request,
                Publisher<StartConversationRequestEventStream> events,
                StartConversationResponseHandler handler) {
            handler.responseReceived(StartConversationResponse.builder().build());
            handler.onEventStream(SdkPublisher.adapt(events)
                    .filter(TextInputEvent.class)
                    .map(said -> (StartConversationResponseEventStream)
                            StartConversationResponseEventStream.textResponseEventBuilder()
                                    .messages(Message.builder()
                                            .content(request.sessionId() + ": " + said.text())
                                            .build())
                                    .eventId(said.eventId())
                                    .build()));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static StartConversationRequestEventStream says(String text) {
        return StartConversationRequestEventStream.textInputEventBuilder()
                .text(text)
                .eventId("about-" + text)
                .clientTimestampMillis(1L)
                .build();
    }

    @Test
    void aConversationGoesBothWays() throws Exception {
        List<String> heard = new ArrayList<>();
        try (TestServer server = TestServer.hosting(new Parrot());
                LexRuntimeV2AsyncClient client = server.async(LexRuntimeV2AsyncClient.builder(), Protocol.HTTP2)
                        .build()) {
            client.startConversation(
                            r -> r.botId("BOTBOTBOT1")
                                    .botAliasId("ALIASALIA1")
                                    .localeId("en_US")
                                    .sessionId("talk")
                                    .conversationMode(ConversationMode.TEXT),
                            SdkPublisher.fromIterable(List.of(
                                    StartConversationRequestEventStream.configurationEventBuilder()
                                            .responseContentType("text/plain; charset=utf-8")
                                            .build(),
                                    says("hello"),
                                    says("¿qué?"))),
                            StartConversationResponseHandler.builder()
                                    .subscriber(StartConversationResponseHandler.Visitor.builder()
                                            .onTextResponseEvent(event -> heard.add(event.eventId() + " "
                                                    + event.messages()
                                                            .getFirst()
                                                            .content()))
                                            .build())
                                    .build())
                    .get(20, TimeUnit.SECONDS);
        }
        assertThat(heard).containsExactly("about-hello talk: hello", "about-¿qué? talk: ¿qué?");
    }
}
