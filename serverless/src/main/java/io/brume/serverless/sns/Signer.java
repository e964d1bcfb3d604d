package io.brume.serverless.sns;

import io.brume.kernel.database.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Signs notifications with a key that was made on this machine and lies in its database, so that receivers can tell that they come
 * from this server. It is made when it is first needed. Thread-safe.
 *
 * <p>Source: "Verifying the signatures of Amazon SNS messages" in the SNS developer guide.
 */
final class Signer {

    /** What the path of every certificate begins with. */
    static final String PREFIX = "/SimpleNotificationService-";

    private record Identity(PrivateKey key, byte[] certificate) {}

    private final Database database;
    private volatile @Nullable Identity identity;

    Signer(Database database) {
        this.database = database;
    }

    /** @param version 1 for SHA-1, 2 for SHA-256 */
    String sign(String version, String text) {
        try {
            Signature signature = Signature.getInstance(version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
            signature.initSign(identity().key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate of the key, in PEM. */
    String certificate() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(identity().certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** Where the certificate is served: another key has another path. */
    String path() {
        String hash = Publication.sha256(HexFormat.of().formatHex(identity().certificate));
        return PREFIX + hash.substring(0, 32) + ".pem";
    }

    private Identity identity() {
        Identity known = identity;
        if (known == null) {
            synchronized (this) {
                known = identity;
                if (known == null) {
                    known = load();
                    identity = known;
                }
            }
        }
        return known;
    }

    private Identity load() {
        try {
            if (database.read(transaction -> transaction.number("SELECT count(*) FROM sns_signing")) == 0) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair pair = generator.generateKeyPair();
                byte[] certificate = SelfSignedCertificate.of(pair, "sns.brume", Instant.now());
                database.change(transaction -> transaction.update(
                        "INSERT INTO sns_signing (id, private_key, certificate) VALUES (1, ?, ?) ON CONFLICT DO NOTHING",
                        pair.getPrivate().getEncoded(),
                        certificate));
            }
            record Kept(byte[] key, byte[] certificate) {}
            Kept kept = database.read(transaction -> transaction.first(
                            "SELECT private_key, certificate FROM sns_signing WHERE id = 1",
                            row -> new Kept(row.bytes("private_key"), row.bytes("certificate"))))
                    .orElseThrow();
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(kept.key));
            return new Identity(key, kept.certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
