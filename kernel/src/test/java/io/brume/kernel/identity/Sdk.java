package io.brume.kernel.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignerProperty;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Requests signed by the AWS SDK's own signer, at a fixed time. */
final class Sdk {

    static final Instant NOW = Instant.parse("2026-11-23T10:20:30Z");
    static final String TOKEN = "FwoGZXIvYXdzEXAMPLE/+==";

    private static final AccessKey KEY = new AccessKey("AKIDLOCAL", "secret/with+signs", null, "111122223333");
    private static final AccessKey TEMPORARY = new AccessKey("ASIALOCAL", "another", TOKEN, "111122223333");
    private static final AccessKeys KEYS = id ->
            List.of(KEY, TEMPORARY).stream().filter(key -> key.id().equals(id)).findFirst();

    private Sdk() {}

    static SignatureVerifier verifierAt(Instant now) {
        return new SignatureVerifier(KEYS, Clock.fixed(now, ZoneOffset.UTC));
    }

    static SignatureVerifier verifier() {
        return verifierAt(NOW);
    }

    /** A request of S3, with a body or without. */
    static TestRequest s3(SdkHttpRequest.Builder request, byte @Nullable [] body, Consumer<Signing> more) {
        return sign(request, body, properties -> {
            properties.set(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3");
            properties.set(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false);
            properties.set(AwsV4HttpSigner.NORMALIZE_PATH, false);
            more.accept(properties);
        });
    }

    static TestRequest comprehend(byte[] body, Consumer<Signing> more) {
        SdkHttpRequest.Builder request = request(SdkHttpMethod.POST, "https://comprehend.eu-west-3.amazonaws.com/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "Comprehend_20171127.DetectSentiment");
        return sign(request, body, more);
    }

    static SdkHttpRequest.Builder request(SdkHttpMethod method, String uri) {
        return SdkHttpFullRequest.builder().method(method).uri(URI.create(uri));
    }

    static TestRequest sign(SdkHttpRequest.Builder request, byte @Nullable [] body, Consumer<Signing> more) {
        Signing properties = new Signing();
        properties.set(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "comprehend");
        properties.set(AwsV4HttpSigner.REGION_NAME, "eu-west-3");
        properties.set(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC));
        more.accept(properties);
        AwsCredentialsIdentity identity = properties.temporary
                ? AwsSessionCredentialsIdentity.create(TEMPORARY.id(), TEMPORARY.secret(), TOKEN)
                : AwsCredentialsIdentity.create(KEY.id(), KEY.secret());
        SignedRequest signed = AwsV4HttpSigner.create().sign(builder -> {
            builder.identity(identity).request(request.build());
            if (body != null) {
                builder.payload(ContentStreamProvider.fromByteArray(body));
            }
            properties.settings.forEach(setting -> setting.accept(builder));
        });
        return TestRequest.of(signed.request(), bytes(signed.payload()));
    }

    static void presigned(Signing properties, Duration valid) {
        properties.set(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING);
        properties.set(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, valid);
    }

    /** As S3's presigner does: whoever uses the URL chooses the body. */
    static void presignedForAnyBody(Signing properties, Duration valid) {
        presigned(properties, valid);
        properties.set(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false);
    }

    static void chunked(Signing properties) {
        properties.set(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true);
    }

    static void chunkedWithChecksum(Signing properties) {
        chunked(properties);
        properties.set(AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
    }

    static void unsignedChunkedWithChecksum(Signing properties) {
        chunkedWithChecksum(properties);
        properties.set(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false);
    }

    private static byte[] bytes(Optional<ContentStreamProvider> payload) {
        try {
            return payload.isEmpty() ? new byte[0] : payload.get().newStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signer properties, and whether temporary credentials sign. */
    static final class Signing {

        private final List<Consumer<SignRequest.Builder<AwsCredentialsIdentity>>> settings = new ArrayList<>();
        private boolean temporary;

        <T> void set(SignerProperty<T> property, T value) {
            settings.add(builder -> builder.putProperty(property, value));
        }

        void temporaryCredentials() {
            temporary = true;
        }
    }
}
