package io.brume.learning.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.learning.serving.Answer;
import io.brume.learning.serving.Call;
import io.brume.learning.serving.LoadException;
import io.brume.learning.serving.ModelServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InstancePoolTest {

    private static final Call CALL =
            new Call(new byte[0], "text/csv", null, null, null, null, false, Duration.ofSeconds(60));

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean refuses;

    /** Answers with its number, and never after it was closed. */
    private ModelServer open() throws LoadException {
        if (refuses) {
            throw new LoadException("no room");
        }
        byte number = (byte) opened.incrementAndGet();
        return new ModelServer() {
            private volatile boolean gone;

            @Override
            public Answer answer(Call call) {
                if (gone) {
                    throw new IllegalStateException("asked after it was closed");
                }
                Thread.yield();
                if (gone) {
                    throw new IllegalStateException("closed while it answered");
                }
                return new Answer(new byte[] {number}, "text/csv", null);
            }

            @Override
            public void close() {
                gone = true;
                closed.incrementAndGet();
            }
        };
    }

    @Test
    void callsAreSharedOutToAllInstances() throws Exception {
        try (var pool = InstancePool.open(this::open, 3, false)) {
            List<Byte> answers = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                answers.add(pool.answer(CALL).body()[0]);
            }
            assertThat(answers).contains((byte) 1, (byte) 2, (byte) 3);
        }
        assertThat(closed).hasValue(3);
    }

    @Test
    void noCallIsLostWhileThereAreMoreAndFewerInstances() throws Exception {
        try (var pool = InstancePool.open(this::open, 1, false);
                var clients = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> running = new ArrayList<>();
            Callable<Integer> client = () -> {
                int answered = 0;
                for (int i = 0; i < 5_000; i++) {
                    answered += pool.answer(CALL).body().length;
                }
                return answered;
            };
            for (int i = 0; i < 4; i++) {
                running.add(clients.submit(client));
            }
            int count = 0;
            while (!running.stream().allMatch(Future::isDone)) {
                pool.resize(1 + count++ % 4);
            }
            for (Future<Integer> one : running) {
                assertThat(one.get()).isEqualTo(5_000);
            }
        }
        assertThat(closed).hasValue(opened.get());
    }

    @Test
    void thereAreAsManyAsBeforeWhenOneCannotBeMadeReady() throws Exception {
        try (var pool = InstancePool.open(this::open, 2, false)) {
            refuses = true;
            assertThatThrownBy(() -> pool.resize(4)).isInstanceOf(LoadException.class);
            assertThat(pool.size()).isEqualTo(2);
            assertThat(pool.answer(CALL).body()).hasSize(1);
        }
    }

    @Test
    void onlyAPoolThatSleepsIsClosedWhenNobodyCallsAndTheNextCallWakesIt() throws Exception {
        try (var sleeper = InstancePool.open(this::open, 1, true);
                var other = InstancePool.open(this::open, 1, false)) {
            sleeper.sleepUnlessCalledSince(
                    System.nanoTime() - Duration.ofHours(1).toNanos());
            assertThat(sleeper.size()).isEqualTo(1);
            sleeper.sleepUnlessCalledSince(System.nanoTime());
            other.sleepUnlessCalledSince(System.nanoTime());
            assertThat(sleeper.size()).isZero();
            assertThat(other.size()).isEqualTo(1);
            assertThat(sleeper.answer(CALL).body()[0]).isEqualTo((byte) 3);
            assertThat(sleeper.size()).isEqualTo(1);
        }
    }
}
