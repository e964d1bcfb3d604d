package io.brume.operations.iam;

import io.brume.kernel.identity.Principal;
import io.brume.kernel.resource.Scope;
import io.brume.operations.iam.Relations.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;
import software.amazon.awssdk.services.iam.model.User;

/** IAM users. */
final class Users {

    private final State state;
    private final Attachments attachments;
    private final Credentials credentials;
    private final Clock clock;

    Users(State state, Attachments attachments, Credentials credentials, Clock clock) {
        this.state = state;
        this.attachments = attachments;
        this.credentials = credentials;
        this.clock = clock;
    }

    User create(Scope scope, CreateUserRequest request) {
        String name = request.userName();
        String path = request.path() == null ? "/" : request.path();
        List<Tag> tags = Tagging.CASELESS.checked(request.tags());
        return state.change(scope, () -> {
            State.checkQuota(state.users, scope, "UsersPerAccount", Quotas.USERS);
            User user = User.builder()
                    .path(path)
                    .userName(name)
                    .userId(Ids.entity("AIDA"))
                    .arn(arn(scope, path, name))
                    .createDate(clock.instant().truncatedTo(ChronoUnit.SECONDS))
                    .tags(tags.isEmpty() ? null : tags)
                    .permissionsBoundary(attachments.bound(scope, Entity.user(name), request.permissionsBoundary()))
                    .build();
            state.users.create(scope, Entity.key(name), user, () -> exists(name));
            return user;
        });
    }

    private static String arn(Scope scope, String path, String name) {
        return scope.arn("iam", "user" + path + name);
    }

    private static RuntimeException exists(String name) {
        return Errors.exists("User with name " + name + " already exists.");
    }

    User get(Scope scope, String name) {
        return state.users.get(scope, Entity.key(name), () -> Errors.noUser(name));
    }

    ListUsersResponse list(Scope scope, ListUsersRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        return state.users
                .page(
                        scope,
                        request,
                        ListUsersResponse.builder(),
                        Users::summary,
                        user -> user.path().startsWith(prefix))
                .build();
    }

    /** What lists have of a user: neither tags nor boundary. */
    static User summary(User user) {
        return user.toBuilder()
                .tags((List<Tag>) null)
                .permissionsBoundary((AttachedPermissionsBoundary) null)
                .build();
    }

    /** Gives a user another name, another path or both; keys, policies and groups follow. */
    void update(Scope scope, UpdateUserRequest request) {
        state.change(scope, () -> {
            User before = get(scope, request.userName());
            String name = Objects.requireNonNullElse(request.newUserName(), before.userName());
            String path = Objects.requireNonNullElse(request.newPath(), before.path());
            User after = before.toBuilder()
                    .userName(name)
                    .path(path)
                    .arn(arn(scope, path, name))
                    .build();
            boolean unused = state.users.delete(scope, Entity.key(before.userName()));
            state.users.create(scope, Entity.key(name), after, () -> exists(name));
            state.relations.rename(scope.account(), Entity.user(before.userName()), Entity.user(name));
            state.inline.rename(scope.account(), Entity.user(before.userName()), Entity.user(name));
            credentials.rename(before.userId(), principal(before), principal(after));
        });
        credentials.forget();
    }

    static Principal principal(User user) {
        return new Principal(user.arn(), user.userId());
    }

    void delete(Scope scope, String name) {
        state.change(scope, () -> {
            User user = get(scope, name);
            Entity entity = Entity.user(name);
            if (!credentials.of(user.userId()).isEmpty()) {
                throw Errors.conflict("Cannot delete entity, must delete access keys first.");
            }
            if (state.relations.has(scope.account(), Kind.GROUP, entity)) {
                throw Errors.conflict("Cannot delete entity, must remove users from group first.");
            }
            attachments.checkHasNone(scope, entity);
            state.relations.removeAll(scope.account(), Kind.BOUNDARY, entity);
            credentials.deleteAll(user.userId());
            return state.users.delete(scope, Entity.key(name));
        });
        credentials.forget();
    }

    void bound(Scope scope, String name, @Nullable String policyArn) {
        state.change(scope, () -> {
            User unused = get(scope, name);
            var boundary = attachments.bound(scope, Entity.user(name), policyArn);
            change(
                    scope,
                    name,
                    user -> user.toBuilder().permissionsBoundary(boundary).build());
        });
    }

    /** @param retag makes the new tags of the old */
    void tag(Scope scope, String name, UnaryOperator<List<Tag>> retag) {
        change(
                scope,
                name,
                user -> user.toBuilder().tags(retag.apply(user.tags())).build());
    }

    private void change(Scope scope, String name, UnaryOperator<User> change) {
        User unused = state.users.update(scope, Entity.key(name), change, () -> Errors.noUser(name));
    }
}
