package io.brume.kernel.s3;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What the edge has to know of S3's buckets. The object that implements S3's client interface implements this one too; where it
 * does not, no bucket has cross-origin rules and unsigned requests are refused wherever there are keys.
 */
public interface Buckets {

    /** A bucket's cross-origin rules, none when it has no such configuration; null when there is no such bucket. */
    @Nullable
    List<CorsRule> cors(String bucket);

    /** Whether a bucket lets everyone do what a request asks for, signed or not. */
    boolean everyoneMay(SdkPojo request);
}
