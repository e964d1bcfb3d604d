package io.brume.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.brume.kernel.http.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;

/** rpcv2Cbor, and the CBOR that Kinesis's Java client speaks. */
class CborServicesTest {

    private static final CBORFactory CBOR = new CBORFactory();
    private static final Instant MOMENT = Instant.parse("2026-11-23T10:20:30.125Z");

    @Test
    void kinesisOfJavaSpeaksCborWithMilliseconds() {
        var kinesis = new KinesisClient() {
            @Override
            public GetRecordsResponse getRecords(GetRecordsRequest request) {
                return GetRecordsResponse.builder()
                        .records(Record.builder()
                                .data(SdkBytes.fromByteArray(new byte[] {0, -1, 2}))
                                .partitionKey(request.shardIterator())
                                .sequenceNumber("1")
                                .approximateArrivalTimestamp(MOMENT)
                                .build())
                        .millisBehindLatest(5L)
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        var sent = new AtomicReference<String>("");
        try (TestServer server = TestServer.hosting(kinesis);
                KinesisClient client = server.sync(KinesisClient.builder())
                        .overrideConfiguration(o -> o.addExecutionInterceptor(new ExecutionInterceptor() {
                            @Override
                            public void beforeTransmission(
                                    Context.BeforeTransmission context, ExecutionAttributes attributes) {
                                sent.set(context.httpRequest()
                                        .firstMatchingHeader("Content-Type")
                                        .orElse(""));
                            }
                        }))
                        .build()) {
            Record record =
                    client.getRecords(r -> r.shardIterator("here")).records().getFirst();

            assertThat(sent.get()).isEqualTo("application/x-amz-cbor-1.1");
            assertThat(record.data().asByteArray()).containsExactly(0, -1, 2);
            assertThat(record.partitionKey()).isEqualTo("here");
            assertThat(record.approximateArrivalTimestamp()).isEqualTo(MOMENT);
        }
    }

    private static final class CloudWatch implements CloudWatchClient {

        @Override
        public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
            if (request.metricName().equals("none")) {
                throw ResourceNotFoundException.builder()
                        .message("no metric")
                        .resourceId(request.metricName())
                        .build();
            }
            return GetMetricStatisticsResponse.builder()
                    .label(request.metricName())
                    .datapoints(Datapoint.builder()
                            .timestamp(request.startTime())
                            .sum(1.5)
                            .build())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static byte[] statisticsOf(String metric) {
        var bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = CBOR.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("Namespace", "test");
            out.writeStringField("MetricName", metric);
            for (String member : new String[] {"StartTime", "EndTime"}) {
                out.writeFieldName(member);
                out.writeTag(1);
                ((JsonGenerator) out).writeNumber(MOMENT.toEpochMilli() / 1000d);
            }
            out.writeNumberField("Period", 60);
            out.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static HttpResponse<byte[]> call(TestServer server, String metric) {
        return server.post(
                "/service/GraniteServiceVersion20100801/operation/GetMetricStatistics",
                statisticsOf(metric),
                "smithy-protocol",
                "rpc-v2-cbor",
                "Content-Type",
                "application/cbor",
                "Accept",
                "application/cbor");
    }

    @Test
    void rpcv2WritesMomentsWithTagOne() throws IOException {
        try (TestServer server = TestServer.hosting(new CloudWatch())) {
            HttpResponse<byte[]> answer = call(server, "load");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("smithy-protocol")).hasValue("rpc-v2-cbor");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/cbor");
            int tag = 0;
            double seconds = 0;
            try (CBORParser parser = CBOR.createParser(answer.body())) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.VALUE_NUMBER_FLOAT && "Timestamp".equals(parser.currentName())) {
                        tag = parser.getCurrentTag();
                        seconds = parser.getDoubleValue();
                    }
                }
            }
            assertThat(tag).isEqualTo(1);
            assertThat(seconds).isEqualTo(MOMENT.toEpochMilli() / 1000d);
        }
    }

    @Test
    void rpcv2ErrorsAreCborWithTheirTypeAndMembers() throws IOException {
        try (TestServer server = TestServer.hosting(new CloudWatch())) {
            HttpResponse<byte[]> answer = call(server, "none");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("smithy-protocol")).hasValue("rpc-v2-cbor");
            assertThat(text(answer.body(), "__type")).isEqualTo("ResourceNotFoundException");
            assertThat(text(answer.body(), "message")).isEqualTo("no metric");
            assertThat(text(answer.body(), "ResourceId")).isEqualTo("none");
        }
    }

    private static String text(byte[] cbor, String member) throws IOException {
        try (JsonParser parser = CBOR.createParser(cbor)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && member.equals(parser.currentName())) {
                    return parser.getText();
                }
            }
        }
        return "";
    }

    @Test
    void theSameServiceAnswersTheJavaClientInItsProtocol() {
        try (TestServer server = TestServer.hosting(new CloudWatch());
                CloudWatchClient client =
                        server.sync(CloudWatchClient.builder()).build()) {
            var response = client.getMetricStatistics(r -> r.namespace("test")
                    .metricName("load")
                    .startTime(MOMENT)
                    .endTime(MOMENT)
                    .period(60));

            assertThat(response.datapoints().getFirst().timestamp()).isEqualTo(MOMENT);
        }
    }
}
