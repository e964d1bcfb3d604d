package io.brume.server;

import io.brume.engines.Engines;
import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.http.HttpServer;
import io.brume.kernel.http.HttpServer.Page;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.object.FileObjects;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.wire.Limits;
import io.brume.language.comprehend.Comprehend;
import io.brume.operations.Sts;
import io.brume.storage.s3.S3;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
    private final Database database;
    private final Outbox outbox;
    private final S3 s3;
    private final Forwarder forwarder;
    private final Metrics metrics = new Metrics();
    private final List<HostedService> services;
    private final Gateway gateway;

    private Brume(Configuration configuration) {
        this.configuration = configuration;
        engines = Engines.discover(configuration.engines().preferred());
        forwarder = new Forwarder(configuration.forward());
        database = Database.file(configuration.data().resolve("brume.db"));
        outbox = new Outbox(database, Clock.systemUTC());
        s3 = new S3(database, new FileObjects(configuration.data().resolve("objects")), Clock.systemUTC());
        services =
                List.of(HostedService.of(new Sts()), HostedService.of(s3), HostedService.of(new Comprehend(engines)));
        gateway = new Gateway(
                services,
                new SignatureVerifier(
                        AccessKeys.of(configuration.keys()),
                        Clock.systemUTC(),
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
        var brume = new Brume(configuration);
        brume.outbox.start();
        brume.s3.start();
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
        Map<String, Supplier<Page>> pages = Map.of(
                "/health",
                new HealthPage(engines, services)::page,
                "/metrics",
                () -> new Page(200, Metrics.CONTENT_TYPE, metrics.scrape()));
        return new Listening(new HttpServer(gateway, options, pages).start(), this);
    }

    @Override
    public void close() {
        outbox.close();
        forwarder.close();
        database.close();
    }
}
