package io.brume.kernel.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request whose head is signed by whom it names, and the way to read its payload. */
public final class Verified {

    /** What is still to be checked of the payload. */
    sealed interface Payload {

        /** Nothing: it is not signed, or nobody verifies. */
        record Open() implements Payload {}

        /** Its hash, which the head declares. Length -1 when unknown. */
        record Hashed(String sha256, long length) implements Payload {}

        /** Its framing, and its signatures where there is a signer. */
        record Chunked(
                long length, Set<String> trailers, @Nullable ChunkSigner signer, boolean trailerSigned)
                implements Payload {}

        /** The request's own signature, which covers a hash that nobody declares. The check takes the hash. */
        record Undeclared(Consumer<String> check, int limit) implements Payload {}
    }

    private final Caller caller;
    private final Payload payload;
    private final @Nullable EventSignatures events;
    private boolean pending;
    private @Nullable AwsChunkedInputStream chunks;

    Verified(Caller caller, Payload payload, @Nullable EventSignatures events) {
        this.caller = caller;
        this.payload = payload;
        this.events = events;
        this.pending = payload instanceof Payload.Undeclared;
    }

    /** An upload by a browser's form, whose policy alone is signed. */
    public static Verified form(Caller caller) {
        return new Verified(caller, new Payload.Open(), null);
    }

    /**
     * Who asks.
     *
     * @throws IllegalStateException before {@code body} was called, for requests whose signature covers the body's hash
     *     without declaring it: they are not verified until then. {@link Caller#claimed} serves for routing.
     */
    public Caller caller() {
        if (pending) {
            throw new IllegalStateException("body() comes first: the signature of this request covers its payload");
        }
        return caller;
    }

    /**
     * The payload, unframed and checked while it is read; a stream that is read to its end is what the caller signed. A
     * payload whose hash the request does not declare is read here and now.
     *
     * @throws AuthenticationException here or from a read, when the payload is not what was signed
     * @throws PayloadException here or from a read, when its framing is wrong or it is too large to be held
     */
    public InputStream body(InputStream raw) throws IOException {
        return switch (payload) {
            case Payload.Open _ -> raw;
            case Payload.Hashed(String sha256, long length) -> new PayloadHashInputStream(raw, sha256, length);
            case Payload.Chunked(long length, Set<String> trailers, ChunkSigner signer, boolean trailerSigned) ->
                chunks = new AwsChunkedInputStream(raw, length, trailers, signer, trailerSigned);
            case Payload.Undeclared undeclared -> {
                byte[] bytes = raw.readNBytes(undeclared.limit());
                if (bytes.length == undeclared.limit() && raw.read() >= 0) {
                    throw new PayloadException(
                            PayloadException.Problem.TOO_LARGE,
                            "A body of more than " + undeclared.limit()
                                    + " bytes has to be signed with an x-amz-content-sha256 header");
                }
                yield new ByteArrayInputStream(body(bytes));
            }
        };
    }

    /**
     * The payload as it came, to be sent on: framed as it is, so that its own signatures still hold. What the request's
     * signature covers without declaring it is checked here and now.
     */
    public InputStream forwarded(InputStream raw) throws IOException {
        return payload instanceof Payload.Undeclared ? body(raw) : raw;
    }

    /** The payload that was already read whole, unframed and checked; as {@link #body(InputStream)} otherwise. */
    public byte[] body(byte[] raw) {
        switch (payload) {
            case Payload.Open _ -> {
                return raw;
            }
            case Payload.Hashed hashed -> {
                PayloadHashInputStream.check(
                        hashed.sha256(), SigningKeys.sha256().digest(raw));
                return raw;
            }
            case Payload.Undeclared undeclared -> {
                undeclared.check().accept(SigningKeys.sha256Hex(raw));
                pending = false;
                return raw;
            }
            case Payload.Chunked chunked -> {
                try (InputStream body = body(new ByteArrayInputStream(raw))) {
                    return body.readAllBytes();
                } catch (IOException e) {
                    throw new IllegalStateException("an array has no I/O", e);
                }
            }
        }
    }

    /**
     * What came behind the payload, by lower-case names; empty when its framing has no such place. The checksums among it are
     * the payload's: they were compared before it was read to its end.
     *
     * @throws IllegalStateException before the payload was read to its end
     */
    public Map<String, String> trailers() {
        return chunks == null ? Map.of() : chunks.trailers();
    }

    /** The check for the messages of an event stream; null where signatures are not verified. */
    public @Nullable EventSignatures events() {
        return events;
    }
}
