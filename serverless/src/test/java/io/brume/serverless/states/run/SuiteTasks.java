package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.task.Integrations;
import io.brume.serverless.states.task.Resource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The functions that the suite's tasks call: {@code echo} answers its input, {@code fail-X} fails with X, {@code flaky-N} fails N
 * times before it answers, {@code hang} never answers. S3 holds the case's {@code files}.
 */
final class SuiteTasks implements Integrations {

    private final JsonNode given;
    private final SuiteTime time;
    private final AtomicInteger calls = new AtomicInteger();

    SuiteTasks(JsonNode given, SuiteTime time) {
        this.given = given;
        this.time = time;
    }

    @Override
    public JsonNode call(Caller caller, Resource resource, JsonNode arguments) {
        return switch (resource) {
            case Resource.Function(String arn) -> function(arn.substring(arn.lastIndexOf(':') + 1), arguments);
            case Resource.Integration integration -> integration(integration, arguments);
            case Resource.Activity _ -> throw new IllegalStateException();
        };
    }

    private JsonNode function(String name, JsonNode arguments) {
        int call = calls.incrementAndGet();
        if (name.startsWith("fail-")) {
            throw new StateFailure(name.substring(5), "because");
        }
        if (name.startsWith("flaky-")) {
            if (call <= Integer.parseInt(name.substring(6))) {
                throw new StateFailure("Flaky", "call " + call);
            }
            return Json.ofPlain(call);
        }
        return switch (name) {
            case "echo" -> arguments;
            case "large" -> Json.text("x".repeat(300_000));
            case "hang" -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                yield arguments;
            }
            default -> throw new IllegalStateException(name);
        };
    }

    private JsonNode integration(Resource.Integration resource, JsonNode arguments) {
        return switch (resource.type() + ":" + resource.action()) {
            case "aws-sdk:s3:getObject" -> {
                JsonNode body = given.path("files").get(arguments.path("Key").asText());
                if (body == null) {
                    throw new StateFailure("S3.NoSuchKeyException", "The specified key does not exist.");
                }
                yield Json.object().put("Body", body.isTextual() ? body.textValue() : body.toString());
            }
            case "aws-sdk:s3:listObjectsV2" -> {
                var answer = Json.object();
                var contents = answer.putArray("Contents");
                given.path("files")
                        .fieldNames()
                        .forEachRemaining(key -> contents.addObject().put("Key", key));
                yield answer.put("IsTruncated", false);
            }
            case "aws-sdk:s3:putObject" -> Json.object().put("ETag", "etag");
            case "job:run" -> Json.object().put("Id", "job");
            default -> arguments;
        };
    }

    /** A job takes a minute. */
    @Override
    public Optional<JsonNode> poll(Caller caller, Resource.Integration resource, JsonNode arguments, JsonNode begun) {
        if (arguments.has("fail")) {
            throw new StateFailure(
                    StateFailure.TASK_FAILED, arguments.path("fail").asText());
        }
        boolean done = time.now().isAfter(java.time.Instant.parse("2026-01-01T00:01:00Z"));
        return done ? Optional.of(Json.object().put("Status", "done")) : Optional.empty();
    }

    @Override
    public void stop(Caller caller, Resource.Integration resource, JsonNode arguments, JsonNode begun) {}
}
