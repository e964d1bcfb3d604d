package io.brume.server;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * {@code brume warm-up}, which the script runs to train the JVM's ahead-of-time cache (JEP 514): starts beside any other
 * server, asks itself a few things, and ends.
 */
final class WarmUp {

    private static final int ROUNDS = 20;

    private final Server server;
    private final Configuration configuration;

    WarmUp(Server server, Configuration configuration) {
        this.server = server;
        this.configuration = configuration;
    }

    int run() {
        Logging.set(Configuration.LogLevel.ERROR, false);
        try {
            Path data = Files.createTempDirectory("brume-warm-up");
            try (var folder = DataFolder.take(data);
                    var running = Up.start(server, configuration.beside(0, data))) {
                folder.answersAt(running.endpoint());
                for (int i = 0; i < ROUNDS; i++) {
                    ask(running.endpoint());
                }
            } finally {
                delete(data);
            }
            return 0;
        } catch (Exception e) {
            throw new Refused("The warm-up failed: " + e);
        }
    }

    /** The service loads its engines only in answer to a good request, so these load none. */
    private static void ask(URI endpoint) throws IOException {
        Health.of(endpoint);
        post(
                endpoint,
                "sts",
                "application/x-www-form-urlencoded; charset=utf-8",
                List.of(),
                "Action=GetCallerIdentity&Version=2011-06-15");
        post(
                endpoint,
                "comprehend",
                "application/x-amz-json-1.1",
                List.of("X-Amz-Target: Comprehend_20171127.DetectSentiment"),
                "{\"Text\":\"\",\"LanguageCode\":\"en\"}");
    }

    private static void post(URI endpoint, String service, String type, List<String> headers, String body)
            throws IOException {
        try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            String more = headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n";
            socket.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: " + endpoint.getAuthority() + "\r\nContent-Type: " + type
                                    + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=warm/20260101/us-east-1/"
                                    + service + "/aws4_request, SignedHeaders=host, Signature=0\r\n" + more
                                    + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
