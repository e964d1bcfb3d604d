package io.brume.operations.logs;

import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.wire.OutboundEvents;
import io.brume.operations.logs.pattern.FilterPattern;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionStart;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseHandler;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;

/** CloudWatch Logs' Live Tail: new events as they come in, once a second. */
final class LiveTail implements CloudWatchLogsAsyncClient {

    private final LogGroups groups;
    private final LogStreams streams;
    private final LogEvents events;

    LiveTail(LogGroups groups, LogStreams streams, LogEvents events) {
        this.groups = groups;
        this.streams = streams;
        this.events = events;
    }

    @Override
    public CompletableFuture<Void> startLiveTail(StartLiveTailRequest request, StartLiveTailResponseHandler handler) {
        boolean someStreams = request.hasLogStreamNames() || request.hasLogStreamNamePrefixes();
        if (someStreams && request.logGroupIdentifiers().size() > 1) {
            throw Problems.invalid("Log streams can be chosen only when there is a single log group.");
        }
        if (request.hasLogStreamNames() && request.hasLogStreamNamePrefixes()) {
            throw Problems.invalid("logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.");
        }
        Scope scope = Scope.current();
        FilterPattern pattern = Patterns.parse(request.logEventFilterPattern());
        List<Group> tailed = request.logGroupIdentifiers().stream()
                .map(identifier -> groups.get(scope, identifier))
                .toList();
        LiveTailSessionStart start = StartLiveTailResponseStream.sessionStartBuilder()
                .requestId(RequestContext.current().requestId())
                .sessionId(UUID.randomUUID().toString())
                .logGroupIdentifiers(request.logGroupIdentifiers())
                .logStreamNames(request.logStreamNames())
                .logStreamNamePrefixes(request.logStreamNamePrefixes())
                .logEventFilterPattern(request.logEventFilterPattern() == null ? "" : request.logEventFilterPattern())
                .build();
        var newEvents = new NewEvents(
                tailed, request.logStreamNames(), request.logStreamNamePrefixes(), pattern, streams, events);
        handler.responseReceived(StartLiveTailResponse.builder().build());
        handler.onEventStream(SdkPublisher.adapt(new OutboundEvents<>("live-tail", new TailSession(start, newEvents))));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
