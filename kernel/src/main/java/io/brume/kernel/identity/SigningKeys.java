package io.brume.kernel.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Derives the keys that requests are signed with and keeps those that proved right. Thread-safe. */
final class SigningKeys {

    static final String TERMINATOR = "aws4_request";

    private static final String HMAC = "HmacSHA256";
    private static final int MOST_KEPT = 1024;

    /** What a signing key is derived from; the secret is part of it, so that a changed secret never finds an old key. */
    private record Scope(AccessKey key, String date, String region, String service) {}

    private final ConcurrentMap<Scope, SigningKey> kept = new ConcurrentHashMap<>();

    /** The key of one day, region and service. */
    SigningKey key(AccessKey accessKey, String date, String region, String service) {
        SigningKey known = kept.get(new Scope(accessKey, date, region, service));
        if (known != null) {
            return known;
        }
        byte[] secret = ("AWS4" + accessKey.secret()).getBytes(StandardCharsets.UTF_8);
        byte[] derived = hmac(hmac(hmac(hmac(secret, date), region), service), TERMINATOR);
        return new SigningKey(new SecretKeySpec(derived, HMAC), date + '/' + region + '/' + service + '/' + TERMINATOR);
    }

    /** Keeps a key whose signature was right: forged requests can neither fill the cache nor push others out. */
    void keep(AccessKey accessKey, String date, String region, String service, SigningKey key) {
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.putIfAbsent(new Scope(accessKey, date, region, service), key);
    }

    private static byte[] hmac(byte[] key, String text) {
        return mac(new SecretKeySpec(key, HMAC)).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static String sha256Hex(byte[] data) {
        return HexFormat.of().formatHex(sha256().digest(data));
    }

    static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether two signatures are equal, in a time that does not tell where they differ. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A derived key.
     *
     * @param scope {@code DATE/REGION/SERVICE/aws4_request}
     */
    record SigningKey(SecretKeySpec key, String scope) {

        /** The signature in lower-case hexadecimal. */
        String sign(String stringToSign) {
            return HexFormat.of().formatHex(mac(key).doFinal(stringToSign.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
