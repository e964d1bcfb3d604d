package io.brume.storage.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;

/** How a list writes keys: as they are or, for those that XML cannot hold, percent-encoded. */
enum Names {
    PLAIN,
    ENCODED;

    static Names of(@Nullable EncodingType type) {
        return type == EncodingType.URL ? ENCODED : PLAIN;
    }

    @Nullable
    String write(@Nullable String name) {
        return name == null || this == PLAIN
                ? name
                : URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }

    CommonPrefix prefix(String prefix) {
        return CommonPrefix.builder().prefix(write(prefix)).build();
    }
}
