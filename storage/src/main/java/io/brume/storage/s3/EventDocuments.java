package io.brume.storage.s3;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What S3 tells of a change, as its receivers know it.
 *
 * <p>Source: "Event message structure" and "EventBridge event message structure" in the Amazon S3 user guide.
 */
final class EventDocuments {

    private static final JsonFactory JSON = new JsonFactory();

    private EventDocuments() {}

    /**
     * A change.
     *
     * @param name such as {@code ObjectCreated:Put}
     * @param size null when the object is gone
     * @param etag null when the object is gone
     * @param sequencer null for changes that are told without
     * @param requestId of the request that made it, or an id of its own
     */
    record Change(
            StoredBucket bucket,
            String key,
            String name,
            @Nullable Long size,
            @Nullable String etag,
            @Nullable String versionId,
            @Nullable String sequencer,
            String requestId,
            Instant time) {

        boolean isLifecycle() {
            return name.startsWith("LifecycleExpiration");
        }
    }

    @FunctionalInterface
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static String json(Content content) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void object(JsonGenerator json, String name, Content content) throws IOException {
        json.writeObjectFieldStart(name);
        content.write(json);
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static String moment(Instant time) {
        Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
        return "%s.%03dZ".formatted(millis.toString().substring(0, 19), millis.toEpochMilli() % 1000);
    }

    /** The message to a queue, a topic or a function. */
    static String record(Change change, String configurationId) {
        boolean created =
                change.name().startsWith("ObjectCreated") || change.name().startsWith("ObjectRemoved");
        return json(json -> {
            json.writeArrayFieldStart("Records");
            json.writeStartObject();
            json.writeStringField("eventVersion", created ? "2.1" : "2.3");
            json.writeStringField("eventSource", "aws:s3");
            json.writeStringField("awsRegion", change.bucket().region());
            json.writeStringField("eventTime", moment(change.time()));
            json.writeStringField("eventName", change.name());
            object(json, "userIdentity", user -> user.writeStringField("principalId", principal(change)));
            object(
                    json,
                    "requestParameters",
                    it -> it.writeStringField(
                            "sourceIPAddress", change.isLifecycle() ? "s3.amazonaws.com" : "127.0.0.1"));
            object(json, "responseElements", ids -> {
                ids.writeStringField("x-amz-request-id", change.requestId());
                ids.writeStringField("x-amz-id-2", change.requestId());
            });
            object(json, "s3", s3 -> s3(s3, change, configurationId));
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static String principal(Change change) {
        return change.isLifecycle()
                ? "s3.amazonaws.com"
                : "AWS:" + change.bucket().account();
    }

    private static void s3(JsonGenerator json, Change change, String configurationId) throws IOException {
        json.writeStringField("s3SchemaVersion", "1.0");
        json.writeStringField("configurationId", configurationId);
        object(json, "bucket", bucket -> {
            bucket.writeStringField("name", change.bucket().name());
            object(
                    bucket,
                    "ownerIdentity",
                    owner -> owner.writeStringField(
                            "principalId", Acls.owner(change.bucket().account()).id()));
            bucket.writeStringField("arn", change.bucket().arn());
        });
        object(json, "object", object -> {
            object.writeStringField("key", encoded(change.key()));
            if (change.size() != null) {
                object.writeNumberField("size", change.size());
            }
            text(object, "eTag", change.etag());
            text(object, "versionId", change.versionId());
            text(object, "sequencer", change.sequencer());
        });
    }

    /** As a form writes it, but for slashes. */
    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    /** The message that a new destination gets first. */
    static String test(StoredBucket bucket, String requestId, Instant now) {
        return json(json -> {
            json.writeStringField("Service", "Amazon S3");
            json.writeStringField("Event", "s3:TestEvent");
            json.writeStringField("Time", moment(now));
            json.writeStringField("Bucket", bucket.name());
            json.writeStringField("RequestId", requestId);
            json.writeStringField("HostId", requestId);
        });
    }

    /** The detail of the event that EventBridge gets. */
    static String detail(Change change) {
        return json(json -> {
            json.writeStringField("version", "0");
            object(
                    json,
                    "bucket",
                    bucket -> bucket.writeStringField("name", change.bucket().name()));
            object(json, "object", object -> {
                object.writeStringField("key", change.key());
                if (change.size() != null) {
                    object.writeNumberField("size", change.size());
                }
                text(object, "etag", change.etag());
                text(object, "version-id", change.versionId());
                text(object, "sequencer", change.sequencer());
            });
            json.writeStringField("request-id", change.requestId());
            json.writeStringField(
                    "requester",
                    change.isLifecycle() ? "s3.amazonaws.com" : change.bucket().account());
            if (!change.isLifecycle()) {
                json.writeStringField("source-ip-address", "127.0.0.1");
            }
            text(json, "reason", reason(change.name()));
            text(json, "deletion-type", deletion(change.name()));
        });
    }

    /** What EventBridge calls a change; null for those that it is not told. */
    static @Nullable String detailType(String name) {
        return switch (name.substring(0, name.indexOf(':'))) {
            case "ObjectCreated" -> "Object Created";
            case "ObjectRemoved", "LifecycleExpiration" -> "Object Deleted";
            case "ObjectTagging" -> name.endsWith(":Put") ? "Object Tags Added" : "Object Tags Deleted";
            default -> null;
        };
    }

    private static @Nullable String reason(String name) {
        return switch (name) {
            case "ObjectCreated:Put" -> "PutObject";
            case "ObjectCreated:Post" -> "POST Object";
            case "ObjectCreated:Copy" -> "CopyObject";
            case "ObjectCreated:CompleteMultipartUpload" -> "CompleteMultipartUpload";
            case "ObjectRemoved:Delete", "ObjectRemoved:DeleteMarkerCreated" -> "DeleteObject";
            case "LifecycleExpiration:Delete", "LifecycleExpiration:DeleteMarkerCreated" -> "Lifecycle Expiration";
            default -> null;
        };
    }

    private static @Nullable String deletion(String name) {
        return name.startsWith("ObjectRemoved") || name.startsWith("LifecycleExpiration")
                ? name.endsWith(":Delete") ? "Permanently Deleted" : "Delete Marker Created"
                : null;
    }
}
