package io.brume.kernel.resource;

import io.brume.kernel.database.Database;
import io.brume.kernel.shape.Shapes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Client tokens: a request that comes again with the token of an earlier one gets that one's answer and does nothing. Thread-safe.
 */
public final class Idempotency {

    private final Database database;
    private final Clock clock;
    private final Duration kept;

    /** @param kept how long a token is remembered */
    public Idempotency(Database database, Clock clock, Duration kept) {
        this.database = database;
        this.clock = clock;
        this.kept = kept;
    }

    /** What an earlier request with the token was, and what it was answered. */
    private record Earlier(String digest, String answer) {}

    /**
     * Does something once, together with the note that it is done.
     *
     * @param operation what the token is unique for
     * @param token null when the client sent none: the work is then simply done
     * @param work may run on another thread, and twice, as {@link Database#write} says
     * @param mismatch what is thrown when the token came before with another request
     */
    public <R extends SdkPojo> R once(
            Scope scope,
            String operation,
            @Nullable String token,
            SdkPojo request,
            Class<R> answer,
            Supplier<? extends RuntimeException> mismatch,
            Supplier<R> work) {
        if (token == null) {
            return work.get();
        }
        String digest = Fingerprint.of(request);
        Instant now = clock.instant();
        return database.write(transaction -> {
            transaction.update("DELETE FROM client_token WHERE expires <= ?", now);
            int fresh = transaction.update(
                    "INSERT INTO client_token (account, region, operation, token, digest, answer, expires)"
                            + " VALUES (?, ?, ?, ?, ?, '', ?) ON CONFLICT DO NOTHING",
                    scope.account(),
                    scope.region(),
                    operation,
                    token,
                    digest,
                    now.plus(kept));
            if (fresh == 0) {
                Earlier earlier = transaction
                        .first(
                                "SELECT digest, answer FROM client_token"
                                        + " WHERE account = ? AND region = ? AND operation = ? AND token = ?",
                                row -> new Earlier(row.text("digest"), row.text("answer")),
                                scope.account(),
                                scope.region(),
                                operation,
                                token)
                        .orElseThrow();
                if (!earlier.digest.equals(digest)) {
                    throw mismatch.get();
                }
                return Shapes.parse(earlier.answer, answer);
            }
            R result = work.get();
            transaction.update(
                    "UPDATE client_token SET answer = ?"
                            + " WHERE account = ? AND region = ? AND operation = ? AND token = ?",
                    Shapes.json(result),
                    scope.account(),
                    scope.region(),
                    operation,
                    token);
            return result;
        });
    }
}
