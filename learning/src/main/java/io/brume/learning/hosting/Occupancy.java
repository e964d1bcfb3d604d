package io.brume.learning.hosting;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts who uses something that is to be closed: it is closed when it is retired and the last of them has left, and nobody enters it
 * after it was retired. Thread-safe.
 */
final class Occupancy {

    /** Added to the number of users when it is retired. */
    private static final long RETIRED = Long.MIN_VALUE;

    private final AtomicLong users = new AtomicLong();
    private final Runnable close;

    /** @param close is called once */
    Occupancy(Runnable close) {
        this.close = close;
    }

    /** Whether it may be used; to be followed by {@link #leave} then. */
    boolean enter() {
        while (true) {
            long now = users.get();
            if (now < 0) {
                return false;
            }
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    void leave() {
        if (users.decrementAndGet() == RETIRED) {
            close.run();
        }
    }

    /** Nobody enters it any more. */
    void retire() {
        while (true) {
            long now = users.get();
            if (now < 0) {
                return;
            }
            if (users.compareAndSet(now, now + RETIRED)) {
                if (now == 0) {
                    close.run();
                }
                return;
            }
        }
    }

    /** Retires it if nobody uses it right now; whether nobody did. */
    boolean retireWhenUnused() {
        boolean unused = users.compareAndSet(0, RETIRED);
        if (unused) {
            close.run();
        }
        return unused;
    }

    /** How many use it right now; not to be asked of what is retired. */
    long users() {
        return users.get();
    }
}
