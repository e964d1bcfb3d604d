package io.brume.kernel.gateway;

import io.brume.kernel.wire.Exchange;
import io.brume.kernel.wire.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sends the requests of services that Brume does not run itself to the endpoints that do. */
public final class Forwarder implements AutoCloseable {

    /** Headers that speak of one connection, and those that the client writes itself. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Map<String, URI> endpoints;
    private @Nullable HttpClient client;

    /** @param endpoints by the services' signing names */
    public Forwarder(Map<String, URI> endpoints) {
        this.endpoints = Map.copyOf(endpoints);
    }

    boolean serves(@Nullable String signingName) {
        return signingName != null && endpoints.containsKey(signingName);
    }

    /**
     * Sends a request on and passes the answer back, both as streams.
     *
     * @throws Fault when the endpoint cannot be reached
     */
    void forward(Exchange exchange, InputStream body, @Nullable String signingName) throws IOException {
        URI endpoint = endpoints.get(String.valueOf(signingName));
        String query = exchange.rawQuery() == null ? "" : "?" + exchange.rawQuery();
        String base = String.valueOf(endpoint).replaceFirst("/$", "");
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + exchange.rawPath() + query))
                    .method(exchange.method(), publisher(exchange, body));
            for (String name : names(exchange)) {
                exchange.headers(name).forEach(value -> request.header(name, value));
            }
            answer(exchange, client().send(request.build(), BodyHandlers.ofInputStream()));
        } catch (IllegalArgumentException e) {
            throw new Fault(Fault.Kind.SERIALIZATION, "The request cannot be forwarded: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while forwarding", e);
        } catch (IOException e) {
            if (exchange.isCommitted()) {
                throw e;
            }
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "forward." + signingName + "=" + endpoint + " could not be reached: is it running?",
                    e);
        }
    }

    private static Set<String> names(Exchange exchange) {
        Set<String> names = new TreeSet<>();
        for (String name : exchange.headerNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_FORWARDED.contains(lower) && !lower.startsWith(":")) {
                names.add(lower);
            }
        }
        return names;
    }

    private static BodyPublisher publisher(Exchange exchange, InputStream body) {
        String length = exchange.header("content-length");
        if (length == null && exchange.header("transfer-encoding") == null) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> body);
        if (length == null) {
            return stream;
        }
        long bytes = Long.parseLong(length);
        return bytes == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(stream, bytes);
    }

    private static void answer(Exchange exchange, HttpResponse<InputStream> response) throws IOException {
        exchange.status(response.statusCode());
        response.headers().map().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                exchange.setHeader(name, String.join(",", values));
            }
        });
        long length = response.headers().firstValueAsLong("content-length").orElse(-1);
        try (InputStream in = response.body();
                OutputStream out = exchange.respond(length)) {
            in.transferTo(out);
        }
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            client = known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
