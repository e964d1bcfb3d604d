package io.brume.kernel.s3;

import io.brume.kernel.wire.Exchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers browsers that ask whether a page of another origin may use a bucket, as the bucket's configuration says. */
public final class Cors {

    private static final String ORIGIN = "origin";
    private static final String METHOD = "access-control-request-method";
    private static final String HEADERS = "access-control-request-headers";

    private final Buckets buckets;

    public Cors(Buckets buckets) {
        this.buckets = buckets;
    }

    /**
     * Answers a preflight: an OPTIONS request.
     *
     * @throws S3Refusal when it is none, or no rule allows what it asks for
     */
    public void preflight(Exchange exchange) throws IOException {
        Address address = Address.of(exchange);
        String origin = exchange.header(ORIGIN);
        String method = exchange.header(METHOD);
        if (origin == null) {
            throw new S3Refusal(400, "BadRequest", "Insufficient information. Origin request header needed.");
        }
        List<CorsRule> rules = buckets.cors(address.bucket());
        if (rules == null) {
            throw forbidden("Bucket not found", method, "BUCKET");
        }
        if (rules.isEmpty()) {
            throw forbidden("CORS is not enabled for this bucket.", method, "BUCKET");
        }
        if (method == null || !List.of("GET", "PUT", "HEAD", "POST", "DELETE").contains(method)) {
            throw new S3Refusal(400, "BadRequest", "Invalid Access-Control-Request-Method: " + method);
        }
        String requested = exchange.header(HEADERS);
        List<String> headers = requested == null
                ? List.of()
                : Arrays.stream(requested.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        CorsRule rule = matching(rules, origin, method, headers)
                .orElseThrow(() -> forbidden(
                        "This CORS request is not allowed. This is usually because the evalution of Origin, request method /"
                                + " Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by"
                                + " the resource's CORS spec.",
                        method,
                        address.key().isEmpty() ? "BUCKET" : "OBJECT"));
        allow(exchange, rule, origin);
        if (!headers.isEmpty()) {
            set(exchange, "Access-Control-Allow-Headers", headers);
        }
        exchange.respond(200, null, new byte[0]);
    }

    /** Adds what a browser wants to see before it hands an answer to a page of another origin; nothing without such a page. */
    public void allow(Exchange exchange) {
        String origin = exchange.header(ORIGIN);
        if (origin == null) {
            return;
        }
        List<CorsRule> rules = buckets.cors(Address.of(exchange).bucket());
        if (rules != null) {
            matching(rules, origin, exchange.method(), List.of()).ifPresent(rule -> allow(exchange, rule, origin));
        }
    }

    private static Optional<CorsRule> matching(
            List<CorsRule> rules, String origin, String method, List<String> headers) {
        return rules.stream().filter(rule -> rule.fits(origin, method, headers)).findFirst();
    }

    private static void allow(Exchange exchange, CorsRule rule, String origin) {
        boolean open = rule.isOpenTo(origin);
        exchange.setHeader("Access-Control-Allow-Origin", open ? "*" : printable(origin));
        if (!open) {
            exchange.setHeader("Access-Control-Allow-Credentials", "true");
        }
        set(exchange, "Access-Control-Allow-Methods", rule.methods());
        if (!rule.exposed().isEmpty()) {
            set(exchange, "Access-Control-Expose-Headers", rule.exposed());
        }
        if (rule.maxAgeSeconds() != null) {
            exchange.setHeader("Access-Control-Max-Age", rule.maxAgeSeconds().toString());
        }
        exchange.setHeader("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
    }

    private static void set(Exchange exchange, String name, List<String> values) {
        exchange.setHeader(name, printable(String.join(", ", values)));
    }

    private static String printable(String value) {
        return value.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static S3Refusal forbidden(String why, @Nullable String method, String resourceType) {
        return new S3Refusal(
                403,
                "AccessForbidden",
                "CORSResponse: " + why,
                "Method",
                method == null ? "OPTIONS" : method,
                "ResourceType",
                resourceType);
    }
}
