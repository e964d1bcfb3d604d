package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import io.brume.operations.iam.Relations.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsResponse;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.User;

/** IAM groups and who is in them. */
final class Groups {

    private final State state;
    private final Users users;
    private final Attachments attachments;
    private final Clock clock;

    Groups(State state, Users users, Attachments attachments, Clock clock) {
        this.state = state;
        this.users = users;
        this.attachments = attachments;
        this.clock = clock;
    }

    Group create(Scope scope, CreateGroupRequest request) {
        String name = request.groupName();
        String path = request.path() == null ? "/" : request.path();
        Group group = Group.builder()
                .path(path)
                .groupName(name)
                .groupId(Ids.entity("AGPA"))
                .arn(arn(scope, path, name))
                .createDate(clock.instant().truncatedTo(ChronoUnit.SECONDS))
                .build();
        state.change(scope, () -> {
            State.checkQuota(state.groups, scope, "GroupsPerAccount", Quotas.GROUPS);
            state.groups.create(scope, Entity.key(name), group, () -> exists(name));
        });
        return group;
    }

    private static String arn(Scope scope, String path, String name) {
        return scope.arn("iam", "group" + path + name);
    }

    private static RuntimeException exists(String name) {
        return Errors.exists("Group with name " + name + " already exists.");
    }

    Group get(Scope scope, String name) {
        return state.groups.get(scope, Entity.key(name), () -> Errors.noGroup(name));
    }

    ListGroupsResponse list(Scope scope, ListGroupsRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        return state.groups
                .page(
                        scope,
                        request,
                        ListGroupsResponse.builder(),
                        group -> group,
                        group -> group.path().startsWith(prefix))
                .build();
    }

    void update(Scope scope, UpdateGroupRequest request) {
        state.change(scope, () -> {
            Group before = get(scope, request.groupName());
            String name = Objects.requireNonNullElse(request.newGroupName(), before.groupName());
            String path = Objects.requireNonNullElse(request.newPath(), before.path());
            Group after = before.toBuilder()
                    .groupName(name)
                    .path(path)
                    .arn(arn(scope, path, name))
                    .build();
            boolean unused = state.groups.delete(scope, Entity.key(before.groupName()));
            state.groups.create(scope, Entity.key(name), after, () -> exists(name));
            state.relations.rename(scope.account(), Entity.group(before.groupName()), Entity.group(name));
            state.inline.rename(scope.account(), Entity.group(before.groupName()), Entity.group(name));
        });
    }

    void delete(Scope scope, String name) {
        state.change(scope, () -> {
            Group unused = get(scope, name);
            if (state.relations.isHad(
                    scope.account(), Kind.GROUP, Entity.group(name).reference())) {
                throw Errors.conflict("Cannot delete entity, must remove users from group first.");
            }
            attachments.checkHasNone(scope, Entity.group(name));
            return state.groups.delete(scope, Entity.key(name));
        });
    }

    void add(Scope scope, String name, String userName) {
        state.change(scope, () -> {
            Group unused = get(scope, name);
            User user = users.get(scope, userName);
            String group = Entity.group(name).reference();
            List<String> groups = state.relations.of(scope.account(), Kind.GROUP, Entity.user(user.userName()));
            if (!groups.contains(group) && groups.size() >= Quotas.GROUPS_PER_USER) {
                throw Errors.quota("GroupsPerUser", Quotas.GROUPS_PER_USER);
            }
            state.relations.add(scope.account(), Kind.GROUP, Entity.user(userName), group);
        });
    }

    /** Removes a user, who may not have been in the group. */
    void remove(Scope scope, String name, String userName) {
        state.change(scope, () -> {
            User unusedUser = users.get(scope, userName);
            Group unused = get(scope, name);
            return state.relations.remove(
                    scope.account(),
                    Kind.GROUP,
                    Entity.user(userName),
                    Entity.group(name).reference());
        });
    }

    Pages<User> members(Scope scope, String name, @Nullable String marker, @Nullable Integer most) {
        String group = Entity.group(name).reference();
        List<User> members = state.relations.owners(scope.account(), Kind.GROUP, group).stream()
                .flatMap(user -> state.users.find(scope, Entity.nameIn(user)).stream())
                .map(Users::summary)
                .toList();
        return Pages.of("members " + group, members, user -> Entity.key(user.userName()), marker, most);
    }

    Pages<Group> ofUser(Scope scope, String userName, @Nullable String marker, @Nullable Integer most) {
        User user = users.get(scope, userName);
        List<Group> groups = state.relations.of(scope.account(), Kind.GROUP, Entity.user(userName)).stream()
                .flatMap(group -> state.groups.find(scope, Entity.nameIn(group)).stream())
                .toList();
        return Pages.of("groups " + user.userId(), groups, group -> Entity.key(group.groupName()), marker, most);
    }
}
