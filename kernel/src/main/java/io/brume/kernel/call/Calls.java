package io.brume.kernel.call;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.model.ErrorModel;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.PlainShapes;
import io.brume.kernel.wire.Fault;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Calls of hosted services by names and plain values, as workflows and API integrations write them: {@code sqs},
 * {@code sendMessage}, {@code {QueueUrl=…}}. A request is checked as one that came over the wire. Thread-safe.
 */
public final class Calls {

    /** A service that has such a streamed member gives and takes it under this name. */
    private static final String BODY = "Body";

    private final Map<String, HostedService> services = new HashMap<>();

    public Calls(Collection<HostedService> hosted) {
        for (HostedService service : hosted) {
            services.put(prefix(service).toLowerCase(Locale.ROOT), service);
        }
    }

    /** An operation that can be called, with the name of its service in error names, such as {@code DynamoDb}. */
    public record Callable(String service, Operation operation) {}

    /** A call that did not succeed, as its caller is to be told. */
    public static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String error;
        private final int status;

        /**
         * @param error the exception's name, such as {@code NoSuchKeyException}
         * @param status the HTTP status that a client would see
         */
        public Failure(String error, int status, String message, @Nullable Throwable cause) {
            super(message, cause, false, false);
            this.error = error;
            this.status = status;
        }

        public String error() {
            return error;
        }

        public int status() {
            return status;
        }
    }

    /** Whether this server runs the service, by its name in the SDK's packages. */
    public boolean runs(String service) {
        return services.containsKey(service.toLowerCase(Locale.ROOT));
    }

    /** The operation of that name; empty when no hosted service has it. */
    public Optional<Callable> find(String service, String operation) {
        HostedService hosted = services.get(service.toLowerCase(Locale.ROOT));
        Operation found = hosted == null ? null : hosted.operation(operation);
        return found == null || !found.isImplemented() || !isCallable(found)
                ? Optional.empty()
                : Optional.of(new Callable(prefix(requireNonNull(hosted)), found));
    }

    /** Event streams have no plain values. */
    private static boolean isCallable(Operation operation) {
        return switch (operation.model().kind()) {
            case PLAIN, STREAM_IN, STREAM_OUT, STREAM_IN_OUT -> true;
            case EVENTS_IN, EVENTS_OUT, EVENTS_IN_OUT -> false;
        };
    }

    /** {@code DynamoDb} of the client interface {@code DynamoDbClient}. */
    private static String prefix(HostedService service) {
        String client = service.model().client();
        String name = client.substring(client.lastIndexOf('.') + 1);
        return name.replaceAll("(Async)?Client$", "");
    }

    /**
     * Calls an operation.
     *
     * @param scope in whose name and where
     * @param parameters members by name, whatever the case of their first letter
     * @return the answer's members, their names beginning with a capital
     * @throws Failure when the service refuses or fails
     */
    public Map<String, Object> call(Scope scope, Callable called, Map<String, ?> parameters) {
        Operation operation = called.operation;
        String requestId = UUID.randomUUID().toString();
        try {
            SdkPojo builder = operation.newRequest();
            Object body = PlainShapes.read(parameters, builder, takesBody(operation) ? BODY : null);
            var input = (SdkPojo) ((Buildable) builder).build();
            String violations = operation
                    .service()
                    .validator()
                    .check(input, operation.model().input());
            if (violations != null) {
                throw new Failure("ValidationException", 400, violations, null);
            }
            var caller = new Caller(
                    scope.account(),
                    scope.account(),
                    scope.region(),
                    operation.service().model().signingName());
            return new RequestContext(requestId, caller).during(() -> invoke(operation, input, body));
        } catch (Failure e) {
            throw e;
        } catch (Throwable e) {
            throw failure(called, e);
        }
    }

    private static boolean takesBody(Operation operation) {
        return switch (operation.model().kind()) {
            case STREAM_IN, STREAM_IN_OUT -> true;
            default -> false;
        };
    }

    private static Map<String, Object> invoke(Operation operation, SdkPojo input, @Nullable Object body)
            throws IOException {
        try {
            return switch (operation.model().kind()) {
                case PLAIN -> PlainShapes.write((SdkPojo) requireNonNull(operation.invoke(input)));
                case STREAM_IN ->
                    PlainShapes.write((SdkPojo) requireNonNull(operation.invoke(input, requestBody(body))));
                case STREAM_OUT -> answer(operation.invoke(input, transformer()));
                default -> answer(operation.invoke(input, requestBody(body), transformer()));
            };
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static RequestBody requestBody(@Nullable Object body) {
        return body == null ? RequestBody.empty() : RequestBody.fromBytes(PlainShapes.bytes(body));
    }

    private static ResponseTransformer<SdkPojo, Map<String, Object>> transformer() {
        return (response, in) -> {
            Map<String, Object> answer = PlainShapes.write(response);
            answer.put(BODY, PlainShapes.text(in.readAllBytes()));
            return answer;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> answer(@Nullable Object made) {
        return (Map<String, Object>) requireNonNull(made);
    }

    private static Failure failure(Callable called, Throwable e) {
        return switch (e) {
            case AwsServiceException refused -> {
                ErrorModel model = called.operation.service().error(refused);
                var details = refused.awsErrorDetails();
                String message = details != null && details.errorMessage() != null
                        ? details.errorMessage()
                        : String.valueOf(refused.getMessage());
                String name = model != null
                        ? refused.getClass().getSimpleName()
                        : details != null && details.errorCode() != null
                                ? exceptionName(details.errorCode())
                                : called.service + "Exception";
                int status = refused.statusCode() > 0 ? refused.statusCode() : model != null ? model.status() : 400;
                yield new Failure(name, status, message, e);
            }
            case Fault fault ->
                new Failure(
                        exceptionName(fault.kind().code()), fault.kind().status(), String.valueOf(e.getMessage()), e);
            default -> new Failure(called.service + "Exception", 500, String.valueOf(e.getMessage()), e);
        };
    }

    /** {@code AWS.SimpleQueueService.NonExistentQueue} as a class's name. */
    private static String exceptionName(String code) {
        String name = code.substring(code.lastIndexOf('.') + 1);
        return name.endsWith("Exception") ? name : name + "Exception";
    }
}
