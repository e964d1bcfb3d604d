package io.brume.learning.hosting;

import io.brume.learning.serving.Answer;
import io.brume.learning.serving.Call;
import io.brume.learning.serving.LoadException;
import io.brume.learning.serving.ModelFailure;
import io.brume.learning.serving.ModelServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a variant: a call goes to one of those that have the fewest right now. Their number can change while they
 * answer; no call is lost by that. A pool that may sleep closes its instances when nobody has called for a while, and the next call
 * opens one. Thread-safe.
 */
final class InstancePool implements ModelServer {

    /** What an instance is: it can be asked, and is closed when the last answer has been given. */
    private static final class Instance {
        private final ModelServer server;
        private final Occupancy occupancy;

        Instance(ModelServer server) {
            this.server = server;
            occupancy = new Occupancy(server::close);
        }
    }

    /** Makes an instance ready. */
    @FunctionalInterface
    interface Opener {
        ModelServer open() throws LoadException, InterruptedException;
    }

    private final Opener opener;
    private final boolean sleeps;
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile long lastCall = System.nanoTime();
    private volatile boolean closed;

    private InstancePool(Opener opener, boolean sleeps) {
        this.opener = opener;
        this.sleeps = sleeps;
    }

    /**
     * A pool whose instances are ready.
     *
     * @param sleeps whether it may be put to sleep
     */
    static InstancePool open(Opener opener, int count, boolean sleeps) throws LoadException, InterruptedException {
        var pool = new InstancePool(opener, sleeps);
        try {
            pool.resize(count);
        } catch (LoadException | InterruptedException | RuntimeException e) {
            pool.close();
            throw e;
        }
        return pool;
    }

    /**
     * Opens or closes instances until there are as many.
     *
     * @throws LoadException when one cannot be made ready; then there are as many as before
     */
    void resize(int count) throws LoadException, InterruptedException {
        changing.lockInterruptibly();
        try {
            List<Instance> more = new ArrayList<>();
            try {
                while (!closed && instances.size() + more.size() < count) {
                    more.add(new Instance(opener.open()));
                }
            } catch (LoadException | InterruptedException | RuntimeException e) {
                more.forEach(one -> one.occupancy.retire());
                throw e;
            }
            instances.addAll(more);
            while (instances.size() > (closed ? 0 : count)) {
                instances.removeLast().occupancy.retire();
            }
        } finally {
            changing.unlock();
        }
    }

    /** How many instances there are right now. */
    int size() {
        return instances.size();
    }

    /** Closes what nobody has called since then, if it sleeps at all; the moment is a {@link System#nanoTime}. */
    void sleepUnlessCalledSince(long moment) {
        if (sleeps && lastCall - moment < 0 && changing.tryLock()) {
            try {
                instances.removeIf(one -> one.occupancy.retireWhenUnused());
            } finally {
                changing.unlock();
            }
        }
    }

    private Instance enter() throws ModelFailure, InterruptedException {
        lastCall = System.nanoTime();
        while (true) {
            Instance one = idlest();
            if (one == null) {
                wake();
            } else if (one.occupancy.enter()) {
                return one;
            }
        }
    }

    private @Nullable Instance idlest() {
        Object[] all = instances.toArray();
        if (all.length == 1) {
            return (Instance) all[0];
        }
        Instance best = null;
        int first = Math.floorMod(turn.getAndIncrement(), Math.max(1, all.length));
        for (int i = 0; i < all.length; i++) {
            var one = (Instance) all[(first + i) % all.length];
            if (best == null || one.occupancy.users() < best.occupancy.users()) {
                best = one;
            }
        }
        return best;
    }

    private void wake() throws ModelFailure, InterruptedException {
        if (closed) {
            throw new ModelFailure(503, "primary", "The variant is closed.");
        }
        changing.lockInterruptibly();
        try {
            if (instances.isEmpty()) {
                resize(1);
            }
        } catch (LoadException e) {
            throw new ModelFailure(503, "primary", "The variant cannot be made ready again: " + e.getMessage());
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Answer answer(Call call) throws ModelFailure, InterruptedException {
        Instance one = enter();
        try {
            return one.server.answer(call);
        } finally {
            one.occupancy.leave();
            lastCall = System.nanoTime();
        }
    }

    @Override
    public Streamed stream(Call call) throws ModelFailure, InterruptedException, IOException {
        Instance one = enter();
        var left = new AtomicBoolean();
        Runnable leave = () -> {
            if (left.compareAndSet(false, true)) {
                one.occupancy.leave();
                lastCall = System.nanoTime();
            }
        };
        boolean streams = false;
        try {
            Streamed answer = one.server.stream(call);
            var body = new FilterInputStream(answer.body()) {
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    return in.read(into, from, length);
                }

                @Override
                public void close() throws IOException {
                    try {
                        super.close();
                    } finally {
                        leave.run();
                    }
                }
            };
            streams = true;
            return new Streamed(body, answer.contentType(), answer.customAttributes());
        } finally {
            if (!streams) {
                leave.run();
            }
        }
    }

    @Override
    public void close() {
        changing.lock();
        try {
            closed = true;
            instances.forEach(one -> one.occupancy.retire());
            instances.clear();
        } finally {
            changing.unlock();
        }
    }
}
