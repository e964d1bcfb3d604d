package io.brume.bench.resilience;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What was sent and what came of it. Thread-safe. */
final class Tally {

    /** More than these are only counted. */
    private static final int MOST_KEPT = 40;

    private static final class Row {
        private final LongAdder sent = new LongAdder();
        private final LongAdder accepted = new LongAdder();
        private final LongAdder refused = new LongAdder();
        private final LongAdder notImplemented = new LongAdder();
        private final LongAdder closed = new LongAdder();
        private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
    }

    private final Map<Kind, Row> rows = new EnumMap<>(Kind.class);
    private final LongAdder total = new LongAdder();
    private final AtomicInteger violations = new AtomicInteger();
    private final Queue<Violation> kept = new ConcurrentLinkedQueue<>();

    Tally() {
        for (Kind kind : Kind.values()) {
            rows.put(kind, new Row());
        }
    }

    private Row row(Kind kind) {
        return java.util.Objects.requireNonNull(rows.get(kind));
    }

    /** A request is done with: answered, maybe more than once, or closed. */
    void done(Kind kind, List<Answer> answers, long nanos) {
        Row row = row(kind);
        row.sent.increment();
        total.increment();
        row.slowest.accumulate(nanos);
        if (answers.isEmpty()) {
            row.closed.increment();
            return;
        }
        int status = answers.getFirst().status();
        (status < 400 ? row.accepted : status < 500 ? row.refused : row.notImplemented).increment();
    }

    void violation(Violation violation) {
        if (violations.incrementAndGet() <= MOST_KEPT) {
            kept.add(violation);
            System.err.println(violation);
        }
    }

    int violations() {
        return violations.get();
    }

    boolean isHopeless() {
        return violations.get() > MOST_KEPT;
    }

    List<Violation> kept() {
        return List.copyOf(kept);
    }

    long total() {
        return total.sum();
    }

    /** A Markdown table by kind. */
    String table() {
        var out = new StringBuilder(
                "| kind | sent | 2xx, 3xx | 4xx | 501 | closed | slowest ms |\n|---|--:|--:|--:|--:|--:|--:|\n");
        rows.forEach((kind, row) -> out.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d | %,d | %.1f |%n",
                kind.title(),
                row.sent.sum(),
                row.accepted.sum(),
                row.refused.sum(),
                row.notImplemented.sum(),
                row.closed.sum(),
                row.slowest.get() / 1e6)));
        return out.toString();
    }
}
