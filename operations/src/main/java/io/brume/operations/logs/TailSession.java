package io.brume.operations.logs;

import io.brume.kernel.wire.OutboundEvents.Maker;
import io.brume.kernel.wire.OutboundEvents.Sink;
import java.time.Duration;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionStart;
import software.amazon.awssdk.services.cloudwatchlogs.model.SessionTimeoutException;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;

/** One caller's Live Tail: the session's start, then an update a second, empty ones too, for three hours at most. */
final class TailSession implements Maker<StartLiveTailResponseStream> {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(3);

    private final LiveTailSessionStart start;
    private final NewEvents events;

    TailSession(LiveTailSessionStart start, NewEvents events) {
        this.start = start;
        this.events = events;
    }

    @Override
    public void make(Sink<StartLiveTailResponseStream> sink) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        sink.send(start);
        while (System.nanoTime() < end) {
            Thread.sleep(PAUSE);
            sink.send(events.look());
        }
        throw SessionTimeoutException.builder()
                .message("The session has ended after three hours.")
                .build();
    }
}
