package io.brume.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a running server's {@code /health} says.
 *
 * @param engines in the server's order
 */
record Health(String status, List<EngineState> engines) {

    private static final int TIMEOUT_MILLIS = 5_000;

    /** @param state {@code loaded}, {@code ready} (to be loaded when needed), or the sentence that says what is missing */
    record EngineState(String name, String state) {}

    /** Asks a server; empty when nothing answers as a Brume would. */
    static Optional<Health> of(URI endpoint) {
        try {
            return parse(get(endpoint));
        } catch (IOException | YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** A socket and HTTP/1.0 start much faster than the JDK's HTTP client, and this is all that is asked. */
    private static String get(URI endpoint) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write(("GET /health HTTP/1.0\r\nHost: " + endpoint.getAuthority()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** JSON is YAML, and the YAML reader is here already. */
    private static Optional<Health> parse(String answer) {
        int body = answer.indexOf("\r\n\r\n");
        if (body < 0
                || !(new Load(LoadSettings.builder().build()).loadFromString(answer.substring(body + 4))
                        instanceof Map<?, ?> health)
                || !(health.get("status") instanceof String status)) {
            return Optional.empty();
        }
        List<?> engines = health.get("engines") instanceof List<?> list ? list : List.of();
        return Optional.of(new Health(
                status,
                engines.stream()
                        .filter(e -> e instanceof Map<?, ?>)
                        .map(e -> (Map<?, ?>) e)
                        .map(e -> new EngineState(
                                Objects.toString(e.get("name"), "?"), Objects.toString(e.get("state"), "?")))
                        .toList()));
    }
}
