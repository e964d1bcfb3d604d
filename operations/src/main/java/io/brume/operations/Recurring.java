package io.brume.operations;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done again and again in the background, one piece at a time; what fails is logged and tried again next time. */
public final class Recurring implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Recurring.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("recurring").daemon().factory());

    /** Does something for the first time after a pause, and then with that pause between one time and the next. */
    public Recurring every(Duration pause, String name, Runnable work) {
        var unused = executor.scheduleWithFixedDelay(
                () -> run(name, work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private static void run(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("{} failed", name, e);
        }
    }

    /** Lets the piece that is being done come to its end, and begins no other. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("background work did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
