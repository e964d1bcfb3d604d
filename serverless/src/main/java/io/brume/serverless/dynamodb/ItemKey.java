package io.brume.serverless.dynamodb;

import software.amazon.awssdk.core.SdkBytes;

/**
 * Where an item is in its table, or its entry in an index: bytes that sort as the key's values do. A hash key's begin with four of
 * a checksum; where a table has no range key, there are no bytes of it.
 */
record ItemKey(SdkBytes hash, SdkBytes range) {

    static ItemKey of(byte[] hash, byte[] range) {
        return new ItemKey(SdkBytes.fromByteArrayUnsafe(hash), SdkBytes.fromByteArrayUnsafe(range));
    }

    /** For the database. */
    byte[] hashBytes() {
        return hash.asByteArrayUnsafe();
    }

    byte[] rangeBytes() {
        return range.asByteArrayUnsafe();
    }
}
