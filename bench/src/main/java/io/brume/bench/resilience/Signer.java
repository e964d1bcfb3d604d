package io.brume.bench.resilience;

import io.brume.bench.resilience.Template.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests with the SDK's own signer, so that what a mutation changed gets past the check of the signature. */
final class Signer {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final AwsCredentialsIdentity KEY = AwsCredentialsIdentity.create(Target.KEY_ID, Target.SECRET);

    /** What a signature brings; all of it is made anew. */
    private static final Set<String> SIGNATURE =
            Set.of("authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "content-length");

    private Signer() {}

    /** The request with a right signature in its headers; as it was when the signer cannot read it. */
    static Template sign(Template template) {
        try {
            return signed(template, AuthLocation.HEADER);
        } catch (RuntimeException e) {
            return template;
        }
    }

    /** The request with a right signature in its query. */
    static Template presign(Template template) {
        return signed(template, AuthLocation.QUERY_STRING);
    }

    private static Template signed(Template template, AuthLocation location) {
        boolean s3 = template.service().equals("s3");
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(template.method()))
                .uri(URI.create("http://localhost" + template.target()));
        for (Header header : template.headers()) {
            if (!SIGNATURE.contains(header.name().toLowerCase(java.util.Locale.ROOT))) {
                request.appendHeader(header.name(), header.value());
            }
        }
        SignedRequest signed = SIGNER.sign((SignRequest.Builder<AwsCredentialsIdentity> sign) -> {
            sign.identity(KEY)
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArray(template.body()))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, template.service())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !s3)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !s3)
                    .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, location);
            if (location == AuthLocation.QUERY_STRING) {
                sign.putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofHours(1));
            }
        });
        byte[] body = signed.payload().map(Signer::bytes).orElse(template.body());
        return of(template.name(), template.service(), signed.request(), body);
    }

    private static byte[] bytes(ContentStreamProvider payload) {
        try (var in = payload.newStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request of the SDK as a template. */
    static Template of(String name, String service, SdkHttpRequest request, byte[] body) {
        List<Header> headers = new ArrayList<>();
        request.forEachHeader((header, values) -> {
            if (!header.equalsIgnoreCase("Content-Length") && !header.equalsIgnoreCase("Expect")) {
                values.forEach(value -> headers.add(new Header(header, value)));
            }
        });
        if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Host"))) {
            headers.addFirst(new Header("Host", "localhost"));
        }
        String path = request.encodedPath().isEmpty() ? "/" : request.encodedPath();
        String target = request.encodedQueryParameters()
                .map(query -> path + "?" + query)
                .orElse(path);
        return new Template(name, service, request.method().name(), target, headers, body);
    }
}
