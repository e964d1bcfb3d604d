package io.brume.kernel.identity;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a signed request says of its signature.
 *
 * @param signedHeaders as written: lower-case names with semicolons between them
 * @param expiresSeconds how long a presigned query is valid; -1 when it does not say
 * @param query null for a signature in the Authorization header
 */
record SignatureClaim(
        String accessKeyId,
        String day,
        String region,
        String service,
        String terminator,
        String signedHeaders,
        String signature,
        AmzDate date,
        long expiresSeconds,
        @Nullable String sessionToken,
        @Nullable CanonicalQuery query) {

    private static final List<String> S3_SERVICES = List.of("s3", "s3express", "s3-outposts", "s3-object-lambda");

    /** Whether S3's rules and wording hold. */
    boolean s3() {
        return S3_SERVICES.contains(service);
    }

    boolean presigned() {
        return query != null;
    }

    List<String> signedHeaderNames() {
        return Arrays.asList(signedHeaders.split(";", -1));
    }

    /**
     * Whether the list of signed headers is sorted, without repeats and in lower case, as every signer writes it. Any
     * other list could never match; a repeated name could make a small request large.
     */
    boolean headersInOrder() {
        String previous = "";
        for (String name : signedHeaderNames()) {
            boolean plain = name.chars().allMatch(c -> c > ' ' && c < 0x7f && (c < 'A' || c > 'Z'));
            if (!plain || name.compareTo(previous) <= 0) {
                return false;
            }
            previous = name;
        }
        return true;
    }
}
