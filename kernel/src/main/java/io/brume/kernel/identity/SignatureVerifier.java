package io.brume.kernel.identity;

import static io.brume.kernel.identity.AuthenticationFailure.CLOCK_SKEW;
import static io.brume.kernel.identity.AuthenticationFailure.EXPIRED;
import static io.brume.kernel.identity.AuthenticationFailure.EXPIRED_SESSION_TOKEN;
import static io.brume.kernel.identity.AuthenticationFailure.INVALID_SESSION_TOKEN;
import static io.brume.kernel.identity.AuthenticationFailure.MALFORMED_HEADER;
import static io.brume.kernel.identity.AuthenticationFailure.MALFORMED_QUERY;
import static io.brume.kernel.identity.AuthenticationFailure.NOT_YET_VALID;
import static io.brume.kernel.identity.AuthenticationFailure.SIGNATURE_MISMATCH;
import static io.brume.kernel.identity.AuthenticationFailure.UNKNOWN_ACCESS_KEY;
import static io.brume.kernel.identity.AuthenticationFailure.UNSIGNED_HEADERS;

import io.brume.kernel.identity.SigningKeys.SigningKey;
import io.brume.kernel.identity.Verified.Payload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Signature Version 4 as AWS's services do, in the Authorization header and in presigned queries. Thread-safe.
 *
 * <p>Source: "AWS Signature Version 4 for API requests" in the IAM user guide and "Authenticating Requests" in the Amazon
 * S3 API reference.
 */
public final class SignatureVerifier {

    private static final Duration S3_SKEW = Duration.ofMinutes(15);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int DEFAULT_BODY_LIMIT = 64 << 20;
    private static final int LONGEST_SHOWN = 16 * 1024;
    private static final String SIGNED_HEADER = "' must be a 'SignedHeader' in the AWS Authorization.";

    private final AccessKeys accessKeys;
    private final Clock clock;
    private final int bodyLimit;
    private final SigningKeys signingKeys = new SigningKeys();

    public SignatureVerifier(AccessKeys accessKeys, Clock clock) {
        this(accessKeys, clock, DEFAULT_BODY_LIMIT);
    }

    /**
     * @param bodyLimit bytes of the largest body that is held in memory, for requests that sign their body's hash without
     *     declaring it
     */
    public SignatureVerifier(AccessKeys accessKeys, Clock clock, int bodyLimit) {
        this.accessKeys = accessKeys;
        this.clock = clock;
        this.bodyLimit = bodyLimit;
    }

    /**
     * Verifies what can be verified without the payload.
     *
     * @throws AuthenticationException when the request is not signed, or not rightly
     */
    public Verified verify(RequestHead head) {
        if (NotificationLinks.contain(head)) {
            return new Verified(Caller.claimed(head), payload(head, null), null);
        }
        if (!accessKeys.required()) {
            Caller claimed = Caller.claimed(head);
            if (claimed.accessKeyId() == null || !accessKeys.required(claimed.accessKeyId())) {
                return new Verified(claimed, payload(head, null), null);
            }
        }
        SignatureClaim claim = ClaimParser.parse(head);
        checkScope(claim);
        AccessKey accessKey = accessKeys
                .find(claim.accessKeyId())
                .orElseThrow(() -> AuthenticationException.of(
                        UNKNOWN_ACCESS_KEY, Map.of("AWSAccessKeyId", ClaimParser.shown(claim.accessKeyId()))));
        checkToken(claim, accessKey);
        checkSignedHeaders(head, claim);
        checkTime(claim);

        SigningKey key = signingKeys.key(accessKey, claim.day(), claim.region(), claim.service());
        String canonical = CanonicalRequest.withoutPayload(head, claim);
        Caller caller = new Caller(
                accessKey.id(), accessKey.accountId(), claim.region(), claim.service(), accessKey.principal());
        EventSignatures events = new EventSignatures(signingKeys, accessKey, caller, claim.signature());
        String hash = PayloadRules.declaredHash(head, claim);
        if (hash == null) {
            return new Verified(
                    caller,
                    new Payload.Undeclared(
                            bodyHash -> checkSignature(claim, accessKey, caller, key, canonical + bodyHash), bodyLimit),
                    events);
        }
        checkSignature(claim, accessKey, caller, key, canonical + hash);
        return new Verified(caller, payload(head, new Signed(key, claim, hash)), events);
    }

