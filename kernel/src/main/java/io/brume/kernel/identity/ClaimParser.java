package io.brume.kernel.identity;

import static io.brume.kernel.identity.AuthenticationFailure.MALFORMED_FORM;
import static io.brume.kernel.identity.AuthenticationFailure.MALFORMED_HEADER;
import static io.brume.kernel.identity.AuthenticationFailure.MALFORMED_QUERY;
import static io.brume.kernel.identity.AuthenticationFailure.MISSING_CREDENTIALS;
import static io.brume.kernel.identity.AuthenticationFailure.MISSING_DATE;
import static io.brume.kernel.identity.AuthenticationFailure.TWO_MECHANISMS;
import static io.brume.kernel.identity.AuthenticationFailure.UNSUPPORTED_ALGORITHM;
import static io.brume.kernel.identity.AuthenticationFailure.UNSUPPORTED_AUTHORIZATION;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the signature of a request from its Authorization header or its query string. */
final class ClaimParser {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String ASYMMETRIC = "AWS4-ECDSA-P256-SHA256";
    private static final long MOST_EXPIRES_SECONDS = 604_800;
    private static final String EXPECTED_CREDENTIAL =
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";

    private ClaimParser() {}

    static SignatureClaim parse(RequestHead head) {
        List<String> authorization = head.headers("authorization");
        String rawQuery = head.rawQuery();
        boolean inQuery = rawQuery != null && rawQuery.contains("X-Amz-");
        CanonicalQuery query = inQuery ? CanonicalQuery.of(rawQuery) : CanonicalQuery.of(null);
        boolean presigned = query.has("X-Amz-Algorithm") || query.has(CanonicalQuery.SIGNATURE);
        if (authorization.isEmpty()) {
            if (presigned) {
                return fromQuery(query);
            }
            throw AuthenticationException.of(MISSING_CREDENTIALS);
        }
        if (presigned) {
            throw AuthenticationException.of(TWO_MECHANISMS);
        }
        if (authorization.size() > 1) {
            throw AuthenticationException.of(MALFORMED_HEADER);
        }
        return fromHeader(head, authorization.getFirst().strip());
    }

    private static SignatureClaim fromHeader(RequestHead head, String authorization) {
        if (authorization.startsWith(ASYMMETRIC)) {
            throw AuthenticationException.of(UNSUPPORTED_ALGORITHM);
        }
        int space = authorization.indexOf(' ');
        boolean known = space > 0 && authorization.substring(0, space).equals(ALGORITHM);
        String credential = null;
        String signedHeaders = null;
        String signature = null;
        if (known) {
            for (String part : authorization.substring(space + 1).split(",", 16)) {
                String component = part.strip();
                if (component.startsWith("Credential=") && credential == null) {
                    credential = component.substring(11);
                } else if (component.startsWith("SignedHeaders=") && signedHeaders == null) {
                    signedHeaders = component.substring(14);
                } else if (component.startsWith("Signature=") && signature == null) {
                    signature = component.substring(10);
                } else {
                    throw incompleteHeader(head, authorization, credential, signature, signedHeaders);
                }
            }
        }
        if (credential == null || signedHeaders == null || signature == null) {
            throw known
                    ? incompleteHeader(head, authorization, credential, signature, signedHeaders)
                    : AuthenticationException.saying(
                            UNSUPPORTED_AUTHORIZATION, null, missing(head, authorization, null, null, null));
        }
        String[] scope = scope(credential, MALFORMED_HEADER, "The authorization header is malformed; ");
        AmzDate date = headerDate(head);
        String token = single(head, "x-amz-security-token");
        return claim(scope, signedHeaders, signature, date, -1, token, null);
    }

    /** Reads the signature of a browser's upload form from its fields. */
    static SignatureClaim fromForm(Map<String, String> fields) {
        String algorithm = formField(fields, "X-Amz-Algorithm");
        if (!algorithm.equals(ALGORITHM)) {
            throw AuthenticationException.saying(
                    MALFORMED_FORM,
                    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
                    null);
        }
        String[] scope = scope(
                formField(fields, "X-Amz-Credential"),
                MALFORMED_FORM,
                "Error parsing the X-Amz-Credential parameter; ");
        AmzDate date = AmzDate.parse(formField(fields, "X-Amz-Date"));
        if (date == null) {
            throw AuthenticationException.saying(
                    MALFORMED_FORM, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"", null);
        }
        return claim(
                scope, "", formField(fields, "X-Amz-Signature"), date, -1, fields.get("x-amz-security-token"), null);
    }

    private static String formField(Map<String, String> fields, String name) {
        String value = fields.get(name.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw AuthenticationException.saying(
                    MALFORMED_FORM,
                    "Bucket POST must contain a field named '" + name
                            + "'.  If it is specified, please check the order of the fields.",
                    null);
        }
        return value;
    }

