package io.brume.bench.resilience;

import io.brume.kernel.operation.HostedService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2AsyncClient;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2Client;
import software.amazon.awssdk.services.polly.PollyClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Takes every operation of AWS's client interfaces to its end: reads the whole input and answers with an empty response, so that
 * requests get through every protocol's reader and writer whatever Brume itself implements yet.
 */
final class AnyService {

    private AnyService() {}

    /** Services of all the protocols: JSON, CBOR, query, REST-JSON, REST-XML, streams and events. */
    static List<HostedService> all() {
        return List.of(
                HostedService.of(of(StsClient.class)),
                HostedService.of(of(ComprehendClient.class)),
                HostedService.of(of(KinesisClient.class)),
                HostedService.of(of(PollyClient.class)),
                HostedService.of(of(LexRuntimeV2Client.class), of(LexRuntimeV2AsyncClient.class)),
                HostedService.of(of(S3Client.class)));
    }

    /** An object that implements a client interface. */
    static Object of(Class<?> client) {
        return Proxy.newProxyInstance(client.getClassLoader(), new Class<?>[] {client}, AnyService::answer);
    }

    private static @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments)
            throws Exception {
        if (arguments == null) {
            return method.getName().equals("hashCode") ? System.identityHashCode(proxy) : method.getName();
        }
        if (method.getName().equals("equals")) {
            return proxy == arguments[0];
        }
        SdkPojo response = response(arguments[0]);
        for (Object argument : arguments) {
            if (argument instanceof RequestBody body) {
                try (var in = body.contentStreamProvider().newStream()) {
                    in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e); // the interfaces allow no other
                }
            } else if (argument instanceof EventStreamResponseHandler<?, ?> handler) {
                return arguments[1] instanceof Publisher<?> events
                        ? afterAll(events, response, handler)
                        : finished(response, handler);
            }
        }
        return arguments[arguments.length - 1] instanceof ResponseTransformer<?, ?> transformer
                ? transform(transformer, response)
                : response;
    }

    private static SdkPojo response(Object request) throws ReflectiveOperationException {
        String name = request.getClass().getName().replaceFirst("Request$", "Response");
        Method builder = Class.forName(name).getMethod("builder");
        try {
            return (SdkPojo) ((Buildable) builder.invoke(null)).build();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @SuppressWarnings("unchecked") // the operation's own response type
    private static Object transform(ResponseTransformer<?, ?> transformer, SdkPojo response) throws Exception {
        return ((ResponseTransformer<SdkPojo, Object>) transformer)
                .transform(response, AbortableInputStream.create(new ByteArrayInputStream(new byte[] {'o', 'k'})));
    }

    private static CompletableFuture<@Nullable Void> afterAll(
            Publisher<?> events, SdkPojo response, EventStreamResponseHandler<?, ?> handler) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        events.subscribe(new Subscriber<Object>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Object event) {}

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                finished(response, handler);
                done.complete(null);
            }
        });
        return done;
    }

    @SuppressWarnings("unchecked") // the operation's own handler type
    private static CompletableFuture<@Nullable Void> finished(
            SdkPojo response, EventStreamResponseHandler<?, ?> handler) {
        var typed = (EventStreamResponseHandler<SdkPojo, Object>) handler;
        typed.responseReceived(response);
        typed.onEventStream(SdkPublisher.adapt(new NoEvents()));
        return CompletableFuture.completedFuture(null);
    }

    private static final class NoEvents implements Publisher<Object> {
        @Override
        public void subscribe(Subscriber<? super Object> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onComplete();
        }
    }
}
