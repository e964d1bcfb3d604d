package io.brume.operations.iam;

import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.Principal;
import io.brume.kernel.resource.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.User;

/** IAM users' access keys. */
final class UserKeys {

    private static final String NOT_AVAILABLE = "N/A";

    private final State state;
    private final Users users;
    private final Credentials credentials;

    UserKeys(State state, Users users, Credentials credentials) {
        this.state = state;
        this.users = users;
        this.credentials = credentials;
    }

    /** The user who is named, or else the one who asks. */
    User user(Scope scope, Caller caller, @Nullable String name) {
        if (name != null) {
            return users.get(scope, name);
        }
        return caller(scope, caller)
                .orElseThrow(() -> Errors.validation("Must specify userName when calling with non-User credentials"));
    }

    /** The user who asks; empty when it is the account itself or a role. */
    Optional<User> caller(Scope scope, Caller caller) {
        Principal principal = caller.principal();
        if (!principal.isUser()) {
            return Optional.empty();
        }
        String arn = principal.arn();
        return state.users.find(scope, Entity.key(arn.substring(arn.lastIndexOf('/') + 1)));
    }

    /** The only answer that has the secret in it. */
    AccessKey create(Scope scope, Caller caller, @Nullable String name) {
        return state.change(scope, () -> {
            User user = user(scope, caller, name);
            if (credentials.of(user.userId()).size() >= Quotas.ACCESS_KEYS_PER_USER) {
                throw Errors.quota("AccessKeysPerUser", Quotas.ACCESS_KEYS_PER_USER);
            }
            var key = credentials.create(scope.account(), user.userId(), Users.principal(user));
            return AccessKey.builder()
                    .userName(user.userName())
                    .accessKeyId(key.id())
                    .secretAccessKey(key.secret())
                    .status(StatusType.ACTIVE)
                    .createDate(credentials.of(user.userId()).stream()
                            .filter(made -> made.id().equals(key.id()))
                            .findFirst()
                            .orElseThrow()
                            .created())
                    .build();
        });
    }

    Pages<AccessKeyMetadata> page(
            Scope scope, Caller caller, @Nullable String name, @Nullable String marker, @Nullable Integer most) {
        User user = user(scope, caller, name);
        List<AccessKeyMetadata> keys = credentials.of(user.userId()).stream()
                .map(key -> AccessKeyMetadata.builder()
                        .userName(user.userName())
                        .accessKeyId(key.id())
                        .status(key.active() ? StatusType.ACTIVE : StatusType.INACTIVE)
                        .createDate(key.created())
                        .build())
                .toList();
        return Pages.of("keys " + user.userId(), keys, AccessKeyMetadata::accessKeyId, marker, most);
    }

    void update(Scope scope, Caller caller, @Nullable String name, String id, StatusType status) {
        User user = user(scope, caller, name);
        boolean active = switch (status) {
            case ACTIVE -> true;
            case INACTIVE -> false;
            default -> throw Errors.invalid("Only AWS sets the status " + status + ".");
        };
        if (!credentials.setActive(user.userId(), id, active)) {
            throw noKey(id);
        }
    }

    void delete(Scope scope, Caller caller, @Nullable String name, String id) {
        if (!credentials.delete(user(scope, caller, name).userId(), id)) {
            throw noKey(id);
        }
    }

    private static RuntimeException noKey(String id) {
        return Errors.missing("The Access Key with id " + id + " cannot be found.");
    }

    GetAccessKeyLastUsedResponse lastUsed(Scope scope, Caller caller, String id) {
        var owned = credentials
                .owned(scope.account(), id)
                .orElseThrow(() -> Errors.denied("User: " + caller.principal().arn()
                        + " is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key " + id));
        var use = owned.lastUse();
        var lastUsed = AccessKeyLastUsed.builder();
        if (use == null) {
            lastUsed.region(NOT_AVAILABLE).serviceName(NOT_AVAILABLE);
        } else {
            lastUsed.region(use.region()).serviceName(use.service()).lastUsedDate(use.moment());
        }
        String name = state.users.all(scope).stream()
                .filter(user -> user.userId().equals(owned.owner()))
                .map(User::userName)
                .findFirst()
                .orElse(null);
        return GetAccessKeyLastUsedResponse.builder()
                .userName(name)
                .accessKeyLastUsed(lastUsed.build())
                .build();
    }
}
