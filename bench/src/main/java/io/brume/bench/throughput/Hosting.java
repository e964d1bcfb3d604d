package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How soon endpoints answer, beside scikit-learn's forest behind gunicorn and Flask, and whether they answer while they are
 * changed: {@code bench/hosting.sh} starts both servers. Exits 1 when something is slower than it should be, or a call failed.
 */
public final class Hosting {

    private static final int[] CLIENTS = {1, 16};
    private static final int ROUNDS = 3;
    private static final double LEAST_RATIO = 10;

    private Hosting() {}

    /** An endpoint and the milliseconds in which it should answer one client, as a median. */
    private record Target(String what, String endpoint, double millis) {}

    private static final List<Target> TARGETS = List.of(
            new Target("decision tree", "tree", 1),
            new Target("random forest of 100 trees", "forest", 2),
            new Target("ONNX, 20-64-64-3 network", "network", 5),
            new Target("TorchScript, the same network", "torch", 5));

    /**
     * @param arguments Brume's endpoint, its peer's or a dash, a folder for files, then the seconds of one measurement, or
     *     {@code update} and how many calls are made
     */
    public static void main(String... arguments) throws Exception {
        URI brume = URI.create(arguments[0]);
        var models = new HostedModels(brume, Path.of(arguments[2]));
        if (arguments[3].equals("rows")) {
            models.writeRows();
            return;
        }
        models.deploy();
        boolean good = arguments[3].equals("update")
                ? new HostingChanges(brume, models).run(Integer.parseInt(arguments[4]))
                : latencies(brume, arguments[1], models, Double.parseDouble(arguments[3]));
        System.exit(good ? 0 : 1);
    }

    private static boolean latencies(URI brume, String peer, HostedModels models, double seconds)
            throws IOException, InterruptedException {
        boolean good = true;
        List<byte[]> requests = models.requests();
        System.out.println("| what | clients | p50, ms | p99, ms | requests/s |");
        System.out.println("|---|--:|--:|--:|--:|");
        List<Latencies> forest = new ArrayList<>();
        for (Target target : TARGETS) {
            if (target.endpoint().equals("torch") && !models.deployTorch()) {
                System.out.println("There is no " + target.what() + ": ./brume install libtorch");
                continue;
            }
            for (int clients : CLIENTS) {
                var load = new InvocationLoad(brume, InvocationLoad.path(target.endpoint()), requests, clients);
                var result = median(load, seconds);
                print("Brume, " + target.what(), clients, result);
                good &= clients > 1 || result.median() <= target.millis();
                if (target.endpoint().equals("forest")) {
                    forest.add(result);
                }
            }
        }
        if (peer.equals("-")) {
            return good;
        }
        for (int i = 0; i < CLIENTS.length; i++) {
            var load = new InvocationLoad(URI.create(peer), "/invocations", requests, CLIENTS[i]);
            var theirs = median(load, seconds);
            print("peer, random forest of 100 trees", CLIENTS[i], theirs);
            double ratio = forest.get(i).perSecond() / theirs.perSecond();
            System.out.printf(
                    Locale.ROOT,
                    "| ratio, random forest | %d | %.1f | %.1f | %.1f |%n",
                    CLIENTS[i],
                    theirs.median() / forest.get(i).median(),
                    theirs.p99() / forest.get(i).p99(),
                    ratio);
            good &= ratio >= LEAST_RATIO;
        }
        return good;
    }

    /** The middle one of three, after one turn to warm up. */
    private static Latencies median(InvocationLoad load, double seconds) throws IOException, InterruptedException {
        var _ = load.run(seconds);
        List<Latencies> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            all.add(load.run(seconds));
        }
        all.sort(Comparator.comparingDouble(Latencies::perSecond));
        return all.get(ROUNDS / 2);
    }

    private static void print(String what, int clients, Latencies result) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.3f | %.2f | %.0f |%n",
                what,
                clients,
                result.median(),
                result.p99(),
                result.perSecond());
    }
}
