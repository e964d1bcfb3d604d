package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Destination;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogSink;
import io.brume.kernel.telemetry.MetricSink;
import java.time.Clock;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** Amazon CloudWatch Logs. Live Tail, an event stream, is on {@link #liveTail()}. */
public final class Logs implements CloudWatchLogsClient {

    private final Database database;
    private final Clock clock;
    private final LogGroups groups;
    private final LogStreams streams;
    private final MetricFilters filters;
    private final Ingestion ingestion;
    private final Reading reading;
    private final LogTags tags;
    private final LogHousekeeping housekeeping;
    private final LiveTail liveTail;

    /** @param metrics where metric filters publish */
    public Logs(Database database, Clock clock, MetricSink metrics) {
        this.database = database;
        this.clock = clock;
        groups = new LogGroups(database, clock);
        streams = new LogStreams(database, clock);
        filters = new MetricFilters(database, clock, groups, metrics);
        var events = new LogEvents(database);
        ingestion = new Ingestion(database, clock, groups, streams, events, filters);
        reading = new Reading(clock, streams, events);
        tags = new LogTags(database, groups);
        housekeeping = new LogHousekeeping(database, clock, groups);
        liveTail = new LiveTail(groups, streams, events);
    }

    /** For what else runs here and has something to log. */
    public LogSink sink() {
        return ingestion;
    }

    /** Takes messages to the ARNs of log groups: each becomes an event. */
    public Destination destination() {
        return new LogDestination(groups, ingestion, clock);
    }

    /** The part of the service that is an event stream. */
    public CloudWatchLogsAsyncClient liveTail() {
        return liveTail;
    }

    /** Removes events whose time is over; to be called every now and then. */
    public void sweep() {
        housekeeping.sweep();
    }

    @Override
    public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        Scope scope = Scope.current();
        database.change(_ -> {
            groups.create(scope, request);
            if (request.hasTags()) {
                tags.add(scope, request.logGroupName(), request.tags());
            }
        });
        return CreateLogGroupResponse.builder().build();
    }

    @Override
    public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        Scope scope = Scope.current();
        database.change(_ -> tags.removeAll(groups.delete(scope, request.logGroupName())));
        return DeleteLogGroupResponse.builder().build();
    }

    @Override
    public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        return groups.describe(Scope.current(), request);
    }

    @Override
    public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        groups.retain(Scope.current(), request.logGroupName(), request.retentionInDays());
        return PutRetentionPolicyResponse.builder().build();
    }

    @Override
    public DeleteRetentionPolicyResponse deleteRetentionPolicy(DeleteRetentionPolicyRequest request) {
        groups.retain(Scope.current(), request.logGroupName(), null);
        return DeleteRetentionPolicyResponse.builder().build();
    }

    @Override
    public PutLogGroupDeletionProtectionResponse putLogGroupDeletionProtection(
            PutLogGroupDeletionProtectionRequest request) {
        Group group = groups.get(Scope.current(), request.logGroupIdentifier());
        groups.protect(group.scope(), group.name(), Boolean.TRUE.equals(request.deletionProtectionEnabled()));
        return PutLogGroupDeletionProtectionResponse.builder().build();
    }

    @Override
    public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        Group group = groups.get(Scope.current(), request.logGroupName());
        if (!streams.add(group, request.logStreamName())) {
            throw Problems.exists("The specified log stream already exists");
        }
        return CreateLogStreamResponse.builder().build();
    }

    @Override
    public DeleteLogStreamResponse deleteLogStream(DeleteLogStreamRequest request) {
        streams.delete(groups.get(Scope.current(), request.logGroupName()), request.logStreamName());
        return DeleteLogStreamResponse.builder().build();
    }

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        return streams.describe(
                groups.get(Scope.current(), request.logGroupName(), request.logGroupIdentifier()), request);
    }

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        return ingestion.put(Scope.current(), request);
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        return reading.get(groups.get(Scope.current(), request.logGroupName(), request.logGroupIdentifier()), request);
    }

    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        return reading.filter(
                groups.get(Scope.current(), request.logGroupName(), request.logGroupIdentifier()), request);
    }

    @Override
    public PutMetricFilterResponse putMetricFilter(PutMetricFilterRequest request) {
        filters.put(Scope.current(), request);
        return PutMetricFilterResponse.builder().build();
    }

    @Override
    public DeleteMetricFilterResponse deleteMetricFilter(DeleteMetricFilterRequest request) {
        filters.delete(Scope.current(), request.logGroupName(), request.filterName());
        return DeleteMetricFilterResponse.builder().build();
    }

    @Override
    public DescribeMetricFiltersResponse describeMetricFilters(DescribeMetricFiltersRequest request) {
        return filters.describe(Scope.current(), request);
    }

    @Override
    public TestMetricFilterResponse testMetricFilter(TestMetricFilterRequest request) {
        return MetricFilters.test(request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        tags.add(Scope.current(), request.resourceArn(), request.tags());
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(Scope.current(), request.resourceArn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(Scope.current(), request.resourceArn()))
                .build();
    }

    @Override
    @Deprecated
    public TagLogGroupResponse tagLogGroup(TagLogGroupRequest request) {
        tags.add(Scope.current(), request.logGroupName(), request.tags());
        return TagLogGroupResponse.builder().build();
    }

    @Override
    @Deprecated
    public UntagLogGroupResponse untagLogGroup(UntagLogGroupRequest request) {
        tags.remove(Scope.current(), request.logGroupName(), request.tags());
        return UntagLogGroupResponse.builder().build();
    }

    @Override
    @Deprecated
    public ListTagsLogGroupResponse listTagsLogGroup(ListTagsLogGroupRequest request) {
        return ListTagsLogGroupResponse.builder()
                .tags(tags.of(Scope.current(), request.logGroupName()))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
