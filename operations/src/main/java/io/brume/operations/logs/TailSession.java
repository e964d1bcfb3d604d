package io.brume.operations.logs;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionStart;
import software.amazon.awssdk.services.cloudwatchlogs.model.SessionTimeoutException;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;

/** One caller's Live Tail: the session's start, then an update a second, empty ones too, for three hours at most. */
final class TailSession implements Publisher<StartLiveTailResponseStream> {

    private static final Logger log = LoggerFactory.getLogger(TailSession.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(3);

    private final LiveTailSessionStart start;
    private final NewEvents events;

    TailSession(LiveTailSessionStart start, NewEvents events) {
        this.start = start;
        this.events = events;
    }

    @Override
    public void subscribe(Subscriber<? super StartLiveTailResponseStream> subscriber) {
        var demand = new Semaphore(0);
        Thread thread = Thread.ofVirtual().name("live-tail").unstarted(() -> run(subscriber, demand));
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                demand.release((int) Math.min(n, 1024));
            }

            @Override
            public void cancel() {
                thread.interrupt();
            }
        });
        thread.start();
    }

    private void run(Subscriber<? super StartLiveTailResponseStream> subscriber, Semaphore demand) {
        long end = System.nanoTime() + LONGEST.toNanos();
        try {
            demand.acquire();
            subscriber.onNext(start);
            while (System.nanoTime() < end) {
                Thread.sleep(PAUSE);
                demand.acquire();
                subscriber.onNext(events.look());
            }
            subscriber.onError(SessionTimeoutException.builder()
                    .message("The session has ended after three hours.")
                    .build());
        } catch (InterruptedException e) {
            log.debug("a live tail was left");
        } catch (RuntimeException e) {
            subscriber.onError(e);
        }
    }
}
