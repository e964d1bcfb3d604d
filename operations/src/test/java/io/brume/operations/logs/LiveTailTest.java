package io.brume.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogLine;
import io.brume.kernel.telemetry.MetricSink;
import io.brume.operations.EachDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseHandler;

class LiveTailTest {

    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    @Test
    void whatComesWhileTailingIsShownIfItMatches() throws Exception {
        try (var database = EachDatabase.sqlite()) {
            var service = new Logs(database, Clock.systemUTC(), MetricSink.NONE);
            var brume = InProcess.of(HostedService.of(service, service.liveTail()));
            brume.client(CloudWatchLogsClient.class).createLogGroup(r -> r.logGroupName("g"));
            var started = new CountDownLatch(1);
            var shown = new LinkedBlockingQueue<LiveTailSessionLogEvent>();
            service.sink().write(SCOPE, "g", "s", List.of(new LogLine(Instant.now(), "ERROR before")));

            try (var client = brume.client(CloudWatchLogsAsyncClient.class)) {
                var unused = client.startLiveTail(
                        r -> r.logGroupIdentifiers(SCOPE.arn("logs", "log-group:g"))
                                .logStreamNamePrefixes("s")
                                .logEventFilterPattern("ERROR"),
                        StartLiveTailResponseHandler.builder()
                                .subscriber(StartLiveTailResponseHandler.Visitor.builder()
                                        .onSessionStart(_ -> started.countDown())
                                        .onSessionUpdate(update -> shown.addAll(update.sessionResults()))
                                        .build())
                                .build());
                assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
                service.sink()
                        .write(
                                SCOPE,
                                "g",
                                "s",
                                List.of(new LogLine(Instant.now(), "INFO"), new LogLine(Instant.now(), "ERROR now")));
                service.sink().write(SCOPE, "g", "other", List.of(new LogLine(Instant.now(), "ERROR elsewhere")));
                service.sink().write(SCOPE, "g", "s", List.of(new LogLine(Instant.now(), "ERROR last")));

                var first = shown.poll(20, TimeUnit.SECONDS);
                var second = shown.poll(20, TimeUnit.SECONDS);

                assertThat(first).isNotNull();
                assertThat(first.message()).isEqualTo("ERROR now");
                assertThat(first.logStreamName()).isEqualTo("s");
                assertThat(first.logGroupIdentifier()).isEqualTo("123456789012:g");
                assertThat(second).isNotNull();
                assertThat(second.message()).isEqualTo("ERROR last");
            }
        }
    }
}
