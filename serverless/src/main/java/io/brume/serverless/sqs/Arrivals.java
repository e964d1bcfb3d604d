package io.brume.serverless.sqs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those who wait for messages, by queue. An arrival wakes as many of them as it has messages, the longest waiting first, and no call
 * is lost: who was called and left with something else passes the call on. Thread-safe.
 */
final class Arrivals {

    private final Map<String, Deque<Waiter>> waiting = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** One who waits; to be made before looking for messages, so that none arrives in between unnoticed. */
    final class Waiter implements AutoCloseable {

        private final String queue;
        private final Semaphore calls = new Semaphore(0);

        private Waiter(String queue) {
            this.queue = queue;
        }

        /** Waits to be called, no longer than the time given. */
        void await(long nanos) throws InterruptedException {
            boolean unused = calls.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            leave(this);
            if (calls.tryAcquire()) {
                call(queue, 1);
            }
        }
    }

    /** @param queue the queue's ARN */
    Waiter join(String queue) {
        var waiter = new Waiter(queue);
        lock.lock();
        try {
            waiting.computeIfAbsent(queue, _ -> new ArrayDeque<>()).add(waiter);
        } finally {
            lock.unlock();
        }
        return waiter;
    }

    private void leave(Waiter waiter) {
        lock.lock();
        try {
            Deque<Waiter> others = waiting.get(waiter.queue);
            if (others != null) {
                others.remove(waiter);
                if (others.isEmpty()) {
                    waiting.remove(waiter.queue);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that something changed in a queue that so many receivers should look at. */
    void call(String queue, int receivers) {
        lock.lock();
        try {
            Deque<Waiter> others = waiting.get(queue);
            for (int i = 0; others != null && i < receivers && !others.isEmpty(); i++) {
                others.remove().calls.release();
            }
        } finally {
            lock.unlock();
        }
    }
}
