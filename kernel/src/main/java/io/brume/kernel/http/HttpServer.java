package io.brume.kernel.http;

import io.brume.kernel.gateway.Gateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** Serves a gateway over HTTP/1.1 and HTTP/2 with prior knowledge, a virtual thread a request. */
public final class HttpServer implements AutoCloseable {

    /**
     * How the server listens.
     *
     * @param port 0 means any free one
     * @param headerBytes the largest head of a request
     * @param idle how long a connection may be silent; a request's head must come within the shorter of this and ten seconds
     * @param grace how long a stop waits for requests in flight
     */
    public record Options(String host, int port, int headerBytes, Duration idle, Duration grace) {

        public static final Options DEFAULT =
                new Options("127.0.0.1", 4566, 64 << 10, Duration.ofSeconds(60), Duration.ofSeconds(30));

        /** How long a slow sender is borne with. */
        Duration patience() {
            return idle.compareTo(LONGEST_PATIENCE) < 0 ? idle : LONGEST_PATIENCE;
        }
    }

    /** Large bodies come in by fewer reads; a connection holds its buffer only while it reads. */
    private static final int INPUT_BUFFER = 64 << 10;

    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    private final Server server;
    private final ServerConnector connector;

    public HttpServer(Gateway gateway, Options options, Pages pages) {
        server = new Server(new VirtualThreadPool());
        var http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(options.headerBytes());
        var http1 = new HttpConnectionFactory(http);
        http1.setInputBufferSize(INPUT_BUFFER);
        var served = new AtomicInteger();
        connector = new EagerConnector(server, served, http1, new PriorKnowledge(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(options.idle().toMillis());
        connector.setAcceptQueueSize(1024);
        connector.addBean(new SlowHeads(connector.getScheduler(), options.patience(), options.idle()));
        server.addConnector(connector);
        server.setErrorHandler(HttpServer::refuse);
        server.setHandler(new GracefulHandler(new Front(gateway, pages, options.patience(), served)));
        server.setStopTimeout(options.grace().toMillis());
    }

    /** What plain GETs get that no AWS client asks for, such as that of {@code /health}. */
    @FunctionalInterface
    public interface Pages {

        Pages NONE = _ -> null;

        /** The page at a path; null where there is none. */
        @Nullable
        Page at(String path);
    }

    /** A small page that is not part of AWS's API. */
    public record Page(int status, String contentType, String content) {}

    /**
     * Starts listening.
     *
     * @throws IOException when the address cannot be bound
     */
    public HttpServer start() throws IOException {
        try {
            server.start();
            return this;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Where the server listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
    }

    /** Stops taking requests and waits for those in flight. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the server did not stop cleanly", e);
        }
    }

    private static final class Front extends Handler.Abstract {

        private final Gateway gateway;
        private final Pages pages;
        private final Duration patience;
        private final AtomicInteger served;

        Front(Gateway gateway, Pages pages, Duration patience, AtomicInteger served) {
            this.served = served;
            this.gateway = gateway;
            this.pages = pages;
            this.patience = patience;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            var exchange = new JettyExchange(request, response, patience);
            served.incrementAndGet();
            try {
                Page content = page(request);
                if (content != null) {
                    exchange.setHeader("x-amzn-RequestId", UUID.randomUUID().toString());
                    exchange.respond(
                            content.status(),
                            content.contentType(),
                            content.content().getBytes(StandardCharsets.UTF_8));
                } else {
                    gateway.handle(exchange);
                }
                exchange.finish(callback);
            } catch (IOException | RuntimeException e) {
                callback.failed(e);
            } finally {
                served.decrementAndGet();
            }
            return true;
        }

        private @Nullable Page page(Request request) {
            boolean plain = HttpMethod.GET.is(request.getMethod())
                    && !request.getHeaders().contains(HttpHeader.AUTHORIZATION)
                    && request.getHttpURI().getQuery() == null;
            return plain ? pages.at(request.getHttpURI().getPath()) : null;
        }
    }

    /** The answer to what is no HTTP request at all, and to what Jetty itself refuses. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        boolean ours = status >= 500 && status != HttpStatus.SERVICE_UNAVAILABLE_503;
        response.setStatus(ours ? HttpStatus.BAD_REQUEST_400 : status);
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String reason = HttpStatus.getMessage(response.getStatus());
        Content.Sink.write(
                response,
                true,
                "{\"__type\":\"BadRequestException\",\"message\":\"The request is not acceptable: " + reason + "\"}",
                callback);
        return true;
    }
}
