package io.brume.bench.crash;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** Resources, by the example of IAM's users; a user's value is its path. */
final class Users implements Ledger.Store {

    private final IamClient iam;

    Users(IamClient iam) {
        this.iam = iam;
    }

    @Override
    public void put(String key, String value, @Nullable Boolean existed) {
        String path = "/" + value + "/";
        if (Boolean.TRUE.equals(existed)) {
            iam.updateUser(b -> b.userName(key).newPath(path));
            return;
        }
        try {
            iam.createUser(b -> b.userName(key).path(path));
        } catch (EntityAlreadyExistsException e) {
            iam.updateUser(b -> b.userName(key).newPath(path));
        }
    }

    @Override
    public void delete(String key) {
        try {
            iam.deleteUser(b -> b.userName(key));
        } catch (NoSuchEntityException e) {
            // It is absent, as it should be.
        }
    }

    @Override
    public @Nullable String get(String key) {
        try {
            return iam.getUser(b -> b.userName(key)).user().path().replace("/", "");
        } catch (NoSuchEntityException e) {
            return null;
        }
    }
}
