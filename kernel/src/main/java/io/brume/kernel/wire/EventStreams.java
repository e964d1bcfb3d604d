package io.brume.kernel.wire;

import static io.brume.kernel.wire.BodyProtocol.Formats.JSON;
import static io.brume.kernel.wire.Timestamps.EPOCH_SECONDS;

import io.brume.kernel.identity.EventSignatures;
import io.brume.kernel.model.OperationModel.Kind;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Calls of operations that send events: the service gets a response handler, as the SDK's asynchronous client would give it, and
 * what it publishes goes out as {@code application/vnd.amazon.eventstream} frames at the pace that the caller reads them.
 */
public final class EventStreams {

    private static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private final Exchange exchange;
    private final Operation operation;
    private final Function<Throwable, WireError> errors;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private @Nullable OutputStream out;

    private EventStreams(Exchange exchange, Operation operation, Function<Throwable, WireError> errors) {
        this.exchange = exchange;
        this.operation = operation;
        this.errors = errors;
    }

    /**
     * Calls the service and writes its events until the last.
     *
     * @param signatures checks the caller's events, null when nothing is to be checked
     * @param errors what to answer for a failure after the answer has begun
     */
    public static void call(
            IncomingRequest request,
            Operation operation,
            SdkPojo input,
            @Nullable EventSignatures signatures,
            Function<Throwable, WireError> errors)
            throws Throwable {
        var stream = new EventStreams(request.exchange(), operation, errors);
        stream.call(request, input, signatures);
    }

    private void call(IncomingRequest request, SdkPojo input, @Nullable EventSignatures signatures) throws Throwable {
        boolean eventsIn = operation.model().kind() != Kind.EVENTS_OUT;
        Object handler = handler(operation.parameter(eventsIn ? 2 : 1));
        Object result = eventsIn
                ? operation.invoke(input, new InboundEvents(request.stream(), operation, signatures), handler)
                : operation.invoke(input, handler);
        if (result instanceof CompletableFuture<?> future) {
            future.whenComplete((_, failure) -> {
                if (failure != null) {
                    done.completeExceptionally(failure);
                }
            });
        }
        try {
            done.get();
        } catch (ExecutionException e) {
            Throwable cause = cause(cause(e));
            if (out == null) {
                throw cause;
            }
            writeException(cause);
        }
        open().close();
    }

    private static Throwable cause(Throwable failure) {
        boolean wraps = failure instanceof ExecutionException || failure instanceof CompletionException;
        Throwable cause = failure.getCause();
        return wraps && cause != null ? cause : failure;
    }

    /** The service's way to answer: a proxy of the operation's own handler interface. */
    private Object handler(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this::handle);
    }

    private @Nullable Object handle(Object proxy, Method method, Object @Nullable [] arguments) {
        switch (method.getName()) {
            case "responseReceived" -> head((SdkPojo) argument(arguments));
            case "onEventStream" -> subscribe((Publisher<?>) argument(arguments));
            case "exceptionOccurred" -> done.completeExceptionally((Throwable) argument(arguments));
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return proxy == argument(arguments);
            }
            case "toString" -> {
                return "handler of " + operation.name();
            }
            default -> {} // complete(): the publisher's own end is what counts
        }
        return null;
    }

    private static Object argument(Object @Nullable [] arguments) {
        if (arguments == null || arguments.length == 0) {
            throw new IllegalArgumentException("the handler was called without its argument");
        }
        return arguments[0];
    }

    private void head(SdkPojo response) {
        exchange.status(HttpBindings.write(exchange, operation, response));
        OutputStream body = open();
        if (operation.model().target() != null && operation.model().uri().equals("/")) {
            write(body, headers("event", ":event-type", "initial-response", "application/json"), json(response));
        }
    }

    private OutputStream open() {
        OutputStream known = out;
        if (known == null) {
            exchange.setHeader("Content-Type", CONTENT_TYPE);
            try {
                out = known = exchange.respond(-1);
                known.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return known;
    }

    private void subscribe(Publisher<?> events) {
        events.subscribe(new Subscriber<Object>() {
            private @Nullable Subscription subscription;

            @Override
            public void onSubscribe(Subscription granted) {
                subscription = granted;
                granted.request(1);
            }

            @Override
            public void onNext(Object event) {
                Subscription granted = subscription;
                if (granted == null) {
                    return;
                }
                try {
                    writeEvent((SdkPojo) event);
                    granted.request(1);
                } catch (RuntimeException e) {
                    granted.cancel();
                    done.completeExceptionally(e);
                }
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });
    }

    private void writeEvent(SdkPojo event) {
        Structure structure = Structure.of(event);
        SdkBytes blob = null;
        Map<String, HeaderValue> extra = new LinkedHashMap<>();
        for (SdkField<?> field : structure.all()) {
            Object value = Structure.value(field, event);
            if (value != null && field.location() == MarshallLocation.HEADER) {
                extra.put(field.locationName(), HeaderValue.fromString(value.toString()));
            } else if (value instanceof SdkBytes bytes && isWholePayload(structure, field)) {
                blob = bytes;
            }
        }
        byte[] payload = blob != null ? blob.asByteArrayUnsafe() : json(event);
        Map<String, HeaderValue> headers = headers(
                "event",
                ":event-type",
                eventType(event),
                blob != null ? "application/octet-stream" : "application/json");
        headers.putAll(extra);
        write(open(), headers, payload);
    }

    /** Whether a member is the event's payload all by itself rather than a part of a JSON one. */
    static boolean isWholePayload(Structure structure, SdkField<?> field) {
        return field.containsTrait(PayloadTrait.class) || structure.all().size() == 1;
    }

    private static String eventType(SdkPojo event) {
        try {
            return event.getClass().getMethod("sdkEventType").invoke(event).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(event.getClass().getName() + " is no event", e);
        }
    }

    private void writeException(Throwable failure) {
        WireError error = errors.apply(failure);
        byte[] payload = BodyProtocol.error(JSON, EPOCH_SECONDS, error);
        write(open(), headers("exception", ":exception-type", error.code(), "application/json"), payload);
    }

    private static Map<String, HeaderValue> headers(
            String messageType, String typeHeader, String type, String contentType) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString(messageType));
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString(contentType));
        return headers;
    }

    private static byte[] json(SdkPojo value) {
        return StructuredWriter.write(
                JSON,
                EPOCH_SECONDS,
                value,
                Structure.of(value).all().stream()
                        .filter(field -> field.location() != MarshallLocation.HEADER)
                        .toList());
    }

    private static void write(OutputStream out, Map<String, HeaderValue> headers, byte[] payload) {
        try {
            // Not straight to the stream: the encoder hides what kind of failure a closed connection is.
            var frame = new ByteArrayOutputStream(payload.length + 256);
            new Message(headers, payload).encode(frame);
            frame.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
