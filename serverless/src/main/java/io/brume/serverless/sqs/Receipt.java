package io.brume.serverless.sqs;

import io.brume.kernel.resource.PageToken;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The proof that a message was received, which it is deleted with.
 *
 * @param message the message's number
 * @param secret one receive request's: when that was, and what nobody can guess
 */
record Receipt(long message, String secret) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KIND = "sqs/receipt/";

    /** A secret for one receive request. */
    static String secret(Instant now) {
        var bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return now.toEpochMilli() + "." + HexFormat.of().formatHex(bytes);
    }

    /** The handle that a receiver gets. */
    String handle(Queue queue) {
        return PageToken.of(KIND + queue.arn(), List.of(Long.toString(message), secret));
    }

    /** Reads a handle of the queue. */
    static Receipt of(Queue queue, String handle) {
        List<String> parts = PageToken.read(KIND + queue.arn(), handle).orElseThrow(Refusal::badReceipt);
        try {
            return new Receipt(Long.parseLong(parts.getFirst()), parts.get(1));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw Refusal.badReceipt();
        }
    }

    /** When the message was received. */
    Instant received() {
        try {
            return Instant.ofEpochMilli(Long.parseLong(secret.substring(0, Math.max(0, secret.indexOf('.')))));
        } catch (NumberFormatException e) {
            throw Refusal.badReceipt();
        }
    }
}
