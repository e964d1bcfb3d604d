package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModelException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The threads that call libtorch. It walks expressions and graphs by recursion, and ends the process where the stack does: a network
 * traced over some thousands of steps does not fit into the stack that threads have by default. As many at once as there are
 * processors, since libtorch computes as long as it runs.
 */
final class DeepThreads {

    /** What {@link TorchScriptFile} lets through needs less. Only what is used of it takes memory. */
    private static final long STACK = 256 << 20;

    private static final Executor THREADS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
                var thread = new Thread(null, work, "libtorch", STACK);
                thread.setDaemon(true);
                return thread;
            });

    private DeepThreads() {}

    /** Calls it on one of the threads, and waits. */
    static <T> T call(Callable<T> work) throws TensorModelException {
        var done = new CompletableFuture<T>();
        THREADS.execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case TensorModelException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }
}
