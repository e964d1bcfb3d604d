package io.brume.serverless.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.identity.Verified;
import io.brume.kernel.wire.Exchange;
import io.brume.serverless.lambda.runtime.Invocation;
import io.brume.serverless.lambda.runtime.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTTP requests as events of payload format 2.0, and functions' answers as HTTP. */
final class UrlEvents {

    private static final ObjectMapper JSON = EventDocuments.json();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern TEXT =
            Pattern.compile("(text/.*|application/(.*json|.*xml|javascript|x-www-form-urlencoded).*)");
    private static final Set<String> OURS = Set.of("content-length", "transfer-encoding", "connection");

    private UrlEvents() {}

    static byte[] request(
            Exchange exchange,
            String path,
            String id,
            String requestId,
            @Nullable Verified signed,
            byte[] body,
            Instant now)
            throws IOException {
        ObjectNode event = JSON.createObjectNode();
        String query = exchange.rawQuery() == null ? "" : exchange.rawQuery();
        event.put("version", "2.0").put("routeKey", "$default").put("rawPath", decoded(path, false));
        event.put("rawQueryString", query);
        headers(exchange, event);
        query(query, event);
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", signed == null ? "anonymous" : signed.caller().accountId());
        context.put("apiId", id).put("domainName", String.valueOf(exchange.header("host")));
        context.put("domainPrefix", id).put("requestId", requestId).put("routeKey", "$default");
        context.put("stage", "$default").put("time", TIME.format(now)).put("timeEpoch", now.toEpochMilli());
        ObjectNode http = context.putObject("http");
        http.put("method", exchange.method()).put("path", decoded(path, false)).put("protocol", "HTTP/1.1");
        http.put("sourceIp", exchange.sourceAddress()).put("userAgent", exchange.header("user-agent"));
        if (signed != null) {
            context.putObject("authorizer")
                    .putObject("iam")
                    .put("accountId", signed.caller().accountId());
        }
        String type = exchange.header("content-type");
        boolean text =
                type != null && TEXT.matcher(type.toLowerCase(Locale.ROOT)).matches();
        if (body.length > 0) {
            event.put(
                    "body",
                    text
                            ? new String(body, StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(body));
        }
        event.put("isBase64Encoded", body.length > 0 && !text);
        return JSON.writeValueAsBytes(event);
    }

    private static String decoded(String text, boolean plus) {
        try {
            return URLDecoder.decode(plus ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static void headers(Exchange exchange, ObjectNode event) {
        ObjectNode headers = event.putObject("headers");
        Set<String> names = new TreeSet<>();
        exchange.headerNames().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        for (String name : names) {
            if (name.equals("cookie")) {
                var cookies = event.putArray("cookies");
                exchange.headers(name)
                        .forEach(value -> List.of(value.split(";", -1)).forEach(one -> cookies.add(one.strip())));
            } else if (!name.startsWith(":")) {
                headers.put(name, String.join(",", exchange.headers(name)));
            }
        }
    }

    private static void query(String query, ObjectNode event) {
        if (query.isEmpty()) {
            return;
        }
        ObjectNode parameters = event.putObject("queryStringParameters");
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), true);
            JsonNode before = parameters.get(name);
            parameters.put(name, before == null ? value : before.asText() + "," + value);
        }
    }

    /** A whole answer: an object with a statusCode says all of it, anything else is a JSON body. */
    static void respond(Exchange exchange, byte[] payload) throws IOException {
        JsonNode answer;
        try {
            answer = JSON.readTree(payload);
        } catch (IOException e) {
            answer = JSON.missingNode();
        }
        if (answer == null || !answer.isObject() || !answer.has("statusCode")) {
            exchange.respond(200, "application/json", plain(answer, payload));
            return;
        }
        String text = answer.path("body").isTextual()
                ? answer.path("body").asText()
                : answer.has("body") && !answer.path("body").isNull()
                        ? answer.path("body").toString()
                        : "";
        byte[] body = answer.path("isBase64Encoded").asBoolean()
                ? Base64.getMimeDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
        exchange.setHeader("Content-Type", "application/json");
        head(exchange, answer);
        exchange.respond(exchange.status(), null, body);
    }

    private static byte[] plain(@Nullable JsonNode answer, byte[] payload) {
        return answer != null && answer.isTextual() ? answer.asText().getBytes(StandardCharsets.UTF_8) : payload;
    }

    private static void head(Exchange exchange, JsonNode answer) {
        int status = answer.path("statusCode").asInt(200);
        exchange.status(status < 200 || status > 599 ? 502 : status);
        answer.path("headers").properties().forEach(header -> {
            if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                set(exchange, header.getKey(), header.getValue().asText());
            }
        });
        List<String> cookies = new ArrayList<>();
        answer.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
        if (!cookies.isEmpty()) {
            set(exchange, "Set-Cookie", cookies.getFirst());
        }
    }

    private static void set(Exchange exchange, String name, String value) {
        boolean safe =
                name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") && value.chars().noneMatch(c -> c < ' ' && c != '\t');
        if (safe) {
            exchange.setHeader(name, value);
        }
    }

    /** An answer that goes out as it comes; a prelude that ends with eight zeros may come first and say the head. */
    static final class Streamed implements Invocation.Receiver {

        private static final String PRELUDE = "application/vnd.awslambda.http-integration-response";
        private static final int LARGEST_PRELUDE = 64 << 10;

        private final Exchange exchange;
        private final ByteArrayOutputStream prelude = new ByteArrayOutputStream();
        private boolean inPrelude;
        private @Nullable String type;
        private @Nullable OutputStream out;

        Streamed(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void begin(@Nullable String contentType) {
            inPrelude = PRELUDE.equals(contentType);
            type = contentType;
        }

        @Override
        public void part(byte[] bytes) {
            try {
                if (inPrelude) {
                    prelude(bytes);
                } else {
                    write(bytes, 0);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void prelude(byte[] bytes) throws IOException {
            prelude.write(bytes);
            byte[] all = prelude.toByteArray();
            for (int i = 0; i + 8 <= all.length; i++) {
                if (isEnd(all, i)) {
                    inPrelude = false;
                    head(exchange, JSON.readTree(all, 0, i));
                    type = null;
                    write(all, i + 8);
                    return;
                }
            }
            if (all.length > LARGEST_PRELUDE) {
                throw new IOException("the prelude does not end");
            }
        }

        private static boolean isEnd(byte[] all, int at) {
            for (int i = at; i < at + 8; i++) {
                if (all[i] != 0) {
                    return false;
                }
            }
            return true;
        }

        private void write(byte[] bytes, int from) throws IOException {
            OutputStream to = out;
            if (to == null) {
                if (type != null) {
                    exchange.setHeader("Content-Type", type);
                }
                to = exchange.respond(-1);
                out = to;
            }
            to.write(bytes, from, bytes.length - from);
            to.flush();
        }

        void end(Outcome outcome) throws IOException {
            OutputStream to = out;
            if (outcome.error() != null) {
                if (to != null || exchange.isCommitted()) {
                    throw new IOException("the function failed in the middle of its answer");
                }
                exchange.respond(
                        502,
                        "application/json",
                        "{\"Message\":\"Internal Server Error\"}".getBytes(StandardCharsets.UTF_8));
            } else if (to != null) {
                to.close();
            } else {
                exchange.respond(exchange.status(), type, new byte[0]);
            }
        }
    }
}
