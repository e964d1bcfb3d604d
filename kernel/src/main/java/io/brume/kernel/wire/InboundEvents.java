package io.brume.kernel.wire;

import static io.brume.kernel.wire.BodyProtocol.Formats.JSON;
import static io.brume.kernel.wire.Timestamps.EPOCH_SECONDS;

import io.brume.kernel.identity.EventSignatures;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** The events that a caller streams in, read at the pace that the service asks for them. */
final class InboundEvents implements Publisher<Object> {

    /** AWS's limit: 16 MB of payload and 128 KB of headers. */
    private static final int MAX_FRAME = (16 << 20) + (128 << 10) + 16;

    private static final int MIN_FRAME = 16;

    private final DataInputStream in;
    private final Class<?> eventType;
    private final @Nullable EventSignatures signatures;

    InboundEvents(InputStream in, Operation operation, @Nullable EventSignatures signatures) {
        this.in = new DataInputStream(in);
        this.eventType = operation.eventType();
        this.signatures = signatures;
    }

    @Override
    public void subscribe(Subscriber<? super Object> subscriber) {
        Semaphore demand = new Semaphore(0);
        Thread reader = Thread.ofVirtual().name("events-in").unstarted(() -> read(subscriber, demand));
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                demand.release((int) Math.min(n, Integer.MAX_VALUE >> 1));
            }

            @Override
            public void cancel() {
                reader.interrupt();
            }
        });
        reader.start();
    }

    private void read(Subscriber<? super Object> subscriber, Semaphore demand) {
        try {
            while (true) {
                demand.acquire();
                Object event = next();
                if (event == null) {
                    subscriber.onComplete();
                    return;
                }
                subscriber.onNext(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // cancelled: the subscriber wants no more
        } catch (Throwable e) {
            subscriber.onError(e); // whatever it is: the service waits for an end
        }
    }

    /** The next event; null after the last. */
    private @Nullable Object next() throws IOException {
        while (true) {
            Message message = frame();
            if (message == null) {
                if (signatures != null && !signatures.ended()) {
                    throw Fault.serialization("The stream ended before its signed end");
                }
                return null;
            }
            if (signatures != null || message.getHeaders().containsKey(":chunk-signature")) {
                verify(message);
                if (message.getPayload().length == 0) {
                    return null;
                }
                message = decode(message.getPayload());
            }
            Object event = event(message);
            if (event != null) {
                return event;
            }
        }
    }

    private @Nullable Message frame() throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (length < MIN_FRAME || length > MAX_FRAME) {
            throw Fault.serialization("An event's length of " + Integer.toUnsignedString(length) + " is out of range");
        }
        // As the bytes come: a length alone must not take memory.
        byte[] rest = in.readNBytes(length - 4);
        if (rest.length < length - 4) {
            throw Fault.serialization("The stream ended within an event");
        }
        byte[] frame = ByteBuffer.allocate(length).putInt(length).put(rest).array();
        return decode(frame);
    }

    private static Message decode(byte[] frame) {
        try {
            return Message.decode(ByteBuffer.wrap(frame));
        } catch (RuntimeException e) {
            throw Fault.serialization("An event is damaged");
        }
    }

    private void verify(Message envelope) {
        EventSignatures checks = signatures;
        if (checks == null) {
            return;
        }
        HeaderValue date = envelope.getHeaders().get(":date");
        HeaderValue signature = envelope.getHeaders().get(":chunk-signature");
        if (date == null || signature == null || envelope.getHeaders().size() > 2) {
            throw Fault.serialization("An event's signature must have a date, and covers no other header");
        }
        checks.verify(date.getTimestamp(), envelope.getPayload(), signature.getByteArray());
    }

    /** The SDK's event for a frame; null for one that its model does not know. */
    private @Nullable Object event(Message message) {
        HeaderValue type = message.getHeaders().get(":event-type");
        if (type == null) {
            throw Fault.serialization("An event has no :event-type");
        }
        SdkPojo builder = builder(type.getString());
        if (builder == null) {
            return null;
        }
        Structure structure = Structure.of(builder);
        Map<String, HeaderValue> headers = message.getHeaders();
        boolean whole = false;
        for (SdkField<?> field : structure.all()) {
            if (field.location() == MarshallLocation.HEADER && headers.containsKey(field.locationName())) {
                field.set(
                        builder,
                        Scalars.read(field, headers.get(field.locationName()).getString()));
            } else if (field.marshallingType() == MarshallingType.SDK_BYTES
                    && EventStreams.isWholePayload(structure, field)) {
                field.set(builder, SdkBytes.fromByteArrayUnsafe(message.getPayload()));
                whole = true;
            }
        }
        if (!whole) {
            StructuredReader.read(JSON, message.getPayload(), EPOCH_SECONDS, Limits.DEFAULT.nesting(), builder);
        }
        return ((Buildable) builder).build();
    }

    private @Nullable SdkPojo builder(String type) {
        if (type.isEmpty()) {
            return null;
        }
        String method = Character.toLowerCase(type.charAt(0)) + type.substring(1) + "Builder";
        try {
            Method factory = eventType.getMethod(method);
            return (SdkPojo) factory.invoke(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
