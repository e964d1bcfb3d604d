package io.brume.kernel.wire;

import java.util.concurrent.Semaphore;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A service's answer in events, for its one subscriber: a thread of its own makes them, each no sooner than it is asked for. The thread
 * is interrupted when the subscriber leaves.
 *
 * @param name of the thread
 */
public record OutboundEvents<T>(String name, Maker<T> maker) implements Publisher<T> {

    /** Makes the events, from the first to the last. What it throws ends the stream with that error. */
    @FunctionalInterface
    public interface Maker<T> {
        /** @throws InterruptedException when the subscriber has left */
        void make(Sink<T> sink) throws InterruptedException;
    }

    /** Takes an event, and waits until it is asked for. */
    @FunctionalInterface
    public interface Sink<T> {
        void send(T event) throws InterruptedException;
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        var demand = new Semaphore(0);
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(subscriber, demand));
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

    private void run(Subscriber<? super T> subscriber, Semaphore demand) {
        try {
            maker.make(event -> {
                demand.acquire();
                subscriber.onNext(event);
            });
            subscriber.onComplete();
        } catch (InterruptedException e) {
            // The subscriber has left.
        } catch (RuntimeException e) {
            subscriber.onError(e);
        }
    }
}
