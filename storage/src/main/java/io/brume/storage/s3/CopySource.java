package io.brume.storage.s3;

import io.brume.kernel.wire.IncomingRequest;
import org.jspecify.annotations.Nullable;

/** What an {@code x-amz-copy-source} header names. */
record CopySource(String bucket, String key, @Nullable String versionId) {

    private static final String VERSION = "?versionId=";

    /** @param header {@code [/]BUCKET/KEY[?versionId=ID]}, percent-encoded */
    static CopySource of(@Nullable String header) {
        String path = header == null ? "" : header.startsWith("/") ? header.substring(1) : header;
        int query = path.indexOf(VERSION);
        String versionId = query < 0 ? null : path.substring(query + VERSION.length());
        String name = IncomingRequest.decodePath(query < 0 ? path : path.substring(0, query));
        int slash = name.indexOf('/');
        if (slash <= 0 || slash == name.length() - 1) {
            throw Refusal.invalidArgument(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                    "x-amz-copy-source",
                    String.valueOf(header));
        }
        return new CopySource(name.substring(0, slash), name.substring(slash + 1), versionId);
    }
}
