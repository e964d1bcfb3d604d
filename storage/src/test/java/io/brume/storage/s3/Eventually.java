package io.brume.storage.s3;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For what happens a moment after the call that caused it. */
final class Eventually {

    private Eventually() {}

    /** Returns once the condition holds. */
    static void true_(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come true in " + limit);
            }
            Thread.sleep(5);
        }
    }
}
