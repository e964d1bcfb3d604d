package io.brume.kernel.object;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Two blocks of memory for one writer: one is filled while the other is written. */
final class Blocks {

    /** A multiple of every file system's blocks. */
    private static final int LARGE = 512 << 10;

    private static final int ALIGNMENT = 4096;
    private static final int SMALL = 64 << 10;
    private static final int MOST_LARGE = 32;
    private static final Semaphore PERMITS = new Semaphore(MOST_LARGE);
    private static final ArrayBlockingQueue<Blocks> IDLE = new ArrayBlockingQueue<>(MOST_LARGE);

    private ByteBuffer filled;
    private ByteBuffer written;
    private final boolean large;

    private Blocks(int size, boolean large) {
        this.large = large;
        filled = large ? aligned() : ByteBuffer.allocate(size);
        written = large ? aligned() : ByteBuffer.allocate(size);
    }

    private static ByteBuffer aligned() {
        return ByteBuffer.allocateDirect(LARGE + ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit(LARGE)
                .slice();
    }

    /** Large ones, outside of the heap and aligned; null when too many writers have some. */
    static @Nullable Blocks large() {
        if (!PERMITS.tryAcquire()) {
            return null;
        }
        Blocks idle = IDLE.poll();
        return idle != null ? idle : new Blocks(LARGE, true);
    }

    static Blocks small() {
        return new Blocks(SMALL, false);
    }

    boolean fit(int alignment) {
        return alignment > 0 && ALIGNMENT % alignment == 0;
    }

    ByteBuffer filled() {
        return filled;
    }

    /** Swaps the two: what was filled is to be written, from its begin. */
    ByteBuffer turn() {
        ByteBuffer full = filled.flip();
        filled = written.clear();
        written = full;
        return full;
    }

    /** Called once nobody uses them any more. */
    void giveBack() {
        if (large) {
            filled.clear();
            written.clear();
            boolean unused = IDLE.offer(this);
            PERMITS.release();
        }
    }
}
