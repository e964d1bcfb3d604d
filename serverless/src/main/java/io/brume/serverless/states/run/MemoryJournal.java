package io.brume.serverless.states.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps events in memory at most: for express executions and for states that are tried out. */
final class MemoryJournal implements Journal {

    /** An event with its number. */
    record Numbered(long id, long previous, Event event) {}

    private final Consumer<List<Numbered>> listener;
    private final int most;
    private long last;

    /** @param most how many events there may be */
    MemoryJournal(int most, Consumer<List<Numbered>> listener) {
        this.most = most;
        this.listener = listener;
    }

    @Override
    public void commit(Line line) {
        if (line.isCancelled()) {
            throw new Over();
        }
        List<Numbered> numbered = new ArrayList<>();
        synchronized (this) {
            for (Event event : line.pending) {
                last++;
                numbered.add(new Numbered(last, line.previous, event));
                line.previous = last;
                if (event.isStateEntered()) {
                    line.entered = last;
                }
            }
            if (last > most) {
                throw new HistoryTooLong();
            }
            listener.accept(numbered);
        }
        line.pending.clear();
    }

    @Override
    public @Nullable Saved saved(String id) {
        return null;
    }
}
