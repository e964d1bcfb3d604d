package io.brume.kernel.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The access keys that requests may be signed with. Implementations are thread-safe and quick: every request asks them. */
@FunctionalInterface
public interface AccessKeys {

    /** The usable key of that id, whose secret the signature is then checked with. */
    Optional<AccessKey> find(String accessKeyId);

    /** Whether requests have to be signed at all; without it every request passes as whom it claims to be from. */
    default boolean required() {
        return true;
    }

    /**
     * Whether a request that names this key has to be signed with it. Where no signatures are required that is so for the
     * keys that were made here, usable or no more.
     */
    default boolean required(String accessKeyId) {
        return required();
    }

    /** Told of every request whose signature with the key was right. */
    default void used(AccessKey key, Caller caller) {}

    /** These keys and others; where both have one of an id, it is these' one. */
    default AccessKeys or(AccessKeys others) {
        return new JoinedAccessKeys(this, others);
    }

    /** No keys: nothing is verified and any credentials pass. */
    static AccessKeys none() {
        return new AccessKeys() {
            @Override
            public Optional<AccessKey> find(String accessKeyId) {
                return Optional.empty();
            }

            @Override
            public boolean required() {
                return false;
            }
        };
    }

    /**
     * The keys of a configuration, each written {@code ID:SECRET} or {@code ID:SECRET:ACCOUNT}; none when the list is
     * empty. Without an account, an id of twelve digits names it.
     *
     * @throws IllegalArgumentException with a sentence that names the entry by its position and never shows a secret
     */
    static AccessKeys of(List<String> entries) {
        if (entries.isEmpty()) {
            return none();
        }
        Map<String, AccessKey> keys = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            AccessKey key = parse(entries.get(i), i + 1);
            if (keys.put(key.id(), key) != null) {
                throw new IllegalArgumentException("access key " + (i + 1) + " repeats the id " + key.id());
            }
        }
        Map<String, AccessKey> fixed = Map.copyOf(keys);
        return id -> Optional.ofNullable(fixed.get(id));
    }

    private static AccessKey parse(String entry, int position) {
        String[] parts = entry.strip().split(":", -1);
        boolean wellFormed = (parts.length == 2 || parts.length == 3)
                && !parts[0].isEmpty()
                && parts[0].indexOf('/') < 0
                && !parts[1].isEmpty()
                && (parts.length == 2 || Caller.isAccountId(parts[2]));
        if (!wellFormed) {
            throw new IllegalArgumentException("access key " + position
                    + " is not written ID:SECRET or ID:SECRET:ACCOUNT, where ID has no slash and ACCOUNT is 12 digits");
        }
        return new AccessKey(parts[0], parts[1], null, parts.length == 3 ? parts[2] : Caller.accountOf(parts[0]));
    }
}
