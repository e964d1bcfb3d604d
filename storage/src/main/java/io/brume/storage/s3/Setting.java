package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Remembered;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/** One kind of setting that a bucket has at most one of, kept as the SDK's shape. */
final class Setting<T extends SdkPojo> {

    private final Database database;
    private final Resources<T> resources;
    private final Remembered<Long, Optional<T>> remembered;
    private final Supplier<Refusal> absent;

    private Setting(Database database, Resources<T> resources, Supplier<Refusal> absent) {
        this.database = database;
        this.resources = resources;
        this.remembered = new Remembered<>(database, 1000);
        this.absent = absent;
    }

    /**
     * @param kind never to be changed
     * @param code of the error where a bucket has none
     */
    static <T extends SdkPojo> Setting<T> of(
            Database database, String kind, Class<T> type, String code, String message) {
        return new Setting<>(
                database, Resources.of(database, "s3/" + kind, type), () -> Refusal.of(404, code, message));
    }

    /** Buckets are told apart by their ids, so that a later bucket of the same name begins without settings. */
    private static String name(StoredBucket bucket) {
        return Long.toString(bucket.id());
    }

    /** @throws Refusal when it is not what S3's schema wants */
    void put(StoredBucket bucket, T value) {
        keep(bucket, Schema.checked(value));
    }

    /** Notes that a bucket is to have none, where one without a note has a default. */
    void putNone(StoredBucket bucket, T none) {
        keep(bucket, none);
    }

    private void keep(StoredBucket bucket, T value) {
        database.change(transaction -> {
            resources.put(bucket.scope(), name(bucket), value);
            remembered.forget(transaction, bucket.id());
        });
    }

    Optional<T> find(StoredBucket bucket) {
        return remembered.get(bucket.id(), () -> resources.find(bucket.scope(), name(bucket)));
    }

    /** @throws Refusal when the bucket has none */
    T get(StoredBucket bucket) {
        return find(bucket).orElseThrow(() -> missing(bucket));
    }

    /** What is thrown where a bucket has none. */
    Refusal missing(StoredBucket bucket) {
        return absent.get().with("BucketName", bucket.name());
    }

    void delete(StoredBucket bucket) {
        database.change(transaction -> {
            boolean unused = resources.delete(bucket.scope(), name(bucket));
            remembered.forget(transaction, bucket.id());
        });
    }

    /** What one bucket has of it. */
    record Held<T>(Scope scope, long bucketId, T value) {}

    /** All that there are. */
    List<Held<T>> all() {
        return resources.everywhere().stream()
                .map(named -> new Held<>(named.scope(), Long.parseLong(named.name()), named.resource()))
                .toList();
    }
}
