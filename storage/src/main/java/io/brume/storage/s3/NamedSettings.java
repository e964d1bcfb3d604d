package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;

/** A kind of setting that a bucket has many of, each with an id of its own, kept as the SDK's shape. */
final class NamedSettings<T extends SdkPojo> {

    private static final int MOST = 1000;

    private final Database database;
    private final String kind;
    private final Class<T> type;

    NamedSettings(Database database, String kind, Class<T> type) {
        this.database = database;
        this.kind = kind;
        this.type = type;
    }

    private Resources<T> of(StoredBucket bucket) {
        return Resources.of(database, "s3/" + kind + "/" + bucket.id(), type);
    }

    /** @throws Refusal when the ids differ, or there are too many */
    void put(StoredBucket bucket, String id, String idInside, T value) {
        if (!id.equals(idInside)) {
            throw Refusal.invalidArgument("The id in the request and the one in the configuration differ", "id", id);
        }
        Resources<T> resources = of(bucket);
        if (resources.count(bucket.scope()) >= MOST
                && resources.find(bucket.scope(), id).isEmpty()) {
            throw Refusal.of(
                    400,
                    "TooManyConfigurations",
                    "You are attempting to create a new configuration but have"
                            + " already reached the 1,000-configuration limit.");
        }
        resources.put(bucket.scope(), id, Schema.checked(value));
    }

    /** @throws Refusal when there is none of that id */
    T get(StoredBucket bucket, String id) {
        return of(bucket).get(bucket.scope(), id, NamedSettings::missing);
    }

    List<T> all(StoredBucket bucket) {
        return of(bucket).all(bucket.scope());
    }

    /** @throws Refusal when there is none of that id */
    void delete(StoredBucket bucket, String id) {
        if (!of(bucket).delete(bucket.scope(), id)) {
            throw missing();
        }
    }

    private static Refusal missing() {
        return Refusal.of(404, "NoSuchConfiguration", "The specified configuration does not exist.");
    }
}
