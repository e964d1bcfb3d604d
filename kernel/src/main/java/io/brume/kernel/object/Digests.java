package io.brume.kernel.object;

/** What is computed of a body while it comes in. Called by one thread at a time, but not always the same one. */
@FunctionalInterface
public interface Digests {
    void update(byte[] data, int offset, int length);
}
