package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import io.brume.serverless.lambda.EventQueue.Again;
import io.brume.serverless.lambda.EventQueue.Event;
import io.brume.serverless.lambda.runtime.Invocation;
import io.brume.serverless.lambda.runtime.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Runs asynchronous invocations: again when they fail, as often as the function says, and then tells its dead-letter queue and destinations. */
final class AsyncRuns implements EventQueue.Runner {

    private static final Logger log = LoggerFactory.getLogger(AsyncRuns.class);

    private static final int RETRIES = 2;
    private static final Duration LONGEST_AGE = Duration.ofHours(6);
    private static final String STRING = "MessageAttribute.String.";

    private final Database database;
    private final Invocations invocations;
    private final InvokeConfigs configs;
    private final Outbox outbox;
    private final Clock clock;

    /** How long to wait after the first and after the second failure. */
    private final Duration pause;

    AsyncRuns(
            Database database,
            Invocations invocations,
            InvokeConfigs configs,
            Outbox outbox,
            Clock clock,
            Duration pause) {
        this.database = database;
        this.invocations = invocations;
        this.configs = configs;
        this.outbox = outbox;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public @Nullable Again run(Event event) {
        FunctionRef ref = event.ref();
        FunctionConfiguration configuration;
        try {
            configuration = invocations.resolve(ref);
        } catch (ResourceNotFoundException e) {
            log.warn("an event for {} is dropped: the function is no more", ref.arn());
            return null;
        }
        Optional<FunctionEventInvokeConfig> config = configs.find(ref);
        Integer retries =
                config.map(FunctionEventInvokeConfig::maximumRetryAttempts).orElse(RETRIES);
        Integer age =
                config.map(FunctionEventInvokeConfig::maximumEventAgeInSeconds).orElse(null);
        Duration most = age == null ? LONGEST_AGE : Duration.ofSeconds(age);
        boolean old = clock.instant().isAfter(event.created().plus(most));
        Outcome outcome;
        try {
            outcome = invocations.run(
                    configuration,
                    ref,
                    new Invocation(event.requestId(), ref.arn(), event.payload(), null, false, null));
        } catch (TooManyRequestsException e) {
            if (!old) {
                return new Again(Duration.ofSeconds(1), false);
            }
            end(event, configuration, config, "EventAgeExceeded", event.attempts(), Outcome.success(new byte[0]));
            return null;
        }
        int attempts = event.attempts() + 1;
        if (outcome.error() == null) {
            end(event, configuration, config, "Success", attempts, outcome);
            return null;
        }
        if (attempts <= retries && !old) {
            return new Again(pause.multipliedBy(attempts), true);
        }
        end(event, configuration, config, old ? "EventAgeExceeded" : "RetriesExhausted", attempts, outcome);
        return null;
    }

    private void end(
            Event event,
            FunctionConfiguration configuration,
            Optional<FunctionEventInvokeConfig> config,
            String condition,
            int attempts,
            Outcome outcome) {
        boolean success = condition.equals("Success");
        String destination = config.map(FunctionEventInvokeConfig::destinationConfig)
                .map(both -> success
                        ? both.onSuccess() == null ? null : both.onSuccess().destination()
                        : both.onFailure() == null ? null : both.onFailure().destination())
                .orElse(null);
        database.change(_ -> {
            if (destination != null) {
                String record = EventDocuments.record(
                        event.ref(),
                        configuration.version(),
                        event.requestId(),
                        condition,
                        attempts,
                        event.payload(),
                        outcome,
                        clock.instant());
                tell(event.ref(), destination, record, success);
            }
            String deadLetters = configuration.deadLetterConfig() == null
                    ? null
                    : configuration.deadLetterConfig().targetArn();
            if (!success && deadLetters != null && !deadLetters.isEmpty()) {
                bury(event, deadLetters, outcome);
            }
        });
    }

    private void tell(FunctionRef ref, String destination, String record, boolean success) {
        Map<String, String> attributes = destination.contains(":event-bus/")
                ? Map.of(
                        "Source",
                        "lambda",
                        "DetailType",
                        "Lambda Function Invocation Result - " + (success ? "Success" : "Failure"),
                        "Resources",
                        ref.with(ref.qualifierOrLatest()).arn())
                : Map.of();
        outbox.send(new Message(ref.scope(), ref.functionArn(), destination, record, attributes, null, null));
    }

    private void bury(Event event, String deadLetters, Outcome outcome) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(STRING + "RequestID", event.requestId());
        attributes.put("MessageAttribute.Number.ErrorCode", "200");
        attributes.put(STRING + "ErrorMessage", message(outcome));
        outbox.send(new Message(
                event.ref().scope(),
                event.ref().functionArn(),
                deadLetters,
                new String(event.payload(), StandardCharsets.UTF_8),
                attributes,
                null,
                null));
    }

    /** The first KB of the error's message. */
    private static String message(Outcome outcome) {
        String message;
        try {
            message = EventDocuments.json()
                    .readTree(outcome.payload())
                    .path("errorMessage")
                    .asText();
        } catch (java.io.IOException e) {
            message = "";
        }
        String shown = message.isEmpty() ? String.valueOf(outcome.error()) : message;
        return shown.length() > 1024 ? shown.substring(0, 1024) : shown;
    }
}
