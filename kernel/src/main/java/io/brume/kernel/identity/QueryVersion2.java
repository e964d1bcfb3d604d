package io.brume.kernel.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * S3's older presigned addresses, signed with Version 2, which the AWS CLI and boto3 still make for endpoints other than AWS's own.
 *
 * <p>Source: "Signing and authenticating REST requests (Signature Version 2)" in the Amazon S3 API reference.
 */
record QueryVersion2(
        String accessKeyId,
        String signature,
        String expires,
        @Nullable String sessionToken) {

    private static final String KEY = "AWSAccessKeyId";

    /** Parameters that are part of what is signed. */
    private static final Set<String> SIGNED = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "cors",
            "defaultObjectAcl",
            "delete",
            "encryption",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "partNumber",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "restore",
            "retention",
            "select",
            "select-type",
            "storageClass",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website");

    /** Whether a request is signed so. */
    static boolean is(RequestHead head) {
        String query = head.rawQuery();
        return query != null
                && (query.startsWith(KEY + "=") || query.contains("&" + KEY + "="))
                && head.headers("authorization").isEmpty();
    }

    /** @throws AuthenticationException when a part of the signature is missing */
    static QueryVersion2 of(RequestHead head) {
        CanonicalQuery query = CanonicalQuery.of(head.rawQuery());
        String key = query.single(KEY);
        String signature = query.single("Signature");
        String expires = query.single("Expires");
        if (key == null || signature == null || expires == null) {
            throw AuthenticationException.saying(
                    AuthenticationFailure.MISSING_CREDENTIALS,
                    "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
                    null);
        }
        return new QueryVersion2(key, signature, expires, query.single("x-amz-security-token"));
    }

    /** @param bucket the one that the host names; null when it names none */
    boolean isSignedWith(String secret, RequestHead head, @Nullable String bucket) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] expected = mac.doFinal(text(head, bucket).getBytes(StandardCharsets.UTF_8));
            return SigningKeys.same(Base64.getEncoder().encodeToString(expected), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA1", e);
        }
    }

    private String text(RequestHead head, @Nullable String bucket) {
        var amz = new TreeMap<String, String>();
        var plain = new TreeMap<String, String>();
        var resource = new TreeMap<String, String>();
        String query = head.rawQuery() == null ? "" : head.rawQuery();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = UriEncoding.decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : UriEncoding.decode(parameter.substring(equals + 1));
            String lower = name.toLowerCase(Locale.ROOT);
            if (SIGNED.contains(name)) {
                resource.put(name, equals < 0 ? name : name + "=" + value);
            } else if (lower.startsWith("x-amz-")) {
                amz.put(lower, value);
            } else {
                plain.put(lower, value);
            }
        }
        for (String name : head.headerNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-")) {
                amz.put(lower, String.join(",", head.headers(lower)).strip());
            }
        }
        var text = new StringBuilder(head.method());
        Stream.of("content-md5", "content-type").forEach(name -> {
            String sent = head.header(name);
            text.append('\n').append(sent != null ? sent.strip() : plain.getOrDefault(name, ""));
        });
        text.append('\n').append(expires).append('\n');
        amz.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append(bucket == null ? "" : "/" + bucket).append(head.rawPath());
        return resource.isEmpty()
                ? text.toString()
                : text.append('?').append(String.join("&", resource.values())).toString();
    }
}
