package io.brume.serverless.lambda;

import io.brume.kernel.resource.Scope;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Where packages are fetched from that are not in the request itself: S3. Implementations are thread-safe. */
@FunctionalInterface
public interface CodeSource {

    /**
     * Opens an object.
     *
     * @param version null for the latest
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException what S3 answers when it cannot be had
     */
    InputStream open(Scope scope, String bucket, String key, @Nullable String version) throws IOException;
}
