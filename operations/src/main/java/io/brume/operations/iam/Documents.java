package io.brume.operations.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Policy documents as IAM returns them: percent-encoded as in RFC 3986. */
final class Documents {

    private Documents() {}

    static @Nullable String encoded(@Nullable String document) {
        return document == null
                ? null
                : URLEncoder.encode(document, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~");
    }
}
