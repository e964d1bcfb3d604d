package io.brume.learning.platform;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The log of a job on its way to CloudWatch Logs, some lines at a time. Thread-safe. */
public final class JobLog {

    private static final int BATCH = 1000;
    private static final int TAIL = 5;

    private final Platform platform;
    private final Scope scope;
    private final String group;
    private final String stream;
    private final List<LogLine> lines = new ArrayList<>();
    private final Deque<String> tail = new ArrayDeque<>();

    public JobLog(Platform platform, Scope scope, String group, String stream) {
        this.platform = platform;
        this.scope = scope;
        this.group = group;
        this.stream = stream;
    }

    public void add(String line) {
        boolean full;
        synchronized (this) {
            lines.add(new LogLine(platform.clock().instant(), line));
            tail.addLast(line);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
            full = lines.size() >= BATCH;
        }
        if (full) {
            flush();
        }
    }

    /** Writes what has come so far. */
    public void flush() {
        List<LogLine> batch;
        synchronized (this) {
            batch = List.copyOf(lines);
            lines.clear();
        }
        if (!batch.isEmpty()) {
            platform.logs().write(scope, group, stream, batch);
        }
    }

    /** The last few lines. */
    public synchronized String tail() {
        return String.join(" | ", tail);
    }
}
