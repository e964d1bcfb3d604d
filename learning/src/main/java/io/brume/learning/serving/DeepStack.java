package io.brume.learning.serving;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs native code that wants more stack than threads have by default, and crashes where it has less. */
final class DeepStack {

    private static final long BYTES = 64 << 20;

    private DeepStack() {}

    /** Calls it on a thread of its own, and waits. */
    static <T> T call(String name, Callable<T> work) throws LoadException, InterruptedException {
        var done = new CompletableFuture<T>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        done.complete(work.call());
                    } catch (Exception | Error e) {
                        done.completeExceptionally(e);
                    }
                },
                name,
                BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LoadException known
                    ? known
                    : new LoadException(String.valueOf(e.getCause()), e);
        }
    }
}
