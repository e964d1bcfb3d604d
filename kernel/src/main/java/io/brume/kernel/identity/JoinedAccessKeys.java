package io.brume.kernel.identity;

import java.util.Optional;

/** Keys from two places, the first of which goes before. */
record JoinedAccessKeys(AccessKeys first, AccessKeys second) implements AccessKeys {

    @Override
    public Optional<AccessKey> find(String accessKeyId) {
        return first.find(accessKeyId).or(() -> second.find(accessKeyId));
    }

    @Override
    public boolean required() {
        return first.required() || second.required();
    }

    @Override
    public boolean required(String accessKeyId) {
        return first.required(accessKeyId) || second.required(accessKeyId);
    }

    @Override
    public void used(AccessKey key, Caller caller) {
        first.used(key, caller);
        second.used(key, caller);
    }
}
