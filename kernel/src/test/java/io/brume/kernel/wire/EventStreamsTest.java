package io.brume.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.brume.kernel.http.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.transcribestreaming.TranscribeStreamingAsyncClient;
import software.amazon.awssdk.services.transcribestreaming.model.AudioEvent;
import software.amazon.awssdk.services.transcribestreaming.model.AudioStream;
import software.amazon.awssdk.services.transcribestreaming.model.BadRequestException;
import software.amazon.awssdk.services.transcribestreaming.model.LanguageCode;
import software.amazon.awssdk.services.transcribestreaming.model.MediaEncoding;
import software.amazon.awssdk.services.transcribestreaming.model.Result;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionRequest;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionResponse;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionResponseHandler;
import software.amazon.awssdk.services.transcribestreaming.model.TranscriptEvent;
import software.amazon.awssdk.services.transcribestreaming.model.TranscriptResultStream;

/** Event streams out, and both ways. */
class EventStreamsTest {

    private static final int CHUNK = 10_000;
    private static final int CHUNKS = 60;

    /** Answers with the words of the payload, one an event. */
    private static final class Lambda implements LambdaAsyncClient {

        @Override
        public CompletableFuture<Void> invokeWithResponseStream(
                InvokeWithResponseStreamRequest request, InvokeWithResponseStreamResponseHandler handler) {
            if (request.functionName().equals("none")) {
                throw ResourceNotFoundException.builder()
                        .message("Function not found")
                        .build();
            }
            handler.responseReceived(InvokeWithResponseStreamResponse.builder()
                    .statusCode(200)
                    .executedVersion("$LATEST")
                    .build());
            List<InvokeWithResponseStreamResponseEvent> events = new ArrayList<>();
            for (String word : request.payload().asUtf8String().split(" ", -1)) {
                events.add(InvokeWithResponseStreamResponseEvent.payloadChunkBuilder()
                        .payload(SdkBytes.fromUtf8String(word))
                        .build());
            }
            events.add(InvokeWithResponseStreamResponseEvent.invokeCompleteBuilder()
                    .errorCode("none")
                    .build());
            handler.onEventStream(SdkPublisher.fromIterable(events));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static List<String> words(LambdaAsyncClient client, String function) throws Exception {
        List<String> words = new ArrayList<>();
        client.invokeWithResponseStream(
                        r -> r.functionName(function).payload(SdkBytes.fromUtf8String("to be or not")),
                        InvokeWithResponseStreamResponseHandler.builder()
                                .onResponse(response -> words.add(response.executedVersion()))
                                .subscriber(InvokeWithResponseStreamResponseHandler.Visitor.builder()
                                        .onPayloadChunk(chunk ->
                                                words.add(chunk.payload().asUtf8String()))
                                        .onInvokeComplete(end -> words.add("/" + end.errorCode()))
                                        .build())
                                .build())
                .get(20, TimeUnit.SECONDS);
        return words;
    }

    @Test
    void lambdaStreamsItsAnswer() throws Exception {
        LambdaClient others = new LambdaClient() {
            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        try (TestServer server = TestServer.with().hosting(others, new Lambda()).start();
                LambdaAsyncClient client = server.async(LambdaAsyncClient.builder(), Protocol.HTTP1_1)
                        .build()) {
            assertThat(words(client, "mine")).containsExactly("$LATEST", "to", "be", "or", "not", "/none");
        }
    }

    @Test
    void anErrorBeforeTheFirstEventIsAnOrdinaryAnswer() {
        try (TestServer server = TestServer.hosting(new Lambda());
                LambdaAsyncClient client = server.async(LambdaAsyncClient.builder(), Protocol.HTTP1_1)
                        .build()) {
            assertThat(catchThrowable(() -> words(client, "none")))
                    .cause()
                    .isInstanceOfSatisfying(
                            ResourceNotFoundException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(404));
        }
    }

    @Test
    void kinesisPushesAShardsRecordsOverHttp2() throws Exception {
        var kinesis = new KinesisAsyncClient() {
            @Override
            public CompletableFuture<Void> subscribeToShard(
                    SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
                handler.responseReceived(SubscribeToShardResponse.builder().build());
                handler.onEventStream(SdkPublisher.fromIterable(IntStream.range(0, 100)
                        .mapToObj(i ->
                                (SubscribeToShardEventStream) SubscribeToShardEventStream.subscribeToShardEventBuilder()
                                        .continuationSequenceNumber(request.shardId() + i)
                                        .records(Record.builder()
                                                .sequenceNumber("" + i)
                                                .partitionKey("p")
                                                .data(SdkBytes.fromByteArray(new byte[] {(byte) i}))
                                                .build())
                                        .millisBehindLatest(0L)
                                        .build())
                        .toList()));
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        List<SubscribeToShardEvent> events = new ArrayList<>();
        try (TestServer server = TestServer.hosting(kinesis);
                KinesisAsyncClient client = server.async(KinesisAsyncClient.builder(), Protocol.HTTP2)
                        .build()) {
            client.subscribeToShard(
                            SubscribeToShardRequest.builder()
                                    .consumerARN("arn:aws:kinesis:eu-west-3:123456789012:stream/s/consumer/c:1")
                                    .shardId("shard-")
                                    .startingPosition(StartingPosition.builder()
                                            .type("LATEST")
                                            .build())
                                    .build(),
                            SubscribeToShardResponseHandler.builder()
                                    .subscriber(SubscribeToShardResponseHandler.Visitor.builder()
                                            .onSubscribeToShardEvent(events::add)
                                            .build())
                                    .build())
                    .get(20, TimeUnit.SECONDS);
        }
        assertThat(events).hasSize(100);
        assertThat(events.get(42).continuationSequenceNumber()).isEqualTo("shard-42");
        assertThat(events.get(42).records().getFirst().data().asByteArray()).containsExactly(42);
        assertThat(KinesisClient.SERVICE_NAME).isEqualTo("kinesis");
    }

    /** Says after each chunk how many bytes it has heard; a chunk that begins with 9 is refused. */
    private static final class Transcribe implements TranscribeStreamingAsyncClient {

        @Override
        public CompletableFuture<Void> startStreamTranscription(
                StartStreamTranscriptionRequest request,
                Publisher<AudioStream> audio,
                StartStreamTranscriptionResponseHandler handler) {
            handler.responseReceived(StartStreamTranscriptionResponse.builder()
                    .sessionId("session")
                    .languageCode(request.languageCode())
                    .build());
            handler.onEventStream(SdkPublisher.adapt(audio).map(Transcribe.heard()));
            return CompletableFuture.completedFuture(null);
        }

        private static java.util.function.Function<AudioStream, TranscriptResultStream> heard() {
            int[] bytes = {0};
            return chunk -> {
                byte[] sound = ((AudioEvent) chunk).audioChunk().asByteArray();
                if (sound.length > 0 && sound[0] == 9) {
                    throw BadRequestException.builder().message("noise").build();
                }
                bytes[0] += sound.length;
                return TranscriptResultStream.transcriptEventBuilder()
                        .transcript(t -> t.results(
                                Result.builder().resultId("" + bytes[0]).build()))
                        .build();
            };
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /** Chunks that are sent one by one, each when the answer to the one before is there. */
    private static final class Microphone implements Publisher<AudioStream> {

        private final List<byte[]> chunks;
        private int next;

        Microphone(List<byte[]> chunks) {
            this.chunks = chunks;
        }

        @Override
        public void subscribe(Subscriber<? super AudioStream> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    for (long i = 0; i < n && next <= chunks.size(); i++) {
                        if (next == chunks.size()) {
                            next++;
                            subscriber.onComplete();
                            return;
                        }
                        byte[] chunk = chunks.get(next++);
                        subscriber.onNext(AudioStream.audioEventBuilder()
                                .audioChunk(SdkBytes.fromByteArray(chunk))
                                .build());
                    }
                }

                @Override
                public void cancel() {}
            });
        }
    }

    private static List<String> transcribe(TranscribeStreamingAsyncClient client, List<byte[]> chunks)
            throws Exception {
        List<String> heard = new ArrayList<>();
        client.startStreamTranscription(
                        StartStreamTranscriptionRequest.builder()
                                .languageCode(LanguageCode.EN_US)
                                .mediaEncoding(MediaEncoding.PCM)
                                .mediaSampleRateHertz(16000)
                                .build(),
                        new Microphone(chunks),
                        StartStreamTranscriptionResponseHandler.builder()
                                .onResponse(r -> heard.add(r.sessionId() + " " + r.languageCodeAsString()))
                                .subscriber(StartStreamTranscriptionResponseHandler.Visitor.builder()
                                        .onTranscriptEvent((TranscriptEvent e) -> heard.add(e.transcript()
                                                .results()
                                                .getFirst()
                                                .resultId()))
                                        .build())
                                .build())
                .get(20, TimeUnit.SECONDS);
        return heard;
    }

    private static List<byte[]> sound() {
        return IntStream.range(0, CHUNKS).mapToObj(_ -> new byte[CHUNK]).toList();
    }

    @Test
    void transcribeHearsAndAnswersAtTheSameTime() throws Exception {
        try (TestServer server = TestServer.hosting(new Transcribe());
                TranscribeStreamingAsyncClient client = server.async(
                                TranscribeStreamingAsyncClient.builder(), Protocol.HTTP2)
                        .build()) {
            List<String> heard = transcribe(client, sound());

            assertThat(heard).startsWith("session en-US", "10000", "20000").contains("" + CHUNKS * CHUNK);
        }
    }

    @Test
    void everyEventsSignatureIsVerifiedWhenKeysAreConfigured() throws Exception {
        try (TestServer server = TestServer.with()
                        .hosting(new Transcribe())
                        .keys("AKIDTEST:secret")
                        .start();
                TranscribeStreamingAsyncClient client = server.async(
                                TranscribeStreamingAsyncClient.builder(), Protocol.HTTP2)
                        .build()) {
            assertThat(transcribe(client, sound())).contains("" + CHUNKS * CHUNK);
        }
    }

    @Test
    void anErrorInMidStreamArrivesAsItsOwnException() {
        try (TestServer server = TestServer.hosting(new Transcribe());
                TranscribeStreamingAsyncClient client = server.async(
                                TranscribeStreamingAsyncClient.builder(), Protocol.HTTP2)
                        .build()) {
            assertThat(catchThrowable(() -> transcribe(client, List.of(new byte[CHUNK], new byte[] {9}))))
                    .cause()
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("noise");
        }
    }

    @Test
    void aDamagedEventIsRefused() {
        try (TestServer server = TestServer.hosting(new Transcribe())) {
            var answer = server.post(
                    "/stream-transcription",
                    "this is no event, it is only text".getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/vnd.amazon.eventstream",
                    "x-amzn-transcribe-language-code",
                    "en-US",
                    "x-amzn-transcribe-media-encoding",
                    "pcm",
                    "x-amzn-transcribe-sample-rate",
                    "16000",
                    "Authorization",
                    TestServer.scope("transcribe"));

            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains(":exception-type", "SerializationException");
        }
    }
}
