package io.brume.bench.resilience;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Sends malformed requests and looks at what becomes of the server. */
public final class MalformedRequests {

    /** Sent before what is held is first looked at: classes, caches and engines are loaded by then. */
    private static final long WARM_UP = 40_000;

    /** How often good requests are sent. */
    private static final long GOOD_EVERY = 10_000;

    /** Signatures are good for five minutes. */
    private static final long TEMPLATES_LAST_NANOS = Duration.ofMinutes(2).toNanos();

    /** Longer than the servers bear a silent connection. */
    private static final long SETTLING_NANOS = Duration.ofSeconds(8).toNanos();

    private final RunOptions options;
    private final PrintStream out;
    private final Tally tally = new Tally();
    private final AtomicLong conversations = new AtomicLong();
    private volatile List<Template> templates = Templates.all();
    private int sockets;

    private MalformedRequests(RunOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        RunOptions options;
        try {
            options = RunOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(RunOptions.HELP);
            return;
        }
        System.exit(run(options, System.out).violations() == 0 ? 0 : 1);
    }

    /** Runs to the end and gives what was counted. */
    static Tally run(RunOptions options, PrintStream out) throws IOException, InterruptedException {
        var run = new MalformedRequests(options, out);
        boolean here = options.url().isEmpty();
        List<Target> targets =
                here ? Target.inThisJvm() : List.of(Target.at(options.url().get()));
        try {
            run.run(targets, here);
        } finally {
            for (Target target : targets) {
                run.stop(target);
            }
        }
        return run.tally;
    }

    /** Nothing is in flight any more: a server that waits for something has lost count. */
    private void stop(Target target) {
        try {
            target.close();
        } catch (IOException e) {
            tally.violation(new Violation("stop", target.name(), options.seed(), e.toString(), new byte[0]));
        }
    }

    private void run(List<Target> targets, boolean here) throws InterruptedException {
        sockets = Residue.openSockets();
        out.println("seed " + options.seed() + ", " + targets);
        good(targets); // which also loads the engines
        long began = System.nanoTime();
        long end = options.seconds() == 0 ? Long.MAX_VALUE : began + options.seconds() * 1_000_000_000L;
        long warmUp = Math.min(WARM_UP, options.requests() / 4);
        send(targets, warmUp, options.seconds() == 0 ? end : began + options.seconds() * 250_000_000L, began);
        Residue before = settled(here);
        out.println("after warming up: " + (here ? before : "not looked at"));
        send(targets, options.requests(), end, began);
        good(targets);
        Residue after = settled(here);
        out.println("in the end: " + (here ? after : "not looked at"));
        for (String growth : after.growthOver(before)) {
            tally.violation(new Violation("residue", "all", options.seed(), growth, new byte[0]));
        }
        out.printf(
                Locale.ROOT,
                "%n%s%n%,d requests in %.0f s, %d violations, seed %d%n",
                tally.table(),
                tally.total(),
                (System.nanoTime() - began) / 1e9,
                tally.violations(),
                options.seed());
    }

    /** What is held once the server has noticed that its callers are gone. */
    private Residue settled(boolean here) throws InterruptedException {
        if (!here) {
            return new Residue(0, 0, 0, 0);
        }
        long end = System.nanoTime() + SETTLING_NANOS;
        while (Residue.openSockets() > sockets && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        return Residue.now();
    }

    private void send(List<Target> targets, long requests, long end, long began) throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < options.connections(); i++) {
            senders.add(Thread.ofVirtual().name("sender-" + i).start(() -> {
                while (tally.total() < requests && System.nanoTime() < end && !tally.isHopeless()) {
                    converse(targets);
                }
            }));
        }
        long nextGood = tally.total() + GOOD_EVERY;
        long nextProgress = 0;
        long nextTemplates = System.nanoTime() + TEMPLATES_LAST_NANOS;
        while (senders.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(100);
            long now = System.nanoTime();
            if (tally.total() >= nextGood) {
                nextGood += GOOD_EVERY;
                good(targets);
            }
            if (now > nextTemplates) {
                nextTemplates = now + TEMPLATES_LAST_NANOS;
                templates = Templates.all();
            }
            if (now > nextProgress) {
                nextProgress = now + 10_000_000_000L;
                double seconds = (now - began) / 1e9;
                out.printf(
                        Locale.ROOT,
                        "%6.0f s %,12d requests %,8.0f/s, %d violations%n",
                        seconds,
                        tally.total(),
                        tally.total() / seconds,
                        tally.violations());
            }
        }
    }

    private void converse(List<Target> targets) {
        long number = conversations.getAndIncrement();
        // Far apart, since java.util.Random begins alike for seeds that are near each other.
        long seed = (options.seed() + number) * 0x9E3779B97F4A7C15L;
        new Conversation(targets.get((int) (number % targets.size())), templates, seed, options.kind(), tally).run();
    }

    private void good(List<Target> targets) {
        for (Target target : targets) {
            GoodRequest.failures(target, options.seed()).forEach(tally::violation);
        }
    }
}
