package io.brume.serverless.lambda.runtime;

import io.brume.serverless.lambda.runtime.Launch.MissingRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of a function, which takes one event after the other. {@link #run} is called by one thread at a time. */
final class Environment implements RuntimeApi.Desk, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Environment.class);

    /** How long getting ready may take besides the function's own timeout. */
    private static final Duration LONGEST_INIT = Duration.ofSeconds(10);

    /** How old what is known of its memory may be. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** As many processes and threads as Lambda itself allows. */
    private static final int MOST_PROCESSES = 1024;

    private final Program program;
    private final Stream stream;
    private final RuntimeApi api;
    private final Process process;
    private final Output output;
    private final Path scratch;
    private final Consumer<@Nullable Duration> whenReady;
    private final Runnable whenGone;
    private final boolean watchesScratch;
    private final long started;
    private final BlockingQueue<Call> offered = new LinkedBlockingQueue<>();
    private volatile @Nullable Call current;
    private volatile @Nullable Outcome broken;
    private volatile @Nullable String killedFor;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean gone;
    private volatile long initNanos;
    private volatile long mostMemory;
    private volatile long looked;
    private CompletableFuture<Boolean> finished = CompletableFuture.completedFuture(true);
    private boolean used;
    private volatile long lastUsed = System.nanoTime();

    /**
     * @param whenReady told once, how long it took to get ready; null when the process has ended before that
     * @param whenGone told once the process has ended
     */
    Environment(Program program, Place place, Path scratch, Consumer<@Nullable Duration> whenReady, Runnable whenGone)
            throws IOException, MissingRuntime {
        this.program = program;
        this.scratch = scratch;
        this.whenReady = whenReady;
        this.whenGone = whenGone;
        stream = place.stream(program);
        Sandbox.Places places = place.sandbox().places(program, scratch);
        Launch launch = Launch.of(program, places, place.machine());
        watchesScratch = !place.sandbox().isClosed();
        api = new RuntimeApi(this);
        try {
            stream.line(launch.banner());
            String fetched = place.packages().provide(program);
            if (fetched != null) {
                stream.line(fetched);
            }
            started = System.nanoTime();
            process = place.start(program, launch, places, scratch, api.address(), stream.name());
        } catch (IOException | RuntimeException e) {
            api.close();
            throw e;
        }
        output = new Output(process, this::written);
        var _ = process.onExit().thenAcceptAsync(ended -> exited(ended.exitValue()), Thread::startVirtualThread);
    }

    /** A line of the process's, or of the shell that watches over it. */
    private void written(String line) {
        if (killedFor == null || !line.equals("Killed")) {
            stream.line(line);
        }
    }

    Program program() {
        return program;
    }

    boolean isGone() {
        return gone || !process.isAlive();
    }

    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - lastUsed);
    }

    @Override
    public Call next() throws InterruptedException {
        if (initNanos == 0) {
            initNanos = System.nanoTime() - started;
            tellReady(Duration.ofNanos(initNanos));
        }
        while (!gone) {
            Call call = offered.poll(1, TimeUnit.SECONDS);
            if (call != null) {
                call.take();
                return call;
            }
        }
        throw new InterruptedException("the process is gone");
    }

    private void tellReady(@Nullable Duration took) {
        if (told.compareAndSet(false, true)) {
            whenReady.accept(took);
        }
    }

    @Override
    public @Nullable Call unanswered(String requestId) {
        Call call = current;
        return call != null && call.invocation().requestId().equals(requestId) && call.isUnanswered() ? call : null;
    }

    @Override
    public void initFailed(String type, byte[] json) {
        Outcome how = Outcome.described(json, type);
        broken = how;
        Call call = current;
        if (call != null) {
            call.end(how);
        }
    }

    /** Runs the function once. When this returns, the process can be asked again, unless it is gone. */
    Outcome run(Invocation invocation) throws InterruptedException {
        awaitFinished();
        boolean cold = !used;
        used = true;
        lastUsed = System.nanoTime();
        var call = new Call(invocation, program.timeout());
        stream.begin();
        stream.line("START RequestId: " + invocation.requestId() + " Version: " + program.version());
        current = call;
        Outcome known = broken;
        if (known != null) {
            call.end(known);
        } else if (gone) {
            call.end(exit(invocation, process.exitValue()));
        }
        offered.add(call);
        try {
            Outcome outcome = outcome(call);
            return end(call, outcome, cold);
        } catch (InterruptedException e) {
            close();
            throw e;
        } finally {
            lastUsed = System.nanoTime();
        }
    }

    private void awaitFinished() throws InterruptedException {
        try {
            var _ = finished.get();
        } catch (ExecutionException e) {
            log.error("an invocation's log could not be finished", e);
        }
    }

    private Outcome outcome(Call call) throws InterruptedException {
        long seconds = program.timeout();
        try {
            long patience = initNanos == 0 ? LONGEST_INIT.toSeconds() + seconds : seconds;
            long taken = call.taken().get(patience, TimeUnit.SECONDS);
            long left = TimeUnit.SECONDS.toNanos(seconds) - (System.nanoTime() - taken);
            return call.outcome().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String sentence = String.format(Locale.ROOT, "Task timed out after %.2f seconds", (double) seconds);
            stream.line(call.invocation().requestId() + " " + sentence);
            killedFor = "Sandbox.Timedout";
            call.end(Outcome.failure(
                    "Sandbox.Timedout", "RequestId: " + call.invocation().requestId() + " Error: " + sentence));
            close();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return call.outcome().join();
    }

    /** Ends the log, at once if its tail is wanted, else beside what follows. */
    private Outcome end(Call call, Outcome outcome, boolean cold) throws InterruptedException {
        long nanos = System.nanoTime() - call.taken().join();
        if (broken != null) {
            close();
        }
        if (call.invocation().tail()) {
            report(call, outcome, cold, nanos);
            current = null;
            return outcome.withTail(stream.tail());
        }
        var done = new CompletableFuture<Boolean>();
        finished = done;
        var _ = Thread.ofVirtual().name("function-report").start(() -> {
            try {
                report(call, outcome, cold, nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                done.complete(true);
            }
        });
        return outcome;
    }

    private void report(Call call, Outcome outcome, boolean cold, long nanos) throws InterruptedException {
        if (isGone()) {
            output.join();
        } else {
            output.drain();
        }
        String id = call.invocation().requestId();
        boolean timedOut = "Sandbox.Timedout".equals(outcome.error());
        double millis = timedOut ? program.timeout() * 1e3 : nanos / 1e6;
        if (!isGone() && (cold || System.nanoTime() - looked > LOOK.toNanos())) {
            look();
        }
        String report = String.format(
                Locale.ROOT,
                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\tMax Memory Used: %d MB\t",
                id,
                millis,
                (long) Math.ceil(millis),
                program.memory(),
                mostMemory >> 20);
        if (cold) {
            report += String.format(Locale.ROOT, "Init Duration: %.2f ms\t", initNanos / 1e6);
        }
        if (timedOut) {
            report += "Status: timeout";
        } else if (isGone() && outcome.error() != null) {
            report += "Status: error\tError Type: " + outcome.error();
        }
        stream.line("END RequestId: " + id);
        stream.line(report);
        stream.measure(outcome.error() != null, millis);
    }

    /** Looks whether a process that works takes more than it may. */
    void check() {
        Call call = current;
        if (call == null || call.outcome().isDone() || isGone()) {
            return;
        }
        Usage usage = look();
        if (usage.memoryBytes() > (long) program.memory() << 20) {
            kill("Runtime.OutOfMemory");
        } else if (usage.processes() > MOST_PROCESSES) {
            kill("Runtime.ExitError");
        } else if (watchesScratch && Usage.files(scratch) > (long) program.scratch() << 20) {
            stream.line("/tmp has grown beyond " + program.scratch() + " MB");
            kill("Runtime.ExitError");
        }
    }

    private Usage look() {
        Usage usage = Usage.of(process.toHandle());
        mostMemory = Math.max(mostMemory, usage.memoryBytes());
        looked = System.nanoTime();
        return usage;
    }

    private void kill(String why) {
        killedFor = why;
        close();
    }

    private void exited(int code) {
        gone = true;
        api.close();
        Call call = current;
        if (call != null && !call.outcome().isDone()) {
            call.end(exit(call.invocation(), code));
        }
        tellReady(null);
        whenGone.run();
    }

    private Outcome exit(Invocation invocation, int code) {
        String why = killedFor;
        String how = why != null || code == 137
                ? "Runtime exited with error: signal: killed"
                : code == 0
                        ? "Runtime exited without providing a reason"
                        : "Runtime exited with error: " + (code > 128 ? signal(code - 128) : "exit status " + code);
        String sentence = "RequestId: " + invocation.requestId() + " Error: " + how;
        stream.line(sentence);
        return Outcome.failure(why == null ? "Runtime.ExitError" : why, sentence);
    }

    private static String signal(int number) {
        return switch (number) {
            case 6 -> "signal: aborted";
            case 11 -> "signal: segmentation fault";
            case 15 -> "signal: terminated";
            default -> "signal: " + number;
        };
    }

    /** Kills the process with all that it has started. */
    @Override
    public void close() {
        gone = true;
        try {
            process.getOutputStream().close(); // the supervisor kills all of it
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** Waits until the process is gone; kills its supervisor too when that takes too long. */
    void awaitExit(Duration most) throws InterruptedException {
        if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }

    Path scratch() {
        return scratch;
    }

    /** The log stream of one process, and the end of what its current invocation has written. */
    static final class Stream {

        private static final int TAIL = 4 << 10;

        private final Journal journal;
        private final Program program;
        private final String name;
        private final StringBuilder tail = new StringBuilder();

        Stream(Journal journal, Program program, String name) {
            this.journal = journal;
            this.program = program;
            this.name = name;
        }

        String name() {
            return name;
        }

        void begin() {
            synchronized (tail) {
                tail.setLength(0);
            }
        }

        void line(String message) {
            synchronized (tail) {
                tail.append(message).append('\n');
                if (tail.length() > 2 * TAIL) {
                    tail.delete(0, tail.length() - TAIL);
                }
            }
            journal.line(program.scope(), program.logGroup(), name, message);
        }

        void measure(boolean error, double millis) {
            journal.metric(program.scope(), program.function(), "Errors", error ? 1 : 0, "Count");
            journal.metric(program.scope(), program.function(), "Duration", millis, "Milliseconds");
        }

        byte[] tail() {
            synchronized (tail) {
                byte[] bytes = tail.toString().getBytes(StandardCharsets.UTF_8);
                return bytes.length <= TAIL
                        ? bytes
                        : java.util.Arrays.copyOfRange(bytes, bytes.length - TAIL, bytes.length);
            }
        }
    }
}
