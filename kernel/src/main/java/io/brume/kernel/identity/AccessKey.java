package io.brume.kernel.identity;

import org.jspecify.annotations.Nullable;

/**
 * A pair of access key id and secret, and the account that it belongs to.
 *
 * @param sessionToken what requests with temporary credentials have to send along; null for long-term keys
 */
public record AccessKey(String id, String secret, @Nullable String sessionToken, String accountId) {

    /** Everything but what has to stay secret, so that a key may be logged. */
    @Override
    public String toString() {
        return "AccessKey[id=" + id + ", accountId=" + accountId + ']';
    }
}
