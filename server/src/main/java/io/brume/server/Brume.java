package io.brume.server;

import io.brume.engines.Engines;
import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.http.HttpServer;
import io.brume.kernel.http.HttpServer.Page;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.wire.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * All of Brume in this JVM: every service, put together. The SDK's clients reach it through {@link #httpClient()} without a
 * socket; {@link #listen()} opens one for everybody else.
 *
 * <pre>{@code
 * try (Brume brume = Brume.start()) {
 *     var comprehend = ComprehendClient.builder().httpClient(brume.httpClient())…build();
 * }
 * }</pre>
 */
public final class Brume implements AutoCloseable {

    private final Configuration configuration;
    private final Engines engines;
    private final Platform platform;
    private final Forwarder forwarder;
    private final Metrics metrics = new Metrics();
    private final Services services;
    private final HealthPage health;
    private final Gateway gateway;
    private volatile URI endpoint;

    private Brume(Configuration configuration, Clock clock, Function<Platform, Collection<HostedService>> more) {
        this.configuration = configuration;
        engines = Engines.discover(configuration.engines().preferred());
        forwarder = new Forwarder(configuration.forward());
        platform = Platform.of(configuration, clock);
        endpoint = endpoint(configuration.host(), configuration.port());
        services = new Services(platform, configuration, engines, () -> endpoint);
        List<HostedService> hosted = Stream.concat(services.hosted().stream(), more.apply(platform).stream())
                .toList();
        services.callable(hosted);
        health = new HealthPage(engines, hosted);
        gateway = new Gateway(
                hosted,
                new SignatureVerifier(
                        services.keys(),
                        platform.clock(),
                        configuration.limits().bodyBytes()),
                forwarder,
                new Limits(
                        configuration.limits().bodyBytes(),
                        configuration.limits().nesting()),
                metrics,
                new AccessLog());
    }

    /** Starts with all defaults: the data folder is {@code .brume} in the working folder, any credentials pass. */
    public static Brume start() {
        return start(Configuration.defaults(Path.of("")));
    }

    public static Brume start(Configuration configuration) {
        return start(configuration, _ -> List.of());
    }

    /**
     * Starts with services of one's own beside Brume's.
     *
     * @param more makes them, and defines their kinds of jobs
     */
    public static Brume start(Configuration configuration, Function<Platform, Collection<HostedService>> more) {
        return start(configuration, Clock.systemUTC(), more);
    }

    static Brume start(Configuration configuration, Clock clock, Function<Platform, Collection<HostedService>> more) {
        var brume = new Brume(configuration, clock, more);
        brume.platform.start();
        brume.services.start();
        if (configuration.engines().preload() == Configuration.Preload.BACKGROUND) {
            brume.engines.preload();
        }
        return brume;
    }

    /**
     * For tests and for programs that embed Brume: engines are loaded when they are first needed.
     *
     * @param data the data folder
     */
    public static Brume inProcess(Path data) {
        return start(
                ConfigurationReader.read(data, Map.of(), Map.of("data", data.toString(), "engines.preload", "never")));
    }

    /**
     * A client of a service, ready to use: region us-east-1, account 123456789012.
     *
     * @param type the SDK's client interface, synchronous or asynchronous
     */
    public <C extends SdkClient> C client(Class<C> type) {
        return new InProcess(gateway).client(type);
    }

    /** For the SDK's synchronous clients: {@code ComprehendClient.builder().httpClient(brume.httpClient())}. */
    public SdkHttpClient httpClient() {
        return new InProcess(gateway).httpClient();
    }

    /** For the SDK's asynchronous clients. */
    public SdkAsyncHttpClient asyncHttpClient() {
        return new InProcess(gateway).asyncHttpClient();
    }

    /**
     * Opens the port.
     *
     * @return the running server; closing it closes this too
     * @throws IOException when the address cannot be bound
     */
    public Server.Running listen() throws IOException {
        var limits = configuration.limits();
        var options = new HttpServer.Options(
                configuration.host(),
                configuration.port(),
                limits.headerBytes(),
                Duration.ofSeconds(limits.idleSeconds()),
                HttpServer.Options.DEFAULT.grace());
        HttpServer server = new HttpServer(gateway, options, this::page).start();
        endpoint = endpoint(configuration.host(), server.address().getPort());
        return new Listening(server, this);
    }

    private @Nullable Page page(String path) {
        return switch (path) {
            case "/health" -> health.page();
            case "/metrics" -> new Page(200, Metrics.CONTENT_TYPE, metrics.scrape());
            default ->
                services.sns()
                        .certificate(path)
                        .map(pem -> new Page(200, "application/x-pem-file", pem))
                        .orElse(null);
        };
    }

    /** An address that means every one of this machine's is reached by the loopback's. */
    private static URI endpoint(String host, int port) {
        String name = host.equals("0.0.0.0") || host.equals("::") ? Configuration.DEFAULT_HOST : host;
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
    }

    @Override
    public void close() {
        services.close();
        platform.close();
        forwarder.close();
    }
}
