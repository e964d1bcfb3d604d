package io.brume.algorithms;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Runs the same work on several threads and waits for all of it. */
final class Parallel {
    private Parallel() {}

    static void run(int parts, IntConsumer work) {
        if (parts == 1) {
            work.accept(0);
            return;
        }
        var failure = new AtomicReference<@Nullable Throwable>();
        var others = new Thread[parts - 1];
        for (int i = 0; i < others.length; i++) {
            int part = i + 1;
            others[i] = Thread.ofPlatform().name("train-" + part).daemon().start(() -> attempt(work, part, failure));
        }
        attempt(work, 0, failure);
        boolean interrupted = false;
        for (Thread other : others) {
            while (other.isAlive()) {
                try {
                    other.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private static void attempt(IntConsumer work, int part, AtomicReference<@Nullable Throwable> failure) {
        try {
            work.accept(part);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}
