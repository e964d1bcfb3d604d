package io.brume.bench.resilience;

import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.http.HttpServer;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.wire.Limits;
import io.brume.server.Brume;
import io.brume.server.Configuration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server that gets the requests.
 *
 * @param verifies whether it has keys, so that signatures count
 * @param product whether it is Brume with its own services rather than every protocol's
 * @param server what ends it; nothing for a server that somebody else started
 */
record Target(String name, InetSocketAddress address, boolean verifies, boolean product, AutoCloseable server)
        implements AutoCloseable {

    static final String KEY_ID = "AKIDRESILIENCE";
    static final String SECRET = "a-secret-of-the-resilience-run";

    /** Closes silent connections soon, so that requests that never end show within the deadline. */
    private static final int IDLE_SECONDS = 4;

    /** Brume, and a server of all protocols, each with keys and without, in this JVM. */
    static List<Target> inThisJvm() throws IOException {
        List<Target> targets = new ArrayList<>();
        for (boolean verifies : new boolean[] {false, true}) {
            List<String> keys = verifies ? List.of(KEY_ID + ":" + SECRET) : List.of();
            String suffix = verifies ? ", keys" : "";
            var running = Brume.start(configuration(keys)).listen();
            URI endpoint = running.endpoint();
            targets.add(new Target(
                    "brume" + suffix,
                    new InetSocketAddress(endpoint.getHost(), endpoint.getPort()),
                    verifies,
                    true,
                    running));
            HttpServer all = allProtocols(keys);
            targets.add(new Target("protocols" + suffix, all.address(), verifies, false, all));
        }
        return targets;
    }

    /** A server that runs already, without keys. */
    static Target at(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        return new Target(url.toString(), new InetSocketAddress(url.getHost(), port), false, true, () -> {});
    }

    private static Configuration configuration(List<String> keys) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "port", "0",
                "engines.preload", "never",
                "limits.idle-seconds", String.valueOf(IDLE_SECONDS),
                "log.level", "warn",
                "access-log", "false"));
        if (!keys.isEmpty()) {
            settings.put("keys", String.join(",", keys));
        }
        return Configuration.of(Files.createTempDirectory("brume-malformed"), settings);
    }

    private static HttpServer allProtocols(List<String> keys) throws IOException {
        var gateway = new Gateway(
                AnyService.all(),
                new SignatureVerifier(AccessKeys.of(keys), Clock.systemUTC(), Limits.DEFAULT.bodyBytes()),
                new Forwarder(Map.of()),
                Limits.DEFAULT,
                new Metrics(),
                new AccessLog());
        var options = new HttpServer.Options(
                Configuration.DEFAULT_HOST,
                0,
                Configuration.Limits.DEFAULT.headerBytes(),
                Duration.ofSeconds(IDLE_SECONDS),
                Duration.ofSeconds(1));
        return new HttpServer(gateway, options, HttpServer.Pages.NONE).start();
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } catch (Exception e) {
            throw new IOException("the server did not stop", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
