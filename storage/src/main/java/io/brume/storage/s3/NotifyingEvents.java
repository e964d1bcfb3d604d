package io.brume.storage.s3;

import io.brume.kernel.event.Announcements;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** Tells queues, topics, functions and EventBridge of objects that come and go, as their bucket's notification configuration says. */
final class NotifyingEvents implements ObjectEvents {

    private final Setting<NotificationConfiguration> configurations;
    private final Outbox outbox;
    private final Announcements announcements;
    private final Clock clock;

    NotifyingEvents(Setting<NotificationConfiguration> configurations, Outbox outbox, Clock clock) {
        this.configurations = configurations;
        this.outbox = outbox;
        this.announcements = new Announcements(outbox);
        this.clock = clock;
    }

    @Override
    public void created(
            StoredBucket bucket,
            String key,
            String event,
            long size,
            String etag,
            @Nullable String versionId,
            String sequencer) {
        tell(bucket, key, event, size, etag, versionId, sequencer);
    }

    @Override
    public void removed(StoredBucket bucket, String key, String event, @Nullable String versionId, String sequencer) {
        tell(bucket, key, event, null, null, versionId, sequencer);
    }

    @Override
    public void tagged(StoredBucket bucket, String key, String event, String etag, @Nullable String versionId) {
        tell(bucket, key, event, null, etag, versionId, null);
    }

    private void tell(
            StoredBucket bucket,
            String key,
            String event,
            @Nullable Long size,
            @Nullable String etag,
            @Nullable String versionId,
            @Nullable String sequencer) {
        Optional<NotificationConfiguration> configuration = configurations.find(bucket);
        if (configuration.isEmpty()) {
            return;
        }
        var change = new EventDocuments.Change(
                bucket,
                key,
                event,
                size,
                etag,
                versionId,
                sequencer,
                UUID.randomUUID().toString(),
                clock.instant());
        for (Notifications.Rule rule : Notifications.rules(configuration.get())) {
            if (rule.wants(event, key)) {
                send(bucket, rule, EventDocuments.record(change, rule.id()));
            }
        }
        String detailType = EventDocuments.detailType(event);
        if (configuration.get().eventBridgeConfiguration() != null && detailType != null) {
            announcements.announce(
                    bucket.scope(), "aws.s3", detailType, List.of(bucket.arn()), EventDocuments.detail(change));
        }
    }

    private void send(StoredBucket bucket, Notifications.Rule rule, String body) {
        outbox.send(new Message(
                bucket.scope(),
                bucket.arn(),
                rule.arn(),
                body,
                rule.service().equals("sns") ? Map.of("Subject", "Amazon S3 Notification") : Map.of(),
                null,
                null));
    }

    /** Tells the destinations of a configuration that it is theirs; functions are not asked. */
    void test(StoredBucket bucket, NotificationConfiguration configuration, String requestId) {
        for (Notifications.Rule rule : Notifications.rules(configuration)) {
            if (!rule.service().equals("lambda")) {
                send(bucket, rule, EventDocuments.test(bucket, requestId, clock.instant()));
            }
        }
    }
}
