package io.brume.serverless.sqs;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue as it is kept.
 *
 * @param id the number that its messages are kept under; another one after each purge
 * @param purged when it was last purged; the epoch when never
 * @param attributes what was set, by name; {@link QueueAttributes} knows the defaults
 */
record Queue(
        long id, QueueName name, Instant created, Instant modified, Instant purged, Map<String, String> attributes) {

    String arn() {
        return name.arn();
    }

    boolean isFifo() {
        return name.isFifo();
    }

    /** The value of an attribute that is a number of seconds or bytes. */
    int number(String attribute) {
        return Integer.parseInt(text(attribute));
    }

    boolean is(String attribute) {
        return text(attribute).equals("true");
    }

    /** An attribute's value; its default when it was never set; empty when it has none. */
    String text(String attribute) {
        String set = attributes.get(attribute);
        return set != null ? set : QueueAttributes.byDefault(attribute);
    }

    /** Where messages go that were received too often. */
    @Nullable
    RedrivePolicy redrive() {
        String json = attributes.get("RedrivePolicy");
        return json == null ? null : RedrivePolicy.of(json);
    }

    /** The moment before which messages have expired. */
    Instant expiry(Instant now) {
        return now.minusSeconds(number("MessageRetentionPeriod"));
    }
}
