package io.brume.kernel.event;

import io.brume.kernel.resource.Scope;
import java.util.List;
import java.util.Map;

/** What AWS's own services tell EventBridge: state changes, on the default bus of their account and region. */
public final class Announcements {

    private final Outbox outbox;

    public Announcements(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Announces something when, and only if, the transaction that this is called in is committed.
     *
     * @param source such as {@code aws.s3}
     * @param detailType such as {@code Object Created}
     * @param resources ARNs
     * @param detail a JSON object
     */
    public void announce(Scope scope, String source, String detailType, List<String> resources, String detail) {
        outbox.send(new Message(
                scope,
                source,
                scope.arn("events", "event-bus/default"),
                detail,
                Map.of("Source", source, "DetailType", detailType, "Resources", String.join(" ", resources)),
                null,
                null));
    }
}
