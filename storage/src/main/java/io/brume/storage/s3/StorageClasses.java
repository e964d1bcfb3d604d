package io.brume.storage.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Storage classes are kept and told; all of them are the same disk. */
final class StorageClasses {

    private StorageClasses() {}

    /**
     * As it is kept: null for STANDARD.
     *
     * @throws Refusal when there is no such class
     */
    static @Nullable String kept(@Nullable String name) {
        if (name == null || name.equals(StorageClass.STANDARD.toString())) {
            return null;
        }
        if (StorageClass.fromValue(name) == StorageClass.UNKNOWN_TO_SDK_VERSION) {
            throw Refusal.of(400, "InvalidStorageClass", "The storage class you specified is not valid")
                    .with("StorageClassRequested", name);
        }
        return name;
    }

    /** As lists have it, which always name one. */
    static String listed(@Nullable String kept) {
        return kept == null ? StorageClass.STANDARD.toString() : kept;
    }
}
