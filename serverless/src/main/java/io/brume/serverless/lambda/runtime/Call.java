package io.brume.serverless.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** An invocation on its way through one process. The first of its ends counts. */
final class Call {

    /** The largest answer that is not streamed, in bytes: 6 MB and what wraps them. */
    static final int LARGEST_ANSWER = (6 << 20) + 100;

    /** The largest streamed answer, in bytes. */
    private static final long LARGEST_STREAM = 200L << 20;

    private static final int PART = 64 << 10;

    private final Invocation invocation;
    private final int timeout;
    private final CompletableFuture<Long> taken = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final String traceId;
    private volatile long deadline;
    private volatile boolean answering;

    /** @param timeout in seconds, from when the process takes the event */
    Call(Invocation invocation, int timeout) {
        this.invocation = invocation;
        this.timeout = timeout;
        var random = ThreadLocalRandom.current();
        traceId = "Root=1-" + HexFormat.of().toHexDigits((int) (System.currentTimeMillis() / 1000)) + "-"
                + HexFormat.of().toHexDigits(random.nextLong())
                + HexFormat.of().toHexDigits(random.nextInt()) + ";Parent="
                + HexFormat.of().toHexDigits(random.nextLong()) + ";Sampled=0";
    }

    Invocation invocation() {
        return invocation;
    }

    String traceId() {
        return traceId;
    }

    /** In epoch milliseconds. */
    long deadline() {
        return deadline;
    }

    /** The process has taken the event; its time runs from now. */
    void take() {
        deadline = System.currentTimeMillis() + timeout * 1000L;
        taken.complete(System.nanoTime());
    }

    /** When the process took the event, in {@link System#nanoTime()}. */
    CompletableFuture<Long> taken() {
        return taken;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** It is over, in another way than by an answer. */
    void end(Outcome how) {
        outcome.complete(how);
        taken.complete(System.nanoTime());
    }

    boolean isUnanswered() {
        return !answering && !outcome.isDone();
    }

    /** @param json what the runtime says of the error */
    void failed(String type, byte[] json) {
        end(Outcome.described(json.length == 0 ? Outcome.failure(type, "").payload() : json, type));
    }

    /** Takes the function's answer; returns false when it is too large, and then its rest is not read. */
    boolean answer(HttpMessage message) throws IOException, InterruptedException {
        answering = true;
        Invocation.Receiver receiver = invocation.receiver();
        if (receiver != null) {
            try {
                return stream(message, receiver);
            } catch (IOException | RuntimeException e) {
                end(Outcome.failure("Function.ResponseStreamBroken", "The answer broke off."));
                throw new IOException("the answer broke off", e);
            }
        }
        byte[] body = message.stream().readNBytes(LARGEST_ANSWER + 1);
        if (body.length > LARGEST_ANSWER) {
            end(Outcome.failure(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes)."));
            return false;
        }
        String error = error(message);
        end(error == null ? Outcome.success(body) : Outcome.described(described(message), error));
        return true;
    }

    private boolean stream(HttpMessage message, Invocation.Receiver receiver) throws IOException, InterruptedException {
        receiver.begin(message.header("content-type"));
        var part = new byte[PART];
        long all = 0;
        InputStream in = message.stream();
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            all += read;
            if (all > LARGEST_STREAM) {
                end(Outcome.failure(
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (" + LARGEST_STREAM + " bytes)."));
                return false;
            }
            receiver.part(Arrays.copyOf(part, read));
        }
        String error = error(message);
        end(error == null ? Outcome.success(new byte[0]) : Outcome.described(described(message), error));
        return true;
    }

    /** The type of an error that ended an answer which had begun. */
    private static @Nullable String error(HttpMessage message) {
        return message.trailer("lambda-runtime-function-error-type");
    }

    private static byte[] described(HttpMessage message) {
        String body = message.trailer("lambda-runtime-function-error-body");
        try {
            return body == null ? new byte[0] : Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** An error's description, as far as it is of a sensible length. */
    static byte[] read(InputStream in) throws IOException {
        byte[] body = in.readNBytes(LARGEST_ANSWER);
        return body;
    }
}