    private static SignatureClaim fromQuery(CanonicalQuery query) {
        String algorithm = query.single("X-Amz-Algorithm");
        if (ASYMMETRIC.equals(algorithm)) {
            throw AuthenticationException.of(UNSUPPORTED_ALGORITHM);
        }
        String credential = query.single("X-Amz-Credential");
        String signedHeaders = query.single("X-Amz-SignedHeaders");
        String signature = query.single(CanonicalQuery.SIGNATURE);
        String dateText = query.single("X-Amz-Date");
        if (algorithm == null || credential == null || signedHeaders == null || signature == null || dateText == null) {
            StringBuilder missing = new StringBuilder();
            for (String name : List.of(
                    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")) {
                if (query.single(name) == null) {
                    missing.append("AWS query-string parameters must include '")
                            .append(name)
                            .append("'. ");
                }
            }
            throw AuthenticationException.saying(
                    MALFORMED_QUERY,
                    null,
                    missing.append("Re-examine the query-string parameters.").toString());
        }
        if (!algorithm.equals(ALGORITHM)) {
            throw AuthenticationException.saying(
                    MALFORMED_QUERY,
                    "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
                    "Unsupported AWS 'algorithm': '" + shown(algorithm) + "'.");
        }
        String[] scope = scope(credential, MALFORMED_QUERY, "Error parsing the X-Amz-Credential parameter; ");
        AmzDate date = AmzDate.parse(dateText);
        if (date == null) {
            throw AuthenticationException.saying(
                    MALFORMED_QUERY,
                    "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
                    badDate(dateText));
        }
        SignatureClaim claim = claim(
                scope, signedHeaders, signature, date, expires(query), query.single("X-Amz-Security-Token"), query);
        if (claim.s3() && claim.expiresSeconds() < 0) {
            throw AuthenticationException.saying(
                    MALFORMED_QUERY,
                    null,
                    "AWS query-string parameters must include 'X-Amz-Expires'. Re-examine the query-string parameters.");
        }
        return claim;
    }

    private static long expires(CanonicalQuery query) {
        if (!query.has("X-Amz-Expires")) {
            return -1;
        }
        String text = query.single("X-Amz-Expires");
        String problem;
        if (text == null || text.isEmpty() || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-')) {
            problem = "X-Amz-Expires should be a number";
        } else if (text.startsWith("-")) {
            problem = "X-Amz-Expires must be non-negative";
        } else {
            // Longer than any number of seconds in a week, and than what fits a long.
            long seconds = text.length() > 10 || text.indexOf('-') >= 0 ? Long.MAX_VALUE : Long.parseLong(text);
            if (seconds >= 1 && seconds <= MOST_EXPIRES_SECONDS) {
                return seconds;
            }
            problem = seconds == 0
                    ? "X-Amz-Expires must be greater than 0"
                    : "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less"
                            + " than 604800 seconds";
        }
        throw AuthenticationException.saying(MALFORMED_QUERY, problem, problem);
    }

    private static AmzDate headerDate(RequestHead head) {
        String text = single(head, "x-amz-date");
        AmzDate date = null;
        if (text != null) {
            date = AmzDate.parse(text.strip());
        } else {
            text = single(head, "date");
            date = text == null ? null : AmzDate.parseHeader(text.strip());
        }
        if (date == null) {
            throw AuthenticationException.saying(MISSING_DATE, null, text == null ? null : badDate(text));
        }
        return date;
    }

    private static String[] scope(String credential, AuthenticationFailure failure, String s3Prefix) {
        String[] parts = credential.split("/", 7);
        if (parts.length != 5 || parts[0].isEmpty()) {
            throw AuthenticationException.saying(
                    failure,
                    s3Prefix + EXPECTED_CREDENTIAL,
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '"
                            + shown(credential) + "'");
        }
        return parts;
    }

    private static SignatureClaim claim(
            String[] scope,
            String signedHeaders,
            String signature,
            AmzDate date,
            long expires,
            @Nullable String token,
            @Nullable CanonicalQuery query) {
        return new SignatureClaim(
                scope[0],
                scope[1],
                scope[2],
                scope[3],
                scope[4],
                signedHeaders,
                signature,
                date,
                expires,
                token,
                query);
    }

    /** The only value of a header; one that is sent twice could be read in two ways. */
    static @Nullable String single(RequestHead head, String name) {
        List<String> values = head.headers(name);
        if (values.size() > 1) {
            throw AuthenticationException.saying(
                    MALFORMED_HEADER,
                    "The authorization header is malformed; " + name + " is sent more than once.",
                    "'" + name + "' is sent more than once.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static AuthenticationException incompleteHeader(
            RequestHead head,
            String authorization,
            @Nullable String credential,
            @Nullable String signature,
            @Nullable String signedHeaders) {
        return AuthenticationException.saying(
                MALFORMED_HEADER, null, missing(head, authorization, credential, signature, signedHeaders));
    }

    /** What the header lacks; the header itself is shown as a digest, as it may hold what should not be logged. */
    private static String missing(
            RequestHead head,
            String authorization,
            @Nullable String credential,
            @Nullable String signature,
            @Nullable String signedHeaders) {
        StringBuilder out = new StringBuilder();
        if (credential == null) {
            out.append("Authorization header requires 'Credential' parameter. ");
        }
        if (signature == null) {
            out.append("Authorization header requires 'Signature' parameter. ");
        }
        if (signedHeaders == null) {
            out.append("Authorization header requires 'SignedHeaders' parameter. ");
        }
        if (head.header("x-amz-date") == null && head.header("date") == null) {
            out.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        byte[] digest = SigningKeys.sha256().digest(authorization.getBytes(StandardCharsets.UTF_8));
        return out.append("(Hashed with SHA-256 and encoded with Base64) Authorization=")
                .append(Base64.getEncoder().encodeToString(digest))
                .toString();
    }

    private static String badDate(String text) {
        return "Date must be in ISO-8601 'basic format'. Got '" + shown(text)
                + "'. See http://en.wikipedia.org/wiki/ISO_8601";
    }

    /** Part of a request, short and plain enough for an error message. */
    static String shown(String text) {
        String start = text.length() <= 128 ? text : text.substring(0, 128) + "...";
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
