package io.brume.serverless.lambda.runtime;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.Datum;
import io.brume.kernel.telemetry.LogLine;
import io.brume.kernel.telemetry.LogSink;
import io.brume.kernel.telemetry.MetricSink;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and metrics on their way to where they are kept: in batches, so that no invocation waits for the disk. Whoever writes faster
 * than they are kept has to wait. Thread-safe.
 */
final class Journal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String NAMESPACE = "AWS/Lambda";

    /** How many characters may wait. */
    private static final int ROOM = 8 << 20;

    private record Stream(Scope scope, String group, String name) {}

    private final LogSink logs;
    private final MetricSink metrics;
    private final Clock clock;
    private final Semaphore room = new Semaphore(ROOM);
    private final Semaphore closing = new Semaphore(0);
    private final Thread writer;
    private Map<Stream, List<LogLine>> lines = new LinkedHashMap<>();
    private Map<Scope, List<Datum>> data = new LinkedHashMap<>();
    private volatile boolean closed;

    Journal(LogSink logs, MetricSink metrics, Clock clock) {
        this.logs = logs;
        this.metrics = metrics;
        this.clock = clock;
        writer = Thread.ofVirtual().name("function-journal").start(this::writeForever);
    }

    void line(Scope scope, String group, String stream, String message) {
        room.acquireUninterruptibly(Math.min(message.length(), ROOM));
        synchronized (this) {
            lines.computeIfAbsent(new Stream(scope, group, stream), _ -> new ArrayList<>())
                    .add(new LogLine(clock.instant(), message));
        }
    }

    /** One value of a function's, by its name alone, and of all functions. */
    synchronized void metric(Scope scope, String function, String name, double value, String unit) {
        List<Datum> all = data.computeIfAbsent(scope, _ -> new ArrayList<>());
        all.add(new Datum(name, Map.of("FunctionName", function), clock.instant(), value, unit));
        all.add(new Datum(name, Map.of(), clock.instant(), value, unit));
    }

    private void writeForever() {
        try {
            while (!closed) {
                var _ = closing.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        Map<Stream, List<LogLine>> someLines;
        Map<Scope, List<Datum>> someData;
        synchronized (this) {
            someLines = lines;
            someData = data;
            lines = new LinkedHashMap<>();
            data = new LinkedHashMap<>();
        }
        someLines.forEach((stream, batch) -> {
            try {
                logs.write(stream.scope, stream.group, stream.name, batch);
            } catch (RuntimeException e) {
                log.error("lines of {} are lost", stream.group, e);
            } finally {
                room.release(batch.stream()
                        .mapToInt(line -> Math.min(line.message().length(), ROOM))
                        .sum());
            }
        });
        someData.forEach((scope, batch) -> {
            try {
                metrics.put(scope, NAMESPACE, batch);
            } catch (RuntimeException e) {
                log.error("metrics of functions are lost", e);
            }
        });
    }

    /** Keeps what is left. */
    @Override
    public void close() {
        closed = true;
        closing.release();
        try {
            var _ = writer.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
