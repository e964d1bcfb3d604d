package io.brume.learning.hosting;

import io.brume.kernel.event.Message;
import io.brume.learning.platform.Json;
import io.brume.learning.platform.Platform;
import io.brume.learning.serving.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceNotificationConfig;
import software.amazon.awssdk.services.sagemaker.model.AsyncNotificationTopicTypes;

/** Tells SNS topics how asynchronous invocations ended. Sending joins a transaction. */
final class AsyncNotices {

    private static final int LARGEST_ANSWER = 128 << 10;

    private final Platform platform;

    AsyncNotices(Platform platform) {
        this.platform = platform;
    }

    void completed(AsyncRequest request, AsyncInferenceConfig config, Answer answer) {
        var notify = config.outputConfig().notificationConfig();
        if (notify == null || notify.successTopic() == null) {
            return;
        }
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("contentType", answer.contentType());
        response.put("outputLocation", request.output());
        Map<String, Object> event = event(request, "Completed");
        event.put("responseParameters", response);
        if (includes(notify, AsyncNotificationTopicTypes.SUCCESS_NOTIFICATION_TOPIC)
                && answer.body().length <= LARGEST_ANSWER) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("content", new String(answer.body(), StandardCharsets.UTF_8));
            body.put("encoding", "utf-8");
            event.put("responseBody", body);
        }
        send(request, notify.successTopic(), event);
    }

    void failed(AsyncRequest request, @Nullable AsyncInferenceConfig config, String reason) {
        var notify = config == null ? null : config.outputConfig().notificationConfig();
        if (notify == null || notify.errorTopic() == null) {
            return;
        }
        Map<String, Object> event = event(request, "Failed");
        event.put("failureReason", reason);
        if (request.failure() != null) {
            event.put("failureLocation", request.failure());
        }
        send(request, notify.errorTopic(), event);
    }

    private static boolean includes(AsyncInferenceNotificationConfig notify, AsyncNotificationTopicTypes topic) {
        return notify.includeInferenceResponseIn().contains(topic);
    }

    private Map<String, Object> event(AsyncRequest request, String status) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (request.contentType() != null) {
            parameters.put("contentType", request.contentType());
        }
        parameters.put("endpointName", request.endpoint().name());
        parameters.put("inputLocation", request.input());
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("awsRegion", request.endpoint().scope().region());
        event.put("eventTime", platform.clock().instant().toString());
        event.put("receivedTime", request.received().toString());
        event.put("invocationStatus", status);
        event.put("requestParameters", parameters);
        event.put("inferenceId", request.inferenceId());
        event.put("eventVersion", "1.0");
        event.put("eventSource", "aws:sagemaker");
        event.put("eventName", "InferenceResult");
        return event;
    }

    private void send(AsyncRequest request, String topic, Map<String, Object> event) {
        var scope = request.endpoint().scope();
        platform.outbox()
                .send(Message.of(scope, Endpoints.arn(scope, request.endpoint().name()), topic, Json.write(event)));
    }
}
