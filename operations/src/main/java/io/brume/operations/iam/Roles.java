package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import io.brume.operations.iam.Relations.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.Tag;

/** IAM roles. Kept with their trust policies as they were sent, and answered with them encoded. */
final class Roles {

    static final String SERVICE_PATH = "/aws-service-role/";

    private static final int DEFAULT_SESSION_SECONDS = 3600;

    private final State state;
    private final Attachments attachments;
    private final Credentials credentials;
    private final Clock clock;

    Roles(State state, Attachments attachments, Credentials credentials, Clock clock) {
        this.state = state;
        this.attachments = attachments;
        this.credentials = credentials;
        this.clock = clock;
    }

    Role create(Scope scope, CreateRoleRequest request) {
        String path = request.path() == null ? "/" : request.path();
        if (path.startsWith(SERVICE_PATH)) {
            throw Errors.invalid("Roles under " + SERVICE_PATH + " are made with CreateServiceLinkedRole.");
        }
        List<Tag> tags = Tagging.CASELESS.checked(request.tags());
        Role role = Role.builder()
                .path(path)
                .roleName(request.roleName())
                .assumeRolePolicyDocument(trust(request.assumeRolePolicyDocument()))
                .description(request.description())
                .maxSessionDuration(Objects.requireNonNullElse(request.maxSessionDuration(), DEFAULT_SESSION_SECONDS))
                .tags(tags.isEmpty() ? null : tags)
                .build();
        return asCreated(add(
                scope,
                role,
                request.permissionsBoundary(),
                () -> Errors.exists("Role with name " + request.roleName() + " already exists.")));
    }

    private static String trust(String document) {
        PolicyGrammar.checkTrust(document);
        if (PolicyGrammar.size(document) > Quotas.TRUST_POLICY_SIZE) {
            throw Errors.quota("ACLSizePerRole", Quotas.TRUST_POLICY_SIZE);
        }
        return document;
    }

    /** Gives a role its id and ARN and adds it. */
    Role add(Scope scope, Role role, @Nullable String boundary, Supplier<? extends RuntimeException> exists) {
        return state.change(scope, () -> {
            State.checkQuota(state.roles, scope, "RolesPerAccount", Quotas.ROLES);
            Role whole = role.toBuilder()
                    .roleId(Ids.entity("AROA"))
                    .arn(scope.arn("iam", "role" + role.path() + role.roleName()))
                    .createDate(clock.instant().truncatedTo(ChronoUnit.SECONDS))
                    .permissionsBoundary(attachments.bound(scope, Entity.role(role.roleName()), boundary))
                    .build();
            state.roles.create(scope, Entity.key(role.roleName()), whole, exists);
            return whole;
        });
    }

    /** What CreateRole answers: less than GetRole. */
    static Role asCreated(Role role) {
        return encoded(role).toBuilder()
                .description(null)
                .maxSessionDuration(null)
                .build();
    }

    /** What lists have of a role: neither tags nor boundary. */
    private static Role summary(Role role) {
        return encoded(role).toBuilder()
                .tags((List<Tag>) null)
                .permissionsBoundary((AttachedPermissionsBoundary) null)
                .build();
    }

    static Role encoded(Role role) {
        return role.toBuilder()
                .assumeRolePolicyDocument(Documents.encoded(role.assumeRolePolicyDocument()))
                .build();
    }

    /** The role as it is kept. */
    Role get(Scope scope, String name) {
        return state.roles.get(scope, Entity.key(name), () -> Errors.noRole(name));
    }

    /** The role as GetRole answers it. */
    Role describe(Scope scope, String name) {
        Role role = get(scope, name);
        var lastUsed = RoleLastUsed.builder();
        credentials
                .lastUse(role.roleId())
                .ifPresent(use -> lastUsed.lastUsedDate(use.moment()).region(use.region()));
        return encoded(role).toBuilder().roleLastUsed(lastUsed.build()).build();
    }

    Optional<Role> find(Scope scope, String arn) {
        return state.roles
                .find(scope, Entity.key(arn.substring(arn.lastIndexOf('/') + 1)))
                .filter(role -> role.arn().equals(arn));
    }

    ListRolesResponse list(Scope scope, ListRolesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        return state.roles
                .page(
                        scope,
                        request,
                        ListRolesResponse.builder(),
                        Roles::summary,
                        role -> role.path().startsWith(prefix))
                .build();
    }

    void update(Scope scope, String name, @Nullable String description, @Nullable Integer seconds) {
        changeOwn(
                scope,
                name,
                role -> role.toBuilder()
                        .description(description == null ? role.description() : description)
                        .maxSessionDuration(seconds == null ? role.maxSessionDuration() : seconds)
                        .build());
    }

    void trust(Scope scope, String name, String document) {
        String checked = trust(document);
        changeOwn(
                scope,
                name,
                role -> role.toBuilder().assumeRolePolicyDocument(checked).build());
    }

    void bound(Scope scope, String name, @Nullable String policyArn) {
        state.change(scope, () -> {
            Role unused = own(scope, name);
            var boundary = attachments.bound(scope, Entity.role(name), policyArn);
            changeOwn(
                    scope,
                    name,
                    role -> role.toBuilder().permissionsBoundary(boundary).build());
        });
    }

    /** @param retag makes the new tags of the old */
    void tag(Scope scope, String name, UnaryOperator<List<Tag>> retag) {
        changeOwn(
                scope,
                name,
                role -> role.toBuilder().tags(retag.apply(role.tags())).build());
    }

    private void changeOwn(Scope scope, String name, UnaryOperator<Role> change) {
        Role unused = state.roles.update(
                scope, Entity.key(name), role -> change.apply(checkedOwn(role)), () -> Errors.noRole(name));
    }

    /** The role, which must not be one that AWS's services look after. */
    Role own(Scope scope, String name) {
        return checkedOwn(get(scope, name));
    }

    private static Role checkedOwn(Role role) {
        if (role.path().startsWith(SERVICE_PATH)) {
            throw Errors.protectedRole(role.roleName());
        }
        return role;
    }

    void delete(Scope scope, String name) {
        state.change(scope, () -> {
            Role role = own(scope, name);
            Entity entity = Entity.role(name);
            if (state.relations.isHad(scope.account(), Kind.ROLE, entity.reference())) {
                throw Errors.conflict("Cannot delete entity, must remove roles from instance profile first.");
            }
            attachments.checkHasNone(scope, entity);
            state.relations.removeAll(scope.account(), Kind.BOUNDARY, entity);
            credentials.deleteAll(role.roleId());
            return state.roles.delete(scope, Entity.key(name));
        });
        credentials.forget();
    }
}
