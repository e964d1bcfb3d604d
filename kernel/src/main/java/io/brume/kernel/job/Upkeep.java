package io.brume.kernel.job;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one server does again and again beside its requests, on a thread of its own. What fails is logged, and tried again after the
 * usual pause. Thread-safe.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final String name;
    private final Duration usualPause;
    private final Supplier<Duration> step;
    private final Semaphore work = new Semaphore(0);
    private @Nullable Thread thread;

    /**
     * Upkeep that has not begun.
     *
     * @param name the thread's
     * @param step does what there is to do; returns how long to wait then
     */
    public Upkeep(String name, Duration usualPause, Supplier<Duration> step) {
        this.name = name;
        this.usualPause = usualPause;
        this.step = step;
    }

    public synchronized void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Says that there is something to do. */
    public void wake() {
        work.release();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (work.tryAcquire(stepOrLog().toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration stepOrLog() {
        try {
            return step.get();
        } catch (RuntimeException e) {
            log.error("{} failed, and is tried again", name, e);
            return usualPause;
        }
    }

    /** Ends it, and waits until what it is doing is done. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
