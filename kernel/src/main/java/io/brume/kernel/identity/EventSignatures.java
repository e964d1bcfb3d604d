package io.brume.kernel.identity;

import io.brume.kernel.identity.SigningKeys.SigningKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Checks the messages of a signed event stream ({@code STREAMING-AWS4-HMAC-SHA256-EVENTS}), each of whose signatures
 * covers the one before it; the first covers the request's own. Not thread-safe, as messages come in order.
 */
public final class EventSignatures {

    private static final byte[] DATE_NAME = {5, ':', 'd', 'a', 't', 'e'};
    private static final byte TIMESTAMP = 8;

    private final SigningKeys keys;
    private final AccessKey accessKey;
    private final Caller caller;
    private String previous;
    private boolean ended;

    EventSignatures(SigningKeys keys, AccessKey accessKey, Caller caller, String seedSignature) {
        this.keys = keys;
        this.accessKey = accessKey;
        this.caller = caller;
        this.previous = seedSignature;
    }

    /**
     * Checks the next message. An envelope has the two headers named here and no others: the signature covers none beyond
     * {@code :date}, so a decoder must not believe any.
     *
     * @param date the {@code :date} header, to the millisecond
     * @param payload the message that the envelope holds, encoded; empty for the one that ends the stream
     * @param signature the {@code :chunk-signature} header
     * @throws AuthenticationException when the message is not the next one that the caller signed
     */
    public void verify(Instant date, byte[] payload, byte[] signature) {
        String service = caller.service();
        if (ended || service == null) {
            throw AuthenticationException.of(AuthenticationFailure.SIGNATURE_MISMATCH);
        }
        AmzDate moment = moment(date);
        SigningKey key = keys.key(accessKey, moment.day(), caller.region(), service);
        byte[] header = ByteBuffer.allocate(DATE_NAME.length + 1 + Long.BYTES)
                .put(DATE_NAME)
                .put(TIMESTAMP)
                .putLong(date.toEpochMilli())
                .array();
        String expected = key.sign("AWS4-HMAC-SHA256-PAYLOAD\n" + moment.text() + '\n' + key.scope() + '\n' + previous
                + '\n' + SigningKeys.sha256Hex(header) + '\n' + SigningKeys.sha256Hex(payload));
        if (!SigningKeys.same(expected, HexFormat.of().formatHex(signature))) {
            throw AuthenticationException.of(AuthenticationFailure.SIGNATURE_MISMATCH);
        }
        keys.keep(accessKey, moment.day(), caller.region(), service, key);
        previous = expected;
        ended = payload.length == 0;
    }

    /** Whether the signed end of the stream was seen; without it the stream was cut off, by whomever. */
    public boolean ended() {
        return ended;
    }

    private static AmzDate moment(Instant date) {
        // Years of four digits, the only ones that a scope can hold and toEpochMilli is sure to bear.
        if (date.getEpochSecond() < 0 || date.getEpochSecond() > 253_402_300_799L) {
            throw AuthenticationException.of(AuthenticationFailure.SIGNATURE_MISMATCH);
        }
        return AmzDate.of(date);
    }
}