    /** The moment that signatures are compared with. */
    public Instant now() {
        return clock.instant();
    }

    /** Whether a request carries no signature although it has to. */
    public boolean isUnsigned(RequestHead head) {
        String query = head.rawQuery();
        return accessKeys.required()
                && head.headers("authorization").isEmpty()
                && (query == null || !query.contains("X-Amz-"))
                && !isVersion2(head);
    }

    /** Whether a request has to be signed by somebody and is not. */
    public boolean refuses(Verified verified) {
        return accessKeys.required() && verified.caller().accessKeyId() == null;
    }

    /** Whether a request is presigned with Signature Version 2, as only S3 takes it. */
    public boolean isVersion2(RequestHead head) {
        return QueryVersion2.is(head);
    }

    /**
     * Verifies an address that is presigned with Signature Version 2.
     *
     * @param bucket the one that the host names; null when it names none
     * @throws AuthenticationException when it is not signed rightly, or has expired
     */
    public Verified verifyVersion2(RequestHead head, @Nullable String bucket) {
        if (!accessKeys.required()) {
            return new Verified(Caller.claimed(head), payload(head, null), null);
        }
        QueryVersion2 claim = QueryVersion2.of(head);
        Map<String, String> shown = Map.of("AWSAccessKeyId", ClaimParser.shown(claim.accessKeyId()));
        AccessKey accessKey = accessKeys
                .find(claim.accessKeyId())
                .orElseThrow(() -> AuthenticationException.of(UNKNOWN_ACCESS_KEY, shown));
        checkToken(claim.sessionToken(), claim.accessKeyId(), accessKey);
        boolean digits = !claim.expires().isEmpty()
                && claim.expires().length() < 12
                && claim.expires().chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || clock.instant().getEpochSecond() > Long.parseLong(claim.expires())) {
            throw AuthenticationException.of(EXPIRED);
        }
        if (!claim.isSignedWith(accessKey.secret(), head, bucket)) {
            throw AuthenticationException.of(SIGNATURE_MISMATCH, shown);
        }
        Caller caller = new Caller(accessKey.id(), accessKey.accountId(), Caller.DEFAULT_REGION, "s3");
        return new Verified(caller, payload(head, null), null);
    }

    /** A request that carries no signature, as its own: its caller is nobody. */
    public Verified unsigned(RequestHead head) {
        return new Verified(Caller.ANONYMOUS, payload(head, null), null);
    }

    /**
     * Verifies the signature of a browser's upload form, which covers its policy.
     *
     * @param fields by lower-case names
     * @return whose the form is; nobody's when it has no policy
     * @throws AuthenticationException when there are keys and the policy is not signed, or not rightly
     */
    public Caller verifyForm(Map<String, String> fields) {
        String credential = fields.get("x-amz-credential");
        if (!accessKeys.required()) {
            return credential == null ? Caller.ANONYMOUS : Caller.ofCredential(credential);
        }
        String policy = fields.get("policy");
        if (policy == null) {
            return Caller.ANONYMOUS;
        }
        SignatureClaim claim = ClaimParser.fromForm(fields);
        checkScope(claim);
        AccessKey accessKey = accessKeys
                .find(claim.accessKeyId())
                .orElseThrow(() -> AuthenticationException.of(
                        UNKNOWN_ACCESS_KEY, Map.of("AWSAccessKeyId", ClaimParser.shown(claim.accessKeyId()))));
        checkToken(claim, accessKey);
        SigningKey key = signingKeys.key(accessKey, claim.day(), claim.region(), claim.service());
        if (!SigningKeys.same(key.sign(policy), claim.signature())) {
            throw AuthenticationException.of(
                    SIGNATURE_MISMATCH,
                    Map.of("AWSAccessKeyId", ClaimParser.shown(claim.accessKeyId()), "StringToSign", policy));
        }
        return new Caller(accessKey.id(), accessKey.accountId(), claim.region(), claim.service());
    }

    private record Signed(SigningKey key, SignatureClaim claim, String hash) {

        ChunkSigner chunks() {
            return new ChunkSigner(key, claim.date().text(), claim.signature());
        }
    }

    private static Payload payload(RequestHead head, @Nullable Signed signed) {
        if (signed != null && PayloadRules.isHash(signed.hash())) {
            return new Payload.Hashed(signed.hash(), PayloadRules.contentLength(head));
        }
        String hash = signed == null ? "" : signed.hash();
        boolean chunked = switch (hash) {
            case PayloadRules.CHUNKS, PayloadRules.CHUNKS_TRAILER, PayloadRules.UNSIGNED_CHUNKS_TRAILER -> true;
            case PayloadRules.EVENTS -> false;
            default -> PayloadRules.chunked(head);
        };
        if (!chunked) {
            return new Payload.Open();
        }
        boolean signedChunks = hash.equals(PayloadRules.CHUNKS) || hash.equals(PayloadRules.CHUNKS_TRAILER);
        ChunkSigner signer = signed != null && signedChunks ? signed.chunks() : null;
        boolean trailerSigned =
                PayloadRules.CHUNKS_TRAILER.equals(signed == null ? head.header(PayloadRules.HASH_HEADER) : hash);
        Set<String> trailers = PayloadRules.trailers(head);
        return new Payload.Chunked(PayloadRules.decodedLength(head), trailers, signer, trailerSigned);
    }

    private void checkSignature(
            SignatureClaim claim, AccessKey accessKey, Caller caller, SigningKey key, String canonical) {
        String stringToSign = ClaimParser.ALGORITHM
                + '\n'
                + claim.date().text()
                + '\n'
                + key.scope()
                + '\n'
                + SigningKeys.sha256Hex(canonical);
        if (!SigningKeys.same(key.sign(stringToSign), claim.signature())) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("AWSAccessKeyId", ClaimParser.shown(claim.accessKeyId()));
            details.put("StringToSign", stringToSign);
            details.put("SignatureProvided", ClaimParser.shown(claim.signature()));
            if (canonical.length() <= LONGEST_SHOWN) {
                details.put("CanonicalRequest", canonical);
            }
            throw AuthenticationException.of(SIGNATURE_MISMATCH, details);
        }
        signingKeys.keep(accessKey, claim.day(), claim.region(), claim.service(), key);
        accessKeys.used(accessKey, caller);
    }

    private static void checkScope(SignatureClaim claim) {
        StringBuilder problems = new StringBuilder();
        String s3 = null;
        if (!Caller.isRegion(claim.region())) {
            s3 = "the region '" + ClaimParser.shown(claim.region()) + "' is wrong";
            problems.append("Credential should be scoped to a valid region, not '")
                    .append(ClaimParser.shown(claim.region()))
                    .append("'. ");
        }
        if (!Caller.isService(claim.service())) {
            s3 = "incorrect service \"" + ClaimParser.shown(claim.service()) + "\".";
            problems.append("Credential should be scoped to a correct service. ");
        }
        if (!claim.terminator().equals(SigningKeys.TERMINATOR)) {
            s3 = "incorrect terminal \"" + ClaimParser.shown(claim.terminator())
                    + "\". This endpoint uses \"aws4_request\".";
            problems.append("Credential should be scoped with a valid terminator: 'aws4_request', not '")
                    .append(ClaimParser.shown(claim.terminator()))
                    .append("'. ");
        }
        if (!claim.day().equals(claim.date().day())) {
            s3 = "Invalid credential date \"" + ClaimParser.shown(claim.day())
                    + "\". This date is not the same as X-Amz-Date: \""
                    + claim.date().day() + "\".";
            problems.append(
                            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '")
                    .append(ClaimParser.shown(claim.day()))
                    .append("' != '")
                    .append(claim.date().day())
                    .append("', from '")
                    .append(claim.date().text())
                    .append("'.");
        }
        if (s3 == null) {
            return;
        }
        AuthenticationFailure s3Failure = claim.presigned() ? MALFORMED_QUERY : MALFORMED_HEADER;
        String prefix = claim.presigned()
                ? "Error parsing the X-Amz-Credential parameter; "
                : "The authorization header is malformed; ";
        throw AuthenticationException.saying(
                claim.s3() ? s3Failure : SIGNATURE_MISMATCH,
                prefix + s3,
                problems.toString().strip());
    }

    private void checkToken(SignatureClaim claim, AccessKey accessKey) {
        checkToken(claim.sessionToken(), claim.accessKeyId(), accessKey);
    }

    private void checkToken(@Nullable String given, String accessKeyId, AccessKey accessKey) {
        String expected = accessKey.sessionToken();
        if (expected == null && given == null) {
            return;
        }
        if (given == null) {
            throw AuthenticationException.of(
                    UNKNOWN_ACCESS_KEY, Map.of("AWSAccessKeyId", ClaimParser.shown(accessKeyId)));
        }
        if (expected == null || !SigningKeys.same(expected, given)) {
            throw AuthenticationException.of(INVALID_SESSION_TOKEN);
        }
        Instant expires = accessKey.expires();
        if (expires != null && !clock.instant().isBefore(expires)) {
            throw AuthenticationException.of(EXPIRED_SESSION_TOKEN);
        }
    }

    private static void checkSignedHeaders(RequestHead head, SignatureClaim claim) {
        List<String> unsigned = CanonicalRequest.unsigned(head, claim);
        if (!unsigned.isEmpty()) {
            if (claim.s3()) {
                throw AuthenticationException.of(
                        UNSIGNED_HEADERS, Map.of("HeadersNotSigned", String.join(", ", unsigned)));
            }
            String name = unsigned.getFirst();
            String shown = name.equals("host") ? "'Host' or ':authority" : "'" + ClaimParser.shown(name);
            throw AuthenticationException.saying(UNSIGNED_HEADERS, null, shown + SIGNED_HEADER);
        }
        if (!claim.headersInOrder()) {
            throw AuthenticationException.of(SIGNATURE_MISMATCH);
        }
    }

    private void checkTime(SignatureClaim claim) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant signed = claim.date().instant();
        Duration skew = claim.s3() ? S3_SKEW : SKEW;
        Duration valid = claim.expiresSeconds() < 0 ? skew : Duration.ofSeconds(claim.expiresSeconds());
        boolean late = now.isAfter(signed.plus(valid));
        boolean early = signed.isAfter(now.plus(skew));
        if (!late && !early) {
            return;
        }
        if (!claim.s3()) {
            throw AuthenticationException.saying(
                    claim.presigned() ? (late ? EXPIRED : NOT_YET_VALID) : CLOCK_SKEW,
                    null,
                    late ? tooLate(claim, now, valid) : tooEarly(claim, now, skew));
        }
        Map<String, String> details = new LinkedHashMap<>();
        if (!claim.presigned()) {
            details.put("RequestTime", claim.date().text());
            details.put("ServerTime", now.toString());
            details.put("MaxAllowedSkewMilliseconds", Long.toString(skew.toMillis()));
            throw AuthenticationException.of(CLOCK_SKEW, details);
        }
        details.put("X-Amz-Expires", Long.toString(claim.expiresSeconds()));
        details.put("Expires", signed.plus(valid).toString());
        details.put("ServerTime", now.toString());
        throw AuthenticationException.of(late ? EXPIRED : NOT_YET_VALID, details);
    }

    private static String tooLate(SignatureClaim claim, Instant now, Duration valid) {
        String span = valid.toSeconds() % 60 == 0 ? valid.toMinutes() + " min." : valid.toSeconds() + " sec.";
        return "Signature expired: " + claim.date().text() + " is now earlier than "
                + AmzDate.of(now.minus(valid)).text() + " (" + AmzDate.of(now).text() + " - " + span + ")";
    }

    private static String tooEarly(SignatureClaim claim, Instant now, Duration skew) {
        return "Signature not yet current: " + claim.date().text() + " is still later than "
                + AmzDate.of(now.plus(skew)).text() + " (" + AmzDate.of(now).text() + " + " + skew.toMinutes()
                + " min.)";
    }
}
