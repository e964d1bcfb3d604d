package io.brume.kernel.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body that was taken in and that nothing refers to yet: to be kept in a transaction, or discarded.
 *
 * @param segments where its bytes are; empty when it has none
 * @param length in bytes
 * @param bytes those that the transaction itself will keep; null when they are in the object store already
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Stored(List<Segment> segments, long length, byte @Nullable [] bytes) {}
