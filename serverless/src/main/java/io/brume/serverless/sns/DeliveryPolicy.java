package io.brume.serverless.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often and when an HTTP delivery that failed is tried again: the four phases of "Amazon SNS message delivery retries" in the
 * SNS developer guide.
 *
 * @param minimum seconds of the shortest pause
 * @param maximum seconds of the longest pause
 * @param retries how many in all
 * @param immediate how many of them without a pause, first of all
 * @param shortest how many of them then with the shortest pause
 * @param longest how many of them with the longest pause, last of all
 * @param backoff how the pauses grow between those: {@code linear}, {@code arithmetic}, {@code geometric}, {@code exponential}
 */
record DeliveryPolicy(int minimum, int maximum, int retries, int immediate, int shortest, int longest, String backoff) {

    private static final int LONGEST_PAUSE = 3_600;
    private static final int MOST_RETRIES = 100;
    private static final Set<String> BACKOFFS = Set.of("linear", "arithmetic", "geometric", "exponential");

    static final DeliveryPolicy DEFAULT = new DeliveryPolicy(20, 20, 3, 0, 0, 0, "linear");

    /** The pause before a retry. */
    Duration pause(int retry) {
        if (retry <= immediate) {
            return Duration.ZERO;
        }
        if (retry <= immediate + shortest) {
            return Duration.ofSeconds(minimum);
        }
        if (retry > retries - longest) {
            return Duration.ofSeconds(maximum);
        }
        int steps = Math.max(1, retries - immediate - shortest - longest);
        double place = (double) (retry - immediate - shortest) / steps;
        double spread = maximum - minimum;
        double seconds = switch (backoff) {
            case "arithmetic" -> minimum + spread * place * (place * steps + 1) / (steps + 1);
            case "geometric" -> minimum * Math.pow((double) maximum / Math.max(1, minimum), place);
            case "exponential" -> minimum + spread * (Math.pow(2, place * steps) - 1) / (Math.pow(2, steps) - 1);
            default -> minimum + spread * place;
        };
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** What holds for a subscription: its own policy, else its topic's, else the default. */
    static DeliveryPolicy of(Topic topic, @Nullable String subscriptionsOwn) {
        JsonNode http = topicsHttp(topic);
        JsonNode own = subscriptionsOwn == null
                ? null
                : Json.object(subscriptionsOwn).orElseGet(Json::object).get("healthyRetryPolicy");
        boolean overridden = own != null
                && own.isObject()
                && !http.path("disableSubscriptionOverrides").asBoolean();
        return read(overridden && own != null ? own : http.path("defaultHealthyRetryPolicy"));
    }

    /** The {@code Content-Type} of deliveries, where a policy names one. */
    static String contentType(Topic topic, @Nullable String subscriptionsOwn) {
        JsonNode own = subscriptionsOwn == null
                ? Json.object()
                : Json.object(subscriptionsOwn).orElseGet(Json::object).path("requestPolicy");
        return own.path("headerContentType")
                .asText(topicsHttp(topic)
                        .path("defaultRequestPolicy")
                        .path("headerContentType")
                        .asText("text/plain; charset=UTF-8"));
    }

    private static JsonNode topicsHttp(Topic topic) {
        return Json.object(topic.attributes().getOrDefault("DeliveryPolicy", "{}"))
                .orElseGet(Json::object)
                .path("http");
    }

    private static DeliveryPolicy read(JsonNode policy) {
        return new DeliveryPolicy(
                policy.path("minDelayTarget").asInt(DEFAULT.minimum),
                policy.path("maxDelayTarget").asInt(DEFAULT.maximum),
                policy.path("numRetries").asInt(DEFAULT.retries),
                policy.path("numNoDelayRetries").asInt(0),
                policy.path("numMinDelayRetries").asInt(0),
                policy.path("numMaxDelayRetries").asInt(0),
                policy.path("backoffFunction").asText(DEFAULT.backoff));
    }

    static void checkTopic(String json) {
        ObjectNode policy =
                Json.object(json).orElseThrow(() -> SnsErrors.invalid("DeliveryPolicy: failed to parse JSON."));
        check(policy.path("http").path("defaultHealthyRetryPolicy"));
    }

    static void checkSubscription(String json) {
        ObjectNode policy =
                Json.object(json).orElseThrow(() -> SnsErrors.invalid("DeliveryPolicy: failed to parse JSON."));
        check(policy.path("healthyRetryPolicy"));
    }

    private static void check(JsonNode retries) {
        if (!retries.isObject()) {
            return;
        }
        DeliveryPolicy policy = read(retries);
        if (policy.minimum < 1 || policy.minimum > policy.maximum || policy.maximum > LONGEST_PAUSE) {
            throw SnsErrors.invalid("DeliveryPolicy: minDelayTarget must be at least 1 and at most maxDelayTarget, and"
                    + " maxDelayTarget at most 3600");
        }
        if (policy.immediate < 0 || policy.shortest < 0 || policy.longest < 0) {
            throw SnsErrors.invalid("DeliveryPolicy: numbers of retries must not be negative");
        }
        if (policy.retries < policy.immediate + policy.shortest + policy.longest || policy.retries > MOST_RETRIES) {
            throw SnsErrors.invalid(
                    "DeliveryPolicy: numRetries must be at least the sum of its phases and at most 100");
        }
        if (!BACKOFFS.contains(policy.backoff)) {
            throw SnsErrors.invalid("DeliveryPolicy: backoffFunction must be one of " + BACKOFFS);
        }
    }

    static String effectiveOfTopic(Topic topic) {
        var http = Json.object();
        http.set("defaultHealthyRetryPolicy", of(topic, null).json());
        http.put(
                "disableSubscriptionOverrides",
                topicsHttp(topic).path("disableSubscriptionOverrides").asBoolean());
        http.set("defaultRequestPolicy", Json.object().put("headerContentType", contentType(topic, null)));
        ObjectNode policy = Json.object();
        policy.set("http", http);
        return Json.write(policy);
    }

    static String effectiveOfSubscription(Topic topic, @Nullable String own) {
        var policy = Json.object();
        policy.set("healthyRetryPolicy", of(topic, own).json());
        policy.putNull("sicklyRetryPolicy");
        policy.putNull("throttlePolicy");
        policy.set("requestPolicy", Json.object().put("headerContentType", contentType(topic, own)));
        policy.put("guaranteed", false);
        return Json.write(policy);
    }

    ObjectNode json() {
        return Json.object()
                .put("minDelayTarget", minimum)
                .put("maxDelayTarget", maximum)
                .put("numRetries", retries)
                .put("numMaxDelayRetries", longest)
                .put("numNoDelayRetries", immediate)
                .put("numMinDelayRetries", shortest)
                .put("backoffFunction", backoff);
    }

    /** The policy that {@link #json} wrote. */
    static DeliveryPolicy parse(String json) {
        return read(Json.object(json).orElseGet(Json::object));
    }
}
