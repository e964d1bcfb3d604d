package io.brume.kernel.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.http.HttpServer.Page;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.wire.Limits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server bears of a caller, by raw sockets; no service is needed for it. */
@Timeout(30)
class HttpLimitsTest {

    private static final Duration IDLE = Duration.ofMillis(800);
    private static final int HEADER_BYTES = 16 << 10;
    private static final int BODY_BYTES = 100_000;
    private static final String QUERY =
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";

    private static HttpServer start(Duration idle, Duration grace, HttpServer.Pages pages) throws IOException {
        var gateway = new Gateway(
                List.of(),
                new SignatureVerifier(AccessKeys.of(List.of()), Clock.systemUTC(), BODY_BYTES),
                new Forwarder(Map.of()),
                new Limits(BODY_BYTES, 128),
                new Metrics(),
                new AccessLog());
        return new HttpServer(gateway, new HttpServer.Options("127.0.0.1", 0, HEADER_BYTES, idle, grace), pages)
                .start();
    }

    private static HttpServer start() throws IOException {
        return start(IDLE, Duration.ofSeconds(5), Map.of("/page", new Page(200, "text/plain", "here"))::get);
    }

    private static Socket connect(HttpServer server) throws IOException {
        var socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    /** All that comes until the server closes. */
    private static String rest(Socket socket) throws IOException {
        var received = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                received.append((char) c);
            }
        } catch (SocketException e) {
            // reset: closed
        }
        return received.toString();
    }

    private static String answer(HttpServer server, String request) throws IOException {
        try (Socket socket = connect(server)) {
            send(socket, request);
            return rest(socket);
        }
    }

    @Test
    void anAddressBeyondTheLimitIsRefusedWithARequestId() throws IOException {
        try (HttpServer server = start()) {
            String answer = answer(server, "GET /" + "x".repeat(HEADER_BYTES) + " HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 414 ").contains("x-amzn-RequestId: ");
        }
    }

    @Test
    void aTransferEncodingThatNobodyKnowsIsTheCallersError() throws IOException {
        try (HttpServer server = start()) {
            assertThat(answer(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("x-amzn-RequestId: ");
        }
    }

    @Test
    void anUpgradeToHttp2IsNotTakenAndTheRequestAnswered() throws IOException {
        try (HttpServer server = start()) {
            String answer = answer(
                    server,
                    "GET /page HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                            + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhere");
        }
    }

    @Test
    void aHeadThatComesByteByByteIsCutOff() throws Exception {
        try (HttpServer server = start();
                Socket socket = connect(server)) {
            long began = System.nanoTime();
            var cut = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    rest(socket);
                    cut.countDown();
                } catch (IOException e) {
                    // the latch tells
                }
            });
            // Each byte starts the idle time-out anew, so that it alone would wait for the whole head.
            String head = "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: " + "x".repeat(1000);
            for (int sent = 0;
                    sent < head.length() && !cut.await(IDLE.toMillis() / 10, TimeUnit.MILLISECONDS);
                    sent++) {
                try {
                    send(socket, head.substring(sent, sent + 1));
                } catch (SocketException e) {
                    break;
                }
            }

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(IDLE, IDLE.multipliedBy(4));
        }
    }

    @Test
    void anHttp2ConnectionThatOnlySendsPingsIsCutOff() throws Exception {
        try (HttpServer server = start();
                Socket socket = connect(server)) {
            send(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0");
            var cut = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    rest(socket);
                    cut.countDown();
                } catch (IOException e) {
                    // the latch tells
                }
            });
            long began = System.nanoTime();
            for (int sent = 0; sent < 1000 && !cut.await(IDLE.toMillis() / 10, TimeUnit.MILLISECONDS); sent++) {
                try {
                    send(socket, "\0\0\10\6\0\0\0\0\0" + "12345678");
                } catch (SocketException e) {
                    break;
                }
            }

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(IDLE.multipliedBy(4));
        }
    }

    @Test
    void aBodyThatComesByteByByteIsRefused() throws Exception {
        try (HttpServer server = start();
                Socket socket = connect(server)) {
            long began = System.nanoTime();
            send(socket, QUERY + "Content-Length: 1000\r\n\r\n");
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return rest(socket);
                } catch (IOException e) {
                    return e.toString();
                }
            });
            for (int sent = 0; sent < 1000 && !answer.isDone(); sent++) {
                try {
                    send(socket, "a");
                } catch (SocketException e) {
                    break;
                }
                waitFor(answer, IDLE.dividedBy(10));
            }

            assertThat(answer.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 408 ");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(IDLE.multipliedBy(4));
        }
    }

    private static void waitFor(CompletableFuture<?> future, Duration longest) throws Exception {
        try {
            future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            // the next byte, then
        }
    }

    @Test
    void aBodyThatStopsComingIsAnsweredAndCutOff() throws IOException {
        try (HttpServer server = start()) {
            long began = System.nanoTime();

            assertThat(answer(server, QUERY + "Content-Length: 1000\r\n\r\nAction="))
                    .startsWith("HTTP/1.1 408 ");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(IDLE.multipliedBy(4));
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws IOException {
        try (HttpServer server = start()) {
            long began = System.nanoTime();

            assertThat(answer(server, "")).isEmpty();
            assertThat(answer(server, "GET /page HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("\r\n\r\nhere");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(IDLE, IDLE.multipliedBy(6));
        }
    }

    @Test
    void aServiceMayTakeLongerThanAConnectionMayBeSilent() throws IOException {
        var release = new CountDownLatch(1);
        try (HttpServer server =
                        start(Duration.ofMillis(200), Duration.ofSeconds(5), slow(new CountDownLatch(1), release));
                Socket socket = connect(server)) {
            send(socket, "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            CompletableFuture.delayedExecutor(1200, TimeUnit.MILLISECONDS).execute(release::countDown);

            assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\ndone");
        }
    }

    @Test
    void aRequestInFlightIsFinishedWhenTheServerStops() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        HttpServer server = start(Duration.ofSeconds(10), Duration.ofSeconds(10), slow(arrived, release));
        int port = server.address().getPort();
        try (Socket socket = connect(server)) {
            send(socket, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            arrived.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> close(server));
            waitUntilRefused(port);

            assertThat(stopped).isNotDone();
            release.countDown();

            assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\ndone");
            stopped.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void stoppingDoesNotWaitLongerThanTheGraceTime() throws Exception {
        var arrived = new CountDownLatch(1);
        HttpServer server = start(Duration.ofSeconds(10), Duration.ofMillis(500), slow(arrived, new CountDownLatch(1)));
        try (Socket socket = connect(server)) {
            send(socket, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            arrived.await();
            long began = System.nanoTime();
            assertThatThrownBy(server::close).isInstanceOf(IOException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(rest(socket)).isEmpty();
        }
    }

    private static HttpServer.Pages slow(CountDownLatch arrived, CountDownLatch release) {
        return path -> {
            if (!path.equals("/slow")) {
                return null;
            }
            arrived.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                return new Page(200, "text/plain", "interrupted");
            }
            return new Page(200, "text/plain", "done");
        };
    }

    private static void close(HttpServer server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void waitUntilRefused(int port) throws IOException {
        while (true) {
            try (var socket = new Socket("127.0.0.1", port)) {
                Thread.onSpinWait();
            } catch (ConnectException e) {
                return;
            }
        }
    }

    @Test
    void aThousandConnectionsAreServedAtOnce() throws Exception {
        try (HttpServer server = start(
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Map.of("/page", new Page(200, "text/plain", "here"))::get)) {
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < 1000; i++) {
                    sockets.add(connect(server));
                }
                for (Socket socket : sockets) {
                    send(socket, "GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                }
                for (Socket socket : sockets) {
                    assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhere");
                }
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }
}
