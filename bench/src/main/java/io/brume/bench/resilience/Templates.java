package io.brume.bench.resilience;

import io.brume.bench.resilience.Template.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.SyntaxLanguageCode;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2Client;
import software.amazon.awssdk.services.polly.PollyClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Well-formed requests of every protocol, most of them as the SDK's clients send them. */
final class Templates {

    private static final URI NOWHERE = URI.create("http://localhost");

    private final List<Template> all = new ArrayList<>();

    private Templates() {
        sts();
        comprehend();
        kinesis();
        rest();
        s3();
        byHand();
    }

    static List<Template> all() {
        return List.copyOf(new Templates().all);
    }

    private void sts() {
        try (StsClient sts = client("sts", StsClient.builder())) {
            sent(sts::getCallerIdentity);
            sent(() -> sts.assumeRole(r -> r.roleArn("arn:aws:iam::123456789012:role/reader")
                    .roleSessionName("session")
                    .durationSeconds(900)
                    .policyArns(p -> p.arn("arn:aws:iam::aws:policy/One"), p -> p.arn("arn:aws:iam::aws:policy/Two"))
                    .tags(t -> t.key("team").value("words & \"quotes\""))));
        }
    }

    private void comprehend() {
        try (ComprehendClient comprehend = client("comprehend", ComprehendClient.builder())) {
            sent(() -> comprehend.detectSentiment(r -> r.text("").languageCode("en")));
            sent(() -> comprehend.detectDominantLanguage(r -> r.text("Grüße aus Kærlighed, 東京 😀")));
            sent(() -> comprehend.detectSyntax(
                    r -> r.text("It is\u0007 what it is.").languageCode(SyntaxLanguageCode.UNKNOWN_TO_SDK_VERSION)));
            sent(() -> comprehend.batchDetectEntities(r -> r.languageCode("xx").textList("one", "two", "three")));
            sent(() -> comprehend.startEntitiesDetectionJob(r -> r.languageCode("en")
                    .jobName("job")
                    .dataAccessRoleArn("arn:aws:iam::123456789012:role/reader")
                    .inputDataConfig(i -> i.s3Uri("s3://texts/in").inputFormat("ONE_DOC_PER_LINE"))
                    .outputDataConfig(o -> o.s3Uri("s3://texts/out"))
                    .tags(t -> t.key("k").value("v"))));
            sent(() -> comprehend.listEntitiesDetectionJobs(r ->
                    r.maxResults(5).filter(f -> f.submitTimeAfter(java.time.Instant.ofEpochSecond(1_700_000_000)))));
        }
    }

    /** The SDK sends Kinesis CBOR. */
    private void kinesis() {
        try (KinesisClient kinesis = client("kinesis", KinesisClient.builder())) {
            sent(() -> kinesis.putRecords(r -> r.streamName("clicks")
                    .records(
                            e -> e.partitionKey("1").data(SdkBytes.fromUtf8String("first")),
                            e -> e.partitionKey("2").data(SdkBytes.fromUtf8String("second")))));
            sent(() -> kinesis.getShardIterator(r -> r.streamName("clicks")
                    .shardId("shardId-000000000000")
                    .shardIteratorType("AT_TIMESTAMP")
                    .timestamp(java.time.Instant.ofEpochSecond(1_700_000_000))));
        }
    }

    private void rest() {
        try (PollyClient polly = client("polly", PollyClient.builder());
                LexRuntimeV2Client lex = client("lex", LexRuntimeV2Client.builder())) {
            sent(() -> polly.synthesizeSpeech(r ->
                    r.text("Hello there.").voiceId("Joanna").outputFormat("mp3").lexiconNames("one", "two")));
            sent(() -> polly.describeVoices(
                    r -> r.engine("neural").languageCode("en-US").includeAdditionalLanguageCodes(true)));
            sent(() -> polly.putLexicon(r -> r.name("words").content("<lexicon/>")));
            sent(() -> lex.recognizeText(r -> r.botId("ABCDEFGHIJ")
                    .botAliasId("TSTALIASID")
                    .localeId("en_US")
                    .sessionId("me")
                    .text("a pizza")
                    .requestAttributes(Map.of("a", "b"))));
            sent(() -> lex.recognizeUtterance(
                    r -> r.botId("ABCDEFGHIJ")
                            .botAliasId("TSTALIASID")
                            .localeId("en_US")
                            .sessionId("me")
                            .requestContentType("text/plain; charset=utf-8"),
                    RequestBody.fromString("a pizza"),
                    ResponseTransformer.toBytes()));
        }
    }

