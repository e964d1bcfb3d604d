package io.brume.storage.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request demands of the object that it finds, by S3's precedence: If-Match over If-Unmodified-Since, If-None-Match over
 * If-Modified-Since.
 */
record Conditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince) {

    /** For a read: @throws Refusal with 412 when the object is not the demanded one, with 304 when the reader has it already. */
    void checkRead(StoredVersion version) {
        checkUnchanged(version, "If-Match", "If-Unmodified-Since");
        if (isKnown(version)) {
            throw Refusal.of(304, "NotModified", "Not Modified")
                    .header("ETag", version.quotedEtag())
                    .header("Last-Modified", HttpDates.format(version.modified()));
        }
    }

    /** For the source of a copy, where both outcomes are failures. */
    void checkCopy(StoredVersion version) {
        checkUnchanged(version, "x-amz-copy-source-If-Match", "x-amz-copy-source-If-Unmodified-Since");
        if (isKnown(version)) {
            throw Refusal.preconditionFailed(
                    ifNoneMatch != null ? "x-amz-copy-source-If-None-Match" : "x-amz-copy-source-If-Modified-Since");
        }
    }

    private void checkUnchanged(StoredVersion version, String match, String unmodified) {
        if (ifMatch != null) {
            if (!matches(ifMatch, version.etag())) {
                throw Refusal.preconditionFailed(match);
            }
        } else if (ifUnmodifiedSince != null && seconds(version).isAfter(ifUnmodifiedSince)) {
            throw Refusal.preconditionFailed(unmodified);
        }
    }

    private boolean isKnown(StoredVersion version) {
        return ifNoneMatch != null
                ? matches(ifNoneMatch, version.etag())
                : ifModifiedSince != null && !seconds(version).isAfter(ifModifiedSince);
    }

    /** Headers know no parts of a second. */
    private static Instant seconds(StoredVersion version) {
        return version.modified().truncatedTo(ChronoUnit.SECONDS);
    }

    /** For a write, against what is the latest version now. */
    static void checkWrite(
            @Nullable String ifMatch, @Nullable String ifNoneMatch, String key, Optional<StoredVersion> latest) {
        Optional<StoredVersion> present = latest.filter(version -> !version.isMarker());
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals("*")) {
                throw Refusal.notImplemented("If-None-Match");
            }
            if (present.isPresent()) {
                throw Refusal.preconditionFailed("If-None-Match");
            }
        }
        if (ifMatch != null) {
            if (present.isEmpty()) {
                throw Refusal.noSuchKey(key);
            }
            if (!matches(ifMatch, present.get().etag())) {
                throw Refusal.preconditionFailed("If-Match");
            }
        }
    }

    /** Whether a list of entity tags has this one. */
    static boolean matches(String list, String etag) {
        for (String item : list.split(",", -1)) {
            String tag = item.strip();
            if (tag.startsWith("W/")) {
                tag = tag.substring(2);
            }
            if (tag.equals("*") || tag.equals(etag) || tag.equals('"' + etag + '"')) {
                return true;
            }
        }
        return false;
    }
}
