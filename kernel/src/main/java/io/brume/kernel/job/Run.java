package io.brume.kernel.job;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.DatabaseException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of a job while this server runs it: what its handler sees of it, and how others cut it short. Thread-safe. */
final class Run implements JobContext {

    private static final Logger log = LoggerFactory.getLogger(Run.class);

    private static final long BETWEEN_PROGRESS = TimeUnit.SECONDS.toNanos(1);

    /** Why an attempt is interrupted. */
    enum Cut {
        TIME_OUT,
        STOP,
        CLOSE,
        /** The job is another attempt's. */
        LOST
    }

    /** How far the handler says that it is. */
    record Progress(double fraction, String message) {}

    final Taken taken;
    private final Database database;
    private @Nullable Thread thread;
    private @Nullable Cut cut;
    private volatile @Nullable Progress progress;
    private volatile boolean stopRequested;
    private long progressWritten = System.nanoTime() - BETWEEN_PROGRESS;
    private boolean progressPending;

    Run(Taken taken, Database database) {
        this.taken = taken;
        this.database = database;
    }

    /** Calls the handler on this thread, which may be interrupted only meanwhile. */
    Outcome handle() throws Exception {
        synchronized (this) {
            if (cut != null) {
                throw new InterruptedException();
            }
            thread = Thread.currentThread();
        }
        try {
            return taken.kind().handler().run(this);
        } finally {
            synchronized (this) {
                thread = null;
                boolean unused = Thread.interrupted();
            }
        }
    }

    /** Interrupts the handler; only the first reason counts. */
    synchronized void cut(Cut reason) {
        if (cut == null) {
            cut = reason;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    synchronized @Nullable Cut cut() {
        return cut;
    }

    /** Whether this was news. */
    synchronized boolean requestStop() {
        boolean news = !stopRequested;
        stopRequested = true;
        return news;
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    @Override
    public String id() {
        return taken.id();
    }

    @Override
    public String data() {
        return taken.data();
    }

    @Override
    public int attempt() {
        return taken.attempt();
    }

    @Override
    public Optional<String> checkpoint() {
        return taken.checkpoint();
    }

    @Override
    public void checkpoint(String checkpoint, Database.Action together) {
        var ours = new AtomicBoolean();
        Persistently.write(() -> ours.set(database.write(transaction -> {
            boolean still = JobTable.checkpoint(transaction, taken, checkpoint);
            if (still) {
                together.in(transaction);
            }
            return still;
        })));
        if (!ours.get()) {
            cut(Cut.LOST);
            throw new CancellationException("the job " + taken.key() + " was taken over");
        }
    }

    @Override
    public void progress(double fraction, String message) {
        var latest = new Progress(Math.clamp(fraction, 0, 1), JobText.storable(message));
        progress = latest;
        if (isProgressDue()) {
            try {
                database.change(transaction -> JobTable.progress(transaction, taken, latest.fraction, latest.message));
            } catch (DatabaseException e) {
                log.warn("the progress of {} could not be written: {}", taken.key(), e.getMessage());
            }
        }
    }

    private synchronized boolean isProgressDue() {
        long now = System.nanoTime();
        boolean due = now - progressWritten >= BETWEEN_PROGRESS;
        if (due) {
            progressWritten = now;
        }
        progressPending = !due;
        return due;
    }

    /** The last progress, when it has not been written yet. */
    synchronized @Nullable Progress pendingProgress() {
        return progressPending ? progress : null;
    }

    @Override
    public boolean stopRequested() {
        return stopRequested;
    }
}
