package io.brume.learning.hosting;

import io.brume.kernel.database.Transaction;
import io.brume.kernel.job.JobContext;
import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.Outcome;
import io.brume.kernel.resource.Scope;
import io.brume.learning.channel.S3Place;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.serving.Answer;
import io.brume.learning.serving.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;

/** Calls of endpoints whose input and output lie in S3. Each is a job, so it survives the server. Thread-safe. */
public final class AsyncInvocations {

    private static final String JOB_KIND = "sagemaker/async-invocation";
    private static final int AT_ONCE = 8;
    private static final int TTL_SECONDS = 21_600;
    private static final int TIMEOUT_SECONDS = 900;
    private static final int LARGEST_INPUT = 1 << 28;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Platform platform;
    private final Invocations invocations;
    private final AsyncNotices notices;

    public AsyncInvocations(Platform platform, Invocations invocations) {
        this.platform = platform;
        this.invocations = invocations;
        notices = new AsyncNotices(platform);
        platform.jobs()
                .define(JobKind.of(JOB_KIND, this::run)
                        .timeOut(Duration.ofHours(2))
                        .atOnce(AT_ONCE)
                        .whenUnsuccessful((transaction, job) -> forgetLater(transaction, job.id())));
        platform.jobs().every("sagemaker/async-invocations", Duration.ofMinutes(10), this::sweep);
    }

    public InvokeEndpointAsyncResponse invoke(InvokeEndpointAsyncRequest request) {
        var key = new JobKey(Scope.current(), request.endpointName());
        AsyncInferenceConfig config = config(key);
        Instant now = platform.clock().instant();
        String name = UUID.randomUUID().toString();
        String inferenceId = request.inferenceId() == null ? UUID.randomUUID().toString() : request.inferenceId();
        place(request.inputLocation());
        String failurePath = config.outputConfig().s3FailurePath();
        var kept = new AsyncRequest(
                key,
                inferenceId,
                name,
                request.inputLocation(),
                request.contentType(),
                request.accept(),
                request.customAttributes(),
                now,
                now.plusSeconds(request.requestTTLSeconds() == null ? TTL_SECONDS : request.requestTTLSeconds()),
                request.invocationTimeoutSeconds() == null ? TIMEOUT_SECONDS : request.invocationTimeoutSeconds(),
                place(config.outputConfig().s3OutputPath()).below(name + ".out").toString(),
                failurePath == null
                        ? null
                        : place(failurePath).below(name + "-error.out").toString());
        boolean unused = platform.jobs().submit(JOB_KIND, name, kept.json());
        return InvokeEndpointAsyncResponse.builder()
                .inferenceId(inferenceId)
                .outputLocation(kept.output())
                .failureLocation(kept.failure())
                .build();
    }

    private AsyncInferenceConfig config(JobKey key) {
        LiveEndpoint live = invocations.enter(key);
        try {
            AsyncInferenceConfig config = live.deployment().config().asyncInferenceConfig();
            if (config == null) {
                throw Invocations.refused("Endpoint " + key.name() + " of account "
                        + key.scope().account() + " is not an asynchronous endpoint.");
            }
            return config;
        } finally {
            live.leave();
        }
    }

    private static S3Place place(String uri) {
        try {
            return S3Place.of(uri);
        } catch (IllegalArgumentException e) {
            throw Invocations.refused(String.valueOf(e.getMessage()));
        }
    }

    private Outcome run(JobContext job) throws InterruptedException {
        AsyncRequest request = AsyncRequest.parse(job.data());
        S3Client s3 = platform.buckets().of(request.endpoint().scope());
        String reason;
        @Nullable LiveEndpoint live = null;
        try {
            live = invocations.enter(request.endpoint());
            live.asyncCalls().acquire();
            try {
                Answer answer = answer(live, s3, request);
                AsyncInferenceConfig config = live.deployment().config().asyncInferenceConfig();
                return ended(job, () -> notices.completed(request, config, answer));
            } finally {
                live.asyncCalls().release();
            }
        } catch (SdkException | IOException e) {
            reason = String.valueOf(e.getMessage());
        } finally {
            if (live != null) {
                live.leave();
            }
        }
        return failed(job, request, live, reason);
    }

    private Outcome ended(JobContext job, Runnable notice) {
        return Outcome.done(transaction -> {
            forgetLater(transaction, job.id());
            notice.run();
        });
    }

    private void forgetLater(Transaction transaction, String job) throws SQLException {
        transaction.update(
                "INSERT INTO async_invocation (job, ended) VALUES (?, ?) ON CONFLICT DO NOTHING",
                job,
                platform.clock().instant());
    }

    private Answer answer(LiveEndpoint live, S3Client s3, AsyncRequest request) throws IOException {
        if (platform.clock().instant().isAfter(request.expires())) {
            throw new IOException("The request has waited for longer than its RequestTTLSeconds.");
        }
        S3Place input = S3Place.of(request.input());
        byte[] body;
        String type = request.contentType();
        try (var in = s3.getObject(get -> get.bucket(input.bucket()).key(input.key()))) {
            body = in.readNBytes(LARGEST_INPUT + 1);
            type = type == null ? in.response().contentType() : type;
        }
        if (body.length > LARGEST_INPUT) {
            throw new IOException("The input is larger than " + LARGEST_INPUT + " bytes.");
        }
        var call = new Call(
                body,
                type,
                request.accept(),
                request.customAttributes(),
                null,
                null,
                false,
                Duration.ofSeconds(request.seconds()));
        Answer answer = invocations.answer(live, live.any(), call, System.nanoTime(), request.inferenceId());
        S3Place output = S3Place.of(request.output());
        var unused = s3.putObject(
                put -> put.bucket(output.bucket()).key(output.key()).contentType(answer.contentType()),
                RequestBody.fromBytes(answer.body()));
        return answer;
    }

    private Outcome failed(JobContext job, AsyncRequest request, @Nullable LiveEndpoint live, String reason) {
        String failure = request.failure();
        if (failure != null) {
            S3Place place = S3Place.of(failure);
            try {
                var unused = platform.buckets()
                        .of(request.endpoint().scope())
                        .putObject(
                                put -> put.bucket(place.bucket())
                                        .key(place.key())
                                        .contentType("text/plain"),
                                RequestBody.fromBytes(reason.getBytes(StandardCharsets.UTF_8)));
            } catch (SdkException e) {
                reason = reason + " (which cannot be stored at " + failure + ": " + e.getMessage() + ")";
            }
        }
        String known = reason;
        return ended(job, () -> {
            if (live != null) {
                notices.failed(request, live.deployment().config().asyncInferenceConfig(), known);
            }
        });
    }

    private void sweep() {
        Instant old = platform.clock().instant().minus(KEPT);
        platform.database().change(transaction -> {
            for (String job : transaction.query(
                    "SELECT job FROM async_invocation WHERE ended < ?", row -> row.text("job"), old)) {
                boolean unused = platform.jobs().forget(JOB_KIND, job);
            }
            transaction.update("DELETE FROM async_invocation WHERE ended < ?", old);
        });
    }
}
