package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import io.brume.operations.iam.Relations.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** Instance profiles, each of which may hold one role. */
final class InstanceProfiles {

    private final State state;
    private final Roles roles;
    private final Clock clock;

    InstanceProfiles(State state, Roles roles, Clock clock) {
        this.state = state;
        this.roles = roles;
        this.clock = clock;
    }

    InstanceProfile create(Scope scope, CreateInstanceProfileRequest request) {
        String name = request.instanceProfileName();
        String path = request.path() == null ? "/" : request.path();
        List<Tag> tags = Tagging.CASELESS.checked(request.tags());
        InstanceProfile profile = InstanceProfile.builder()
                .path(path)
                .instanceProfileName(name)
                .instanceProfileId(Ids.entity("AIPA"))
                .arn(scope.arn("iam", "instance-profile" + path + name))
                .createDate(clock.instant().truncatedTo(ChronoUnit.SECONDS))
                .roles(List.of())
                .tags(tags.isEmpty() ? null : tags)
                .build();
        state.change(scope, () -> {
            State.checkQuota(state.profiles, scope, "InstanceProfilesPerAccount", Quotas.PROFILES);
            state.profiles.create(
                    scope,
                    Entity.key(name),
                    profile,
                    () -> Errors.exists("Instance Profile " + name + " already exists."));
        });
        return profile;
    }

    private InstanceProfile find(Scope scope, String name) {
        return state.profiles.get(scope, Entity.key(name), () -> Errors.noProfile(name));
    }

    InstanceProfile get(Scope scope, String name) {
        InstanceProfile profile = find(scope, name);
        return withRoles(scope, profile).toBuilder().tags(profile.tags()).build();
    }

    List<Tag> tags(Scope scope, String name) {
        return find(scope, name).tags();
    }

    /** As lists have it: with its role, without its tags. */
    private InstanceProfile withRoles(Scope scope, InstanceProfile profile) {
        List<Role> held =
                state.relations.of(scope.account(), Kind.ROLE, Entity.profile(profile.instanceProfileName())).stream()
                        .flatMap(role -> state.roles.find(scope, Entity.nameIn(role)).stream())
                        .map(Roles::asCreated)
                        .map(role -> role.toBuilder().tags((List<Tag>) null).build())
                        .toList();
        return profile.toBuilder().roles(held).tags((List<Tag>) null).build();
    }

    ListInstanceProfilesResponse list(Scope scope, ListInstanceProfilesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        return state.profiles
                .page(
                        scope,
                        request,
                        ListInstanceProfilesResponse.builder(),
                        profile -> withRoles(scope, profile),
                        profile -> profile.path().startsWith(prefix))
                .build();
    }

    Pages<InstanceProfile> ofRole(Scope scope, String roleName, @Nullable String marker, @Nullable Integer most) {
        Role role = roles.get(scope, roleName);
        List<InstanceProfile> profiles =
                state
                        .relations
                        .owners(
                                scope.account(),
                                Kind.ROLE,
                                Entity.role(roleName).reference())
                        .stream()
                        .flatMap(profile -> state.profiles.find(scope, Entity.nameIn(profile)).stream())
                        .map(profile -> withRoles(scope, profile))
                        .toList();
        return Pages.of(
                "profiles " + role.roleId(),
                profiles,
                profile -> Entity.key(profile.instanceProfileName()),
                marker,
                most);
    }

    void add(Scope scope, String name, String roleName) {
        state.change(scope, () -> {
            InstanceProfile unused = find(scope, name);
            Role role = roles.own(scope, roleName);
            if (state.relations.has(scope.account(), Kind.ROLE, Entity.profile(name))) {
                throw Errors.quota("InstanceSessionsPerInstanceProfile", Quotas.ROLES_PER_PROFILE);
            }
            state.relations.add(
                    scope.account(),
                    Kind.ROLE,
                    Entity.profile(name),
                    Entity.role(role.roleName()).reference());
        });
    }

    void remove(Scope scope, String name, String roleName) {
        state.change(scope, () -> {
            InstanceProfile profile = find(scope, name);
            Role role = roles.own(scope, roleName);
            String reference = Entity.role(roleName).reference();
            if (!state.relations.remove(scope.account(), Kind.ROLE, Entity.profile(name), reference)) {
                throw Errors.missing("Role " + role.roleName() + " in Instance Profile " + profile.instanceProfileName()
                        + " cannot be found.");
            }
        });
    }

    /** @param retag makes the new tags of the old */
    void tag(Scope scope, String name, UnaryOperator<List<Tag>> retag) {
        InstanceProfile unused = state.profiles.update(
                scope,
                Entity.key(name),
                profile -> profile.toBuilder().tags(retag.apply(profile.tags())).build(),
                () -> Errors.noProfile(name));
    }

    void delete(Scope scope, String name) {
        state.change(scope, () -> {
            InstanceProfile unused = find(scope, name);
            if (state.relations.has(scope.account(), Kind.ROLE, Entity.profile(name))) {
                throw Errors.conflict("Cannot delete entity, must remove roles from instance profile first.");
            }
            return state.profiles.delete(scope, Entity.key(name));
        });
    }
}
