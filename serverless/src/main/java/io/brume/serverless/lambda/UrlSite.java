package io.brume.serverless.lambda;

import io.brume.kernel.identity.AuthenticationException;
import io.brume.kernel.identity.ErrorFamily;
import io.brume.kernel.identity.RequestHead;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.identity.Verified;
import io.brume.kernel.wire.CallersBody;
import io.brume.kernel.wire.Exchange;
import io.brume.serverless.lambda.runtime.Invocation;
import io.brume.serverless.lambda.runtime.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.Cors;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/**
 * Answers requests to functions' URLs, by their host or, for clients that cannot resolve it, by the path {@code /lambda-url/<id>/…}; and
 * those for packages, by the path that GetFunction tells.
 */
final class UrlSite {

    static final String CODE = "/lambda-code/";

    private static final String PATH = "/lambda-url/";
    private static final Pattern HOST =
            Pattern.compile("([a-z2-7]{32})\\.lambda-url\\.[a-z0-9-]+\\.[a-z0-9.-]+(:\\d+)?");
    private static final Pattern BY_PATH = Pattern.compile("/lambda-url/([a-z2-7]{32})(/.*)?");
    private static final int LARGEST = 6 << 20;

    private final Urls urls;
    private final Invocations invocations;
    private final Packages packages;
    private final Clock clock;

    UrlSite(Urls urls, Invocations invocations, Packages packages, Clock clock) {
        this.urls = urls;
        this.invocations = invocations;
        this.packages = packages;
        this.clock = clock;
    }

    boolean serves(RequestHead head) {
        String path = head.rawPath();
        if (path.startsWith(PATH) || (path.startsWith(CODE) && head.method().equals("GET"))) {
            return true;
        }
        String host = head.header("host");
        return host != null
                && host.contains(".lambda-url.")
                && HOST.matcher(host).matches();
    }

    void answer(Exchange exchange, SignatureVerifier verifier) throws IOException {
        if (exchange.rawPath().startsWith(CODE)) {
            sendCode(exchange);
            return;
        }
        try {
            call(exchange, verifier);
        } catch (AuthenticationException e) {
            refuse(exchange, e.httpStatus(ErrorFamily.REST), "Forbidden");
        } catch (TooManyRequestsException e) {
            refuse(exchange, 429, "Rate Exceeded.");
        } catch (AwsServiceException e) {
            refuse(exchange, 502, "Internal Server Error");
        }
    }

    private static void refuse(Exchange exchange, int status, String message) throws IOException {
        if (exchange.isCommitted()) {
            throw new IOException("the answer broke off: " + message);
        }
        byte[] body = ("{\"Message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.respond(status, "application/json", body);
    }

    private void sendCode(Exchange exchange) throws IOException {
        String token = exchange.rawPath().substring(CODE.length());
        Optional<InputStream> zip;
        try {
            zip = packages.open(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            zip = Optional.empty();
        }
        if (zip.isEmpty()) {
            refuse(exchange, 404, "Not Found");
            return;
        }
        exchange.setHeader("Content-Type", "application/zip");
        try (InputStream in = zip.get();
                var out = exchange.respond(-1)) {
            in.transferTo(out);
        }
    }

    private void call(Exchange exchange, SignatureVerifier verifier) throws IOException {
        Matcher path = BY_PATH.matcher(exchange.rawPath());
        Matcher host = HOST.matcher(String.valueOf(exchange.header("host")));
        boolean byHost = host.matches();
        String id = byHost ? host.group(1) : path.matches() ? path.group(1) : "";
        Optional<FunctionUrlConfig> found = urls.byId(id);
        if (found.isEmpty()) {
            refuse(exchange, 404, "Not Found");
            return;
        }
        FunctionUrlConfig url = found.get();
        if (allow(exchange, url.cors())) {
            return;
        }
        Verified signed = url.authType() == FunctionUrlAuthType.AWS_IAM ? verifier.verify(exchange) : null;
        InputStream raw = new CallersBody(exchange.body());
        byte[] body = (signed == null ? raw : signed.body(raw)).readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            refuse(exchange, 413, "Request Entity Too Large");
            return;
        }
        String shownPath = byHost ? exchange.rawPath() : path.group(2) == null ? "/" : path.group(2);
        var ref = FunctionRef.of(new io.brume.kernel.resource.Scope("", ""), url.functionArn(), null);
        String requestId = UUID.randomUUID().toString();
        byte[] event = UrlEvents.request(exchange, shownPath, id, requestId, signed, body, clock.instant());
        FunctionConfiguration configuration = invocations.resolve(ref);
        if (url.invokeMode() == InvokeMode.RESPONSE_STREAM) {
            var answer = new UrlEvents.Streamed(exchange);
            Outcome outcome = invocations.run(
                    configuration, ref, new Invocation(requestId, ref.arn(), event, null, false, answer));
            answer.end(outcome);
            return;
        }
        Outcome outcome =
                invocations.run(configuration, ref, new Invocation(requestId, ref.arn(), event, null, false, null));
        if (outcome.error() != null) {
            refuse(exchange, 502, "Internal Server Error");
        } else {
            UrlEvents.respond(exchange, outcome.payload());
        }
    }

    /** Sets the headers that let browsers read the answer; returns whether it was only a question, which is answered. */
    private static boolean allow(Exchange exchange, @Nullable Cors cors) throws IOException {
        String origin = exchange.header("origin");
        if (cors == null || origin == null) {
            return false;
        }
        List<String> origins = cors.allowOrigins();
        if (origins.contains("*") || origins.contains(origin)) {
            exchange.setHeader("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
            exchange.setHeader("Vary", "Origin");
            if (Boolean.TRUE.equals(cors.allowCredentials())) {
                exchange.setHeader("Access-Control-Allow-Credentials", "true");
            }
            set(exchange, "Access-Control-Expose-Headers", cors.exposeHeaders());
        }
        boolean asks = exchange.method().equals("OPTIONS") && exchange.header("access-control-request-method") != null;
        if (asks) {
            set(exchange, "Access-Control-Allow-Methods", cors.allowMethods());
            set(exchange, "Access-Control-Allow-Headers", cors.allowHeaders());
            if (cors.maxAge() != null) {
                exchange.setHeader("Access-Control-Max-Age", String.valueOf(cors.maxAge()));
            }
            exchange.respond(200, null, new byte[0]);
        }
        return asks;
    }

    private static void set(Exchange exchange, String name, List<String> values) {
        if (!values.isEmpty()) {
            exchange.setHeader(name, String.join(",", values));
        }
    }
}
