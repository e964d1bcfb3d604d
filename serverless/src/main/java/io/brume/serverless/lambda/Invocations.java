package io.brume.serverless.lambda;

import io.brume.kernel.resource.Scope;
import io.brume.serverless.lambda.runtime.Concurrency;
import io.brume.serverless.lambda.runtime.Fleet;
import io.brume.serverless.lambda.runtime.Invocation;
import io.brume.serverless.lambda.runtime.Outcome;
import io.brume.serverless.lambda.runtime.Program;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ServiceException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Calls functions: at once, or later through the queue of events. */
final class Invocations {

    /** The largest event, in bytes: of a call that waits, and of one that does not. */
    private static final int LARGEST = 6 << 20;

    private static final int LARGEST_EVENT = 1 << 20;

    private final Functions functions;
    private final Aliases aliases;
    private final Layers layers;
    private final Packages packages;
    private final Fleet fleet;
    private final EventQueue events;

    Invocations(
            Functions functions, Aliases aliases, Layers layers, Packages packages, Fleet fleet, EventQueue events) {
        this.functions = functions;
        this.aliases = aliases;
        this.layers = layers;
        this.packages = packages;
        this.fleet = fleet;
        this.events = events;
    }

    InvokeResponse invoke(InvokeRequest request, String requestId) {
        FunctionRef ref = FunctionRef.of(request.functionName(), request.qualifier());
        FunctionConfiguration configuration = aliases.resolve(ref);
        byte[] payload = payload(request.payload());
        return switch (request.invocationType() == null ? InvocationType.REQUEST_RESPONSE : request.invocationType()) {
            case DRY_RUN -> InvokeResponse.builder().statusCode(204).build();
            case EVENT -> {
                check(payload, LARGEST_EVENT);
                events.add(ref, requestId, payload);
                yield InvokeResponse.builder().statusCode(202).build();
            }
            default -> {
                check(payload, LARGEST);
                var invocation = new Invocation(
                        requestId,
                        ref.arn(),
                        payload,
                        decoded(request.clientContext()),
                        request.logType() == LogType.TAIL,
                        null);
                yield response(configuration, run(configuration, ref, invocation));
            }
        };
    }

    private static @Nullable String decoded(@Nullable String context) {
        if (context == null) {
            return null;
        }
        try {
            return new String(Base64.getDecoder().decode(context), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw software.amazon.awssdk.services.lambda.model.InvalidRequestContentException.builder()
                    .type("User")
                    .message("Client context must be a valid Base64-encoded JSON object.")
                    .build();
        }
    }

    private static byte[] payload(@Nullable SdkBytes bytes) {
        return bytes == null ? new byte[0] : bytes.asByteArrayUnsafe();
    }

    private static void check(byte[] payload, int most) {
        if (payload.length > most) {
            throw RequestTooLargeException.builder()
                    .type("User")
                    .statusCode(413)
                    .message(payload.length + " byte payload is too large for the "
                            + (most == LARGEST ? "RequestResponse" : "Event") + " invocation type (limit " + most
                            + " bytes)")
                    .build();
        }
        if (payload.length > 0) {
            EventDocuments.requireJson(payload);
        }
    }

    private static InvokeResponse response(FunctionConfiguration configuration, Outcome outcome) {
        InvokeResponse.Builder response = InvokeResponse.builder()
                .statusCode(200)
                .executedVersion(configuration.version())
                .payload(SdkBytes.fromByteArrayUnsafe(outcome.payload()));
        if (outcome.error() != null) {
            response.functionError("Unhandled");
        }
        byte[] tail = outcome.tail();
        if (tail != null) {
            response.logResult(Base64.getEncoder().encodeToString(tail));
        }
        return response.build();
    }

    /** Gets ready for the first call. */
    void prepare(Scope scope, FunctionConfiguration configuration) {
        fleet.prepare(program(scope, configuration));
    }

    /** What a configuration is for a caller that named the function in its own way. */
    FunctionConfiguration resolve(FunctionRef ref) {
        return aliases.resolve(ref);
    }

    Outcome run(FunctionConfiguration configuration, FunctionRef ref, byte[] payload) {
        var invocation = new Invocation(UUID.randomUUID().toString(), ref.arn(), payload, null, false, null);
        return run(configuration, ref, invocation);
    }

    /** @throws TooManyRequestsException when as many executions run already as may */
    Outcome run(FunctionConfiguration configuration, FunctionRef ref, Invocation invocation) {
        Integer reserved = functions.reserved(ref);
        try {
            return fleet.invoke(program(ref.scope(), configuration), reserved, invocation);
        } catch (Concurrency.Exceeded e) {
            throw TooManyRequestsException.builder()
                    .type("User")
                    .reason(
                            reserved == null
                                    ? "ConcurrentInvocationLimitExceeded"
                                    : "ReservedFunctionConcurrentInvocationLimitExceeded")
                    .message(e.getMessage())
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServiceException.builder()
                    .type("Service")
                    .message("The invocation was interrupted.")
                    .build();
        }
    }

    private Program program(Scope scope, FunctionConfiguration configuration) {
        List<Path> below = configuration.layers().stream()
                .map(layer ->
                        packages.folder(layers.byArn(layer.arn()).content().codeSha256()))
                .toList();
        Map<String, String> variables = configuration.environment() == null
                ? Map.of()
                : configuration.environment().variables();
        return new Program(
                scope,
                configuration.functionName(),
                configuration.version(),
                configuration.revisionId(),
                configuration.runtimeAsString(),
                configuration.handler(),
                configuration.memorySize(),
                configuration.timeout(),
                configuration.ephemeralStorage() == null
                        ? 512
                        : configuration.ephemeralStorage().size(),
                variables,
                packages.folder(configuration.codeSha256()),
                below,
                configuration.loggingConfig().logGroup());
    }
}
