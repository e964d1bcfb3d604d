package io.brume.storage.s3;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.OptionalLong;

/** Ids of versions: 32 characters that tell a version's age, so that it is found without an index of its own. */
final class VersionIds {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    private VersionIds() {}

    static String next(long age) {
        return Base64.getUrlEncoder()
                .encodeToString(ByteBuffer.allocate(BYTES)
                        .putLong(-age)
                        .putLong(RANDOM.nextLong())
                        .putLong(RANDOM.nextLong())
                        .array())
                .replace('-', '.');
    }

    /** The age of the version that has this id; empty when it is no id. */
    static OptionalLong age(String id) {
        if (id.length() != 32) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(-ByteBuffer.wrap(Base64.getUrlDecoder().decode(id.replace('.', '-')))
                    .getLong());
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }
}
