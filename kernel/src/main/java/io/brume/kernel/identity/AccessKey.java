package io.brume.kernel.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pair of access key id and secret, the account that it belongs to and the principal that signs with it.
 *
 * @param sessionToken what requests with temporary credentials have to send along; null for long-term keys
 * @param expires when temporary credentials end; null for long-term keys
 */
public record AccessKey(
        String id,
        String secret,
        @Nullable String sessionToken,
        String accountId,
        Principal principal,
        @Nullable Instant expires) {

    /** A key of the account itself, which does not expire. */
    public AccessKey(String id, String secret, @Nullable String sessionToken, String accountId) {
        this(id, secret, sessionToken, accountId, Principal.root(accountId), null);
    }

    public boolean isTemporary() {
        return sessionToken != null;
    }

    /** Everything but what has to stay secret, so that a key may be logged. */
    @Override
    public String toString() {
        return "AccessKey[id=" + id + ", accountId=" + accountId + ']';
    }
}
