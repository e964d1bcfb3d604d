package io.brume.learning.hosting;

import io.brume.kernel.resource.Scope;
import io.brume.learning.platform.JobKey;
import io.brume.learning.serving.Answer;
import io.brume.learning.serving.Call;
import io.brume.learning.serving.ModelFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InternalFailureException;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

/** Calls of endpoints. Thread-safe. */
public final class Invocations {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How many calls of shadow variants are made at once; more are left out. */
    private static final int SHADOWS = 64;

    private final Fleet fleet;
    private final Semaphore shadowing = new Semaphore(SHADOWS);

    public Invocations(Endpoints endpoints) {
        fleet = endpoints.fleet();
    }

    public InvokeEndpointResponse invoke(InvokeEndpointRequest request) {
        long start = System.nanoTime();
        var key = new JobKey(Scope.current(), request.endpointName());
        if (request.inferenceComponentName() != null) {
            throw refused(
                    "Inference Component Name header is not allowed for endpoints to which you dont plan to deploy"
                            + " inference components.");
        }
        var call = new Call(
                request.body().asByteArrayUnsafe(),
                request.contentType(),
                request.accept(),
                request.customAttributes(),
                request.targetModel(),
                request.targetContainerHostname(),
                false,
                PATIENCE);
        LiveEndpoint live = enter(key);
        try {
            if (live.deployment().config().asyncInferenceConfig() != null) {
                throw refused("Endpoint " + key.name() + " of account "
                        + key.scope().account() + " is an asynchronous endpoint: invoke it with InvokeEndpointAsync.");
            }
            LiveVariant variant = variant(live, request.targetVariant());
            Answer answer = answer(live, variant, call, start, request.inferenceId());
            shadow(live, variant, call);
            return InvokeEndpointResponse.builder()
                    .body(SdkBytes.fromByteArrayUnsafe(answer.body()))
                    .contentType(answer.contentType())
                    .customAttributes(answer.customAttributes())
                    .invokedProductionVariant(variant.name())
                    .build();
        } finally {
            live.leave();
        }
    }

    static ValidationErrorException refused(String message) {
        return ValidationErrorException.builder().message(message).build();
    }

    /** An endpoint that is served, which the caller has to leave. */
    LiveEndpoint enter(JobKey key) {
        try {
            return fleet.enter(key)
                    .orElseThrow(() -> refused("Endpoint " + key.name() + " of account "
                            + key.scope().account() + " not found."));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static RuntimeException interrupted() {
        Thread.currentThread().interrupt();
        return InternalFailureException.builder()
                .message("The server is closing.")
                .build();
    }

    static LiveVariant variant(LiveEndpoint live, @Nullable String target) {
        if (target == null) {
            return live.any();
        }
        return live.variant(target)
                .orElseThrow(() -> refused("Variant " + target + " not found for Request. Endpoint "
                        + live.key().name() + " has the variants "
                        + String.join(
                                ", ",
                                live.variants().stream().map(LiveVariant::name).toList()) + "."));
    }

    /** What is done with a model that was let in. */
    @FunctionalInterface
    interface Work<T> {
        T with(LiveVariant variant) throws ModelFailure, InterruptedException, IOException;
    }

    /** Has a variant answer a call, measures that, and captures it. */
    Answer answer(LiveEndpoint live, LiveVariant variant, Call call, long start, @Nullable String inferenceId) {
        Answer answer = measured(live, variant, start, one -> one.server().answer(call));
        Capture capture = live.capture();
        if (capture != null && capture.samples()) {
            capture.add(
                    variant.name(),
                    new Capture.Part(call.body(), call.contentType()),
                    new Capture.Part(answer.body(), answer.contentType()),
                    inferenceId,
                    call.customAttributes());
        }
        return answer;
    }

    <T> T measured(LiveEndpoint live, LiveVariant variant, long start, Work<T> work) {
        if (!variant.enter()) {
            throw throttled(live);
        }
        long before = System.nanoTime();
        int status = 500;
        boolean modelError = false;
        try {
            T result = work.with(variant);
            status = 200;
            return result;
        } catch (ModelFailure e) {
            status = e.status() / 100 == 4 ? e.status() : 500;
            modelError = true;
            throw modelError(live, variant, e);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IOException e) {
            throw modelError(live, variant, new ModelFailure(500, "primary", String.valueOf(e.getMessage())));
        } catch (ValidationErrorException e) {
            status = 400;
            throw e;
        } finally {
            variant.leave();
            long model = System.nanoTime() - before;
            fleet.meter()
                    .invocation(
                            live.key(),
                            variant.name(),
                            variant.instances(),
                            model,
                            Math.max(0, before - start),
                            status,
                            modelError);
        }
    }

    private static RuntimeException throttled(LiveEndpoint live) {
        return SageMakerRuntimeException.builder()
                .statusCode(429)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ThrottlingException")
                        .errorMessage("Rate exceeded: endpoint " + live.key().name()
                                + " answers as many requests at once as its MaxConcurrency allows.")
                        .build())
                .build();
    }

    static ModelErrorException modelError(LiveEndpoint live, LiveVariant variant, ModelFailure failure) {
        JobKey key = live.key();
        String region = key.scope().region();
        String group = "/aws/sagemaker/Endpoints/" + key.name();
        return ModelErrorException.builder()
                .originalStatusCode(failure.status())
                .originalMessage(failure.body())
                .logStreamArn(key.scope().arn("logs", "log-group:" + group))
                .message(failure.sentence() + ". See https://" + region
                        + ".console.aws.amazon.com/cloudwatch/home?region="
                        + region + "#logEventViewer:group=" + group + " in account "
                        + key.scope().account() + " for more information.")
                .build();
    }

    /** Copies a call to the shadow variants, whose answers nobody sees. */
    void shadow(LiveEndpoint live, LiveVariant production, Call call) {
        for (LiveVariant shadow : live.shadows()) {
            float part = production.weight() <= 0 ? 1 : shadow.weight() / production.weight();
            if (ThreadLocalRandom.current().nextFloat() < part && shadowing.tryAcquire()) {
                if (!live.enter()) {
                    shadowing.release();
                    return;
                }
                Thread.ofVirtual().name("shadow").start(() -> {
                    try {
                        var _ = answer(live, shadow, call, System.nanoTime(), null);
                    } catch (RuntimeException e) {
                        shadow.log().add("A shadow invocation failed: " + e.getMessage());
                    } finally {
                        live.leave();
                        shadowing.release();
                    }
                });
            }
        }
    }
}
