package io.brume.kernel.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places in which one server runs jobs. A free one goes to the kind that has the fewest jobs running, and among equals to the
 * one that has waited longest since its last turn: however many jobs of one kind are queued, another kind's next job waits for
 * one end only. Jobs that coordinate others take no place. Thread-safe.
 */
final class Slots {

    private final int most;
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Long> lastTurn = new HashMap<>();
    private int taken;
    private long turns;

    Slots(int most) {
        this.most = most;
    }

    /** How many more jobs of a kind could be begun now. */
    synchronized int room(JobKind kind) {
        int ofKind = kind.atOnce() - running(kind.name());
        return Math.max(0, kind.coordinates() ? ofKind : Math.min(most - taken, ofKind));
    }

    /** Takes a place for a job; false when there is none. */
    synchronized boolean take(JobKind kind) {
        if (room(kind) == 0) {
            return false;
        }
        taken += places(kind);
        running.merge(kind.name(), 1, Integer::sum);
        lastTurn.put(kind.name(), ++turns);
        return true;
    }

    synchronized void release(JobKind kind) {
        taken -= places(kind);
        running.merge(kind.name(), -1, Integer::sum);
    }

    private static int places(JobKind kind) {
        return kind.coordinates() ? 0 : 1;
    }

    /**
     * Which of the waiting jobs come next, in order; no more than there are places.
     *
     * @param waiting by kind, longest waiting first, no more of a kind than it has room for; none that coordinate
     */
    synchronized <T> List<T> next(Map<String, List<T>> waiting) {
        Map<String, Deque<T>> queues = new HashMap<>();
        waiting.forEach((kind, jobs) -> queues.put(kind, new ArrayDeque<>(jobs)));
        Map<String, Integer> counts = new HashMap<>(running);
        Map<String, Long> turn = new HashMap<>(lastTurn);
        long now = turns;
        List<T> chosen = new ArrayList<>();
        while (chosen.size() < most - taken) {
            var first = queues.entrySet().stream()
                    .filter(queue -> !queue.getValue().isEmpty())
                    .min(Comparator.<Map.Entry<String, Deque<T>>>comparingInt(
                                    queue -> counts.getOrDefault(queue.getKey(), 0))
                            .thenComparingLong(queue -> turn.getOrDefault(queue.getKey(), 0L))
                            .thenComparing(Map.Entry::getKey));
            if (first.isEmpty()) {
                break;
            }
            chosen.add(first.get().getValue().remove());
            counts.merge(first.get().getKey(), 1, Integer::sum);
            turn.put(first.get().getKey(), ++now);
        }
        return chosen;
    }

    private int running(String kind) {
        return running.getOrDefault(kind, 0);
    }
}
