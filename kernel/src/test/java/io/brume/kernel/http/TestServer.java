package io.brume.kernel.http;

import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.wire.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** A server on a free port that hosts a test's services, and real clients of it. */
public final class TestServer implements AutoCloseable {

    /** What a test says of its server; everything has a default. */
    public static final class Setup {

        private final List<HostedService> services = new ArrayList<>();
        private AccessKeys keys = AccessKeys.none();
        private Clock clock = Clock.systemUTC();
        private Limits limits = Limits.DEFAULT;
        private Map<String, URI> forward = Map.of();
        private Map<String, HttpServer.Page> pages = Map.of();

        /** Hosts one service by the objects that implement its synchronous and its asynchronous interface. */
        public Setup hosting(Object... implementations) {
            services.add(HostedService.of(implementations));
            return this;
        }

        public Setup keys(String... entries) {
            keys = AccessKeys.of(List.of(entries));
            return this;
        }

        public Setup keys(AccessKeys asked) {
            keys = asked;
            return this;
        }

        public Setup clock(Clock at) {
            clock = at;
            return this;
        }

        public Setup limits(Limits most) {
            limits = most;
            return this;
        }

        public Setup forward(String service, URI endpoint) {
            forward = Map.of(service, endpoint);
            return this;
        }

        public Setup page(String path, HttpServer.Page page) {
            pages = Map.of(path, page);
            return this;
        }

        public Gateway gateway() {
            return new Gateway(
                    services,
                    new SignatureVerifier(keys, clock),
                    new Forwarder(forward),
                    limits,
                    new Metrics(),
                    new AccessLog());
        }

        public TestServer start() {
            try {
                return new TestServer(this);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final String KEY = "AKIDTEST";
    private static final String SECRET = "secret";

    private final HttpServer server;
    private final List<AutoCloseable> clients = new ArrayList<>();

    private TestServer(Setup setup) throws IOException {
        server = new HttpServer(
                        setup.gateway(),
                        new HttpServer.Options("127.0.0.1", 0, 64 << 10, Duration.ofSeconds(30), Duration.ZERO),
                        setup.pages::get)
                .start();
    }

    public static Setup with() {
        return new Setup();
    }

    /** A server with a service for each implementation. */
    public static TestServer hosting(Object... implementations) {
        Setup setup = new Setup();
        for (Object implementation : implementations) {
            setup.hosting(implementation);
        }
        return setup.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    public static StaticCredentialsProvider credentials(String id, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }

    /** Points a client at the server: the JDK's HTTP connection, no retries, any credentials. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B sync(B builder) {
        builder.httpClient(closing(UrlConnectionHttpClient.create()));
        return pointed(builder);
    }

    /** Points an asynchronous client at the server, over Netty. */
    public <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> B async(B builder, Protocol protocol) {
        builder.httpClient(closing(NettyNioAsyncHttpClient.builder()
                .protocol(protocol)
                .readTimeout(Duration.ofSeconds(20))
                .build()));
        return pointed(builder);
    }

    private <B extends AwsClientBuilder<B, ?>> B pointed(B builder) {
        builder.endpointOverride(endpoint());
        builder.region(Region.EU_WEST_3);
        builder.credentialsProvider(credentials(KEY, SECRET));
        builder.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
        return builder;
    }

    private <T extends AutoCloseable> T closing(T client) {
        clients.add(client);
        return client;
    }

    /** Posts a body as a client that is no SDK would. */
    public HttpResponse<byte[]> post(String path, byte[] body, String... headers) {
        return send(HttpRequest.newBuilder(endpoint().resolve(path)).POST(BodyPublishers.ofByteArray(body)), headers);
    }

    public HttpResponse<byte[]> get(String pathAndQuery, String... headers) {
        return send(HttpRequest.newBuilder(endpoint().resolve(pathAndQuery)), headers);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends bytes as they are, line ends as CRLF, and reads until the server closes. */
    public String raw(String request) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoint().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** An Authorization header of that service's scope, for servers that verify nothing. */
    public static String scope(String service) {
        return "AWS4-HMAC-SHA256 Credential=" + KEY + "/20261123/eu-west-3/" + service
                + "/aws4_request, SignedHeaders=host, Signature=0";
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable client : clients) {
                client.close();
            }
            server.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