    private void s3() {
        try (S3Client s3 = client("s3", S3Client.builder().forcePathStyle(true))) {
            sent(s3::listBuckets);
            sent(() -> s3.putObject(
                    r -> r.bucket("photos").key("a b/ü+%.txt").metadata(Map.of("colour", "blue")),
                    RequestBody.fromString("an object's content, in chunks")));
            sent(() -> s3.getObject(r -> r.bucket("photos").key("a").range("bytes=0-9")));
            sent(() -> s3.listObjectsV2(r -> r.bucket("photos").prefix("a/").maxKeys(10)));
            sent(() -> s3.putObjectTagging(r -> r.bucket("photos")
                    .key("a")
                    .tagging(t -> t.tagSet(Tag.builder().key("k<>").value("v&").build()))));
            sent(() -> s3.completeMultipartUpload(r -> r.bucket("photos")
                    .key("a")
                    .uploadId("u")
                    .multipartUpload(m -> m.parts(
                            CompletedPart.builder().partNumber(1).eTag("\"e\"").build()))));
            sent(() -> s3.deleteObjects(r -> r.bucket("photos")
                    .delete(d -> d.objects(o -> o.key("one"), o -> o.key("two")).quiet(true))));
        }
        Template put = new Template(
                "s3 presigned PutObject",
                "s3",
                "PUT",
                "/photos/presigned",
                List.of(),
                "by anyone".getBytes(StandardCharsets.UTF_8));
        all.add(Signer.presign(put));
        all.add(Signer.presign(
                new Template("s3 presigned GetObject", "s3", "GET", "/photos/a?versionId=1", List.of(), new byte[0])));
    }

    /** What the SDK's blocking clients do not send. */
    private void byHand() {
        byte[] cbor = {
            (byte) 0xbf,
            0x64,
            'T',
            'e',
            'x',
            't',
            0x62,
            'h',
            'i',
            0x6c,
            'L',
            'a',
            'n',
            'g',
            'u',
            'a',
            'g',
            'e',
            'C',
            'o',
            'd',
            'e',
            0x62,
            'x',
            'x',
            (byte) 0xff
        };
        all.add(Signer.sign(new Template(
                "comprehend rpcv2 DetectSentiment",
                "comprehend",
                "POST",
                "/service/Comprehend_20171127/operation/DetectSentiment",
                List.of(new Header("smithy-protocol", "rpc-v2-cbor"), new Header("Content-Type", "application/cbor")),
                cbor)));
        all.add(Signer.sign(new Template(
                "sts GET GetCallerIdentity",
                "sts",
                "GET",
                "/?Action=GetCallerIdentity&Version=2011-06-15",
                List.of(),
                new byte[0])));
        all.add(Signer.sign(new Template(
                "lex StartConversation",
                "lex",
                "POST",
                "/bots/ABCDEFGHIJ/botAliases/TSTALIASID/botLocales/en_US/sessions/me/conversation",
                List.of(
                        new Header("Content-Type", "application/vnd.amazon.eventstream"),
                        new Header("x-amz-lex-conversation-mode", "TEXT")),
                events())));
    }

    private static byte[] events() {
        var frames = new ByteArrayOutputStream();
        frames.writeBytes(event("TextInputEvent", "{\"text\":\"a pizza\",\"eventId\":\"1\"}"));
        frames.writeBytes(event("DTMFInputEvent", "{\"inputCharacter\":\"5\",\"clientTimestampMillis\":5}"));
        frames.writeBytes(event("DisconnectionEvent", "{}"));
        return frames.toByteArray();
    }

    private static byte[] event(String type, String payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put(":event-type", HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        var bytes = new ByteArrayOutputStream();
        new Message(headers, payload.getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return bytes.toByteArray();
    }

    private static void sent(Runnable call) {
        try {
            call.run();
        } catch (SdkException e) {
            // nobody answers: the request is what is wanted
        }
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(String service, B builder) {
        return builder.region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Target.KEY_ID, Target.SECRET)))
                .endpointOverride(NOWHERE)
                .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD))
                .httpClient(new Recorder(service, all::add))
                .build();
    }

    /** Keeps what an SDK client sends and answers with nothing. */
    private record Recorder(String service, Consumer<Template> kept) implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    byte[] body = request.contentStreamProvider()
                            .map(provider -> {
                                try (var in = provider.newStream()) {
                                    return in.readAllBytes();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            })
                            .orElse(new byte[0]);
                    var sent = request.httpRequest();
                    kept.accept(
                            Signer.of(service + " " + sent.method() + " " + sent.encodedPath(), service, sent, body));
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(new byte[0])))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
