package io.brume.serverless.lambda.runtime;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public Lambda Runtime API, on a loopback port of its own for one process. */
final class RuntimeApi implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RuntimeApi.class);
    private static final String BASE = "/2018-06-01/runtime/";
    private static final int BUFFER = 64 << 10;

    /** What the process asks and tells. */
    interface Desk {
        /** The next event, waited for. */
        Call next() throws InterruptedException;

        /** The call of that id, while it has no answer yet; null when there is none. */
        @Nullable
        Call unanswered(String requestId);

        /** The process could not get ready. */
        void initFailed(String type, byte[] json);
    }

    private final Desk desk;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    RuntimeApi(Desk desk) throws IOException {
        this.desk = desk;
        server = new ServerSocket(0, 64, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        var _ = Thread.ofVirtual().name("runtime-api").start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                var _ = Thread.ofVirtual().name("runtime-api").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            var out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
            HttpMessage request = HttpMessage.read(in);
            while (request != null && answer(request, out)) {
                request = HttpMessage.read(in);
            }
        } catch (IOException e) {
            log.debug("a runtime's connection ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    /** Returns whether the connection can take another request. */
    private boolean answer(HttpMessage request, OutputStream out) throws IOException, InterruptedException {
        if (request.expectsContinue()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        String path = request.path().startsWith(BASE) ? request.path().substring(BASE.length()) : "";
        String[] parts = path.split("/", -1);
        if (request.method().equals("GET") && path.equals("invocation/next")) {
            hand(desk.next(), out);
            return true;
        }
        if (request.method().equals("POST") && path.equals("init/error")) {
            String type = type(request.header("lambda-runtime-function-error-type"));
            desk.initFailed(type, Call.read(request.stream()));
            return accepted(out);
        }
        if (request.method().equals("POST") && parts.length == 3 && parts[0].equals("invocation")) {
            return answered(request, parts[1], parts[2], out);
        }
        request.stream().transferTo(OutputStream.nullOutputStream());
        write(out, 404, Map.of(), error("InvalidRequest", "there is no such resource"));
        return true;
    }

    private boolean answered(HttpMessage request, String id, String what, OutputStream out)
            throws IOException, InterruptedException {
        Call call = desk.unanswered(id);
        if (call == null) {
            request.stream().transferTo(OutputStream.nullOutputStream());
            write(out, 400, Map.of(), error("InvalidRequestID", "Invalid request ID"));
            return true;
        }
        if (what.equals("error")) {
            call.failed(type(request.header("lambda-runtime-function-error-type")), Call.read(request.stream()));
            return accepted(out);
        }
        if (!call.answer(request)) {
            write(out, 413, Map.of("Connection", "close"), error("RequestEntityTooLarge", "the answer is too large"));
            return false;
        }
        return accepted(out);
    }

    private static String type(@Nullable String named) {
        return named == null || named.isEmpty() ? "Unhandled" : named;
    }

    private static boolean accepted(OutputStream out) throws IOException {
        write(out, 202, Map.of(), "{\"status\":\"OK\"}\n".getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static byte[] error(String type, String message) {
        return ("{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void hand(Call call, OutputStream out) throws IOException {
        Invocation invocation = call.invocation();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.put("Lambda-Runtime-Deadline-Ms", String.valueOf(call.deadline()));
        headers.put("Lambda-Runtime-Invoked-Function-Arn", invocation.arn());
        headers.put("Lambda-Runtime-Trace-Id", call.traceId());
        String context = invocation.clientContext();
        if (context != null && context.chars().noneMatch(c -> c == '\r' || c == '\n')) {
            headers.put("Lambda-Runtime-Client-Context", context);
        }
        write(out, 200, headers, invocation.payload());
    }

    private static void write(OutputStream out, int status, Map<String, String> headers, byte[] body)
            throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + " "
                + (status < 300 ? "OK" : "Error") + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    @Override
    public void close() {
        close(server);
        connections.forEach(RuntimeApi::close);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            log.debug("a socket could not be closed", e);
        }
    }
}
