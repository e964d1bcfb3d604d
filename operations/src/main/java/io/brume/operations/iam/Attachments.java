package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import io.brume.operations.iam.Relations.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** Managed policies on users, groups and roles. To be called in a change. */
final class Attachments {

    private final State state;

    Attachments(State state) {
        this.state = state;
    }

    void attach(Scope scope, Entity entity, String policyArn) {
        PolicyArn arn = checkAttachable(scope, policyArn);
        List<String> attached = state.relations.of(scope.account(), Kind.POLICY, entity);
        if (!attached.contains(arn.arn()) && attached.size() >= Quotas.ATTACHED_POLICIES) {
            String per = entity.kind().word();
            throw Errors.quota(
                    "PoliciesPer" + Character.toUpperCase(per.charAt(0)) + per.substring(1), Quotas.ATTACHED_POLICIES);
        }
        state.relations.add(scope.account(), Kind.POLICY, entity, arn.arn());
    }

    /** The ARN, when it is of one of AWS's policies or of one that the account has. */
    private PolicyArn checkAttachable(Scope scope, String policyArn) {
        PolicyArn arn = PolicyArn.of(policyArn);
        boolean there = arn.isAws()
                || (arn.account().equals(scope.account())
                        && state.policies
                                .find(scope, Entity.key(arn.name()))
                                .filter(policy -> policy.arn().equals(policyArn))
                                .isPresent());
        if (!there) {
            throw Errors.notAttachable(policyArn);
        }
        return arn;
    }

    void detach(Scope scope, Entity entity, String policyArn) {
        PolicyArn arn = PolicyArn.of(policyArn);
        if (!state.relations.remove(scope.account(), Kind.POLICY, entity, arn.arn())) {
            throw Errors.noPolicy(policyArn);
        }
    }

    Pages<AttachedPolicy> page(
            Scope scope, Entity entity, @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer most) {
        List<AttachedPolicy> attached = state.relations.of(scope.account(), Kind.POLICY, entity).stream()
                .map(PolicyArn::of)
                .filter(arn -> pathPrefix == null || arn.path().startsWith(pathPrefix))
                .map(arn -> AttachedPolicy.builder()
                        .policyName(arn.name())
                        .policyArn(arn.arn())
                        .build())
                .toList();
        return Pages.of("attached " + entity.reference(), attached, AttachedPolicy::policyArn, marker, most);
    }

    /** Makes a policy the boundary of an entity's permissions; null takes the one there is away. */
    @Nullable
    AttachedPermissionsBoundary bound(Scope scope, Entity entity, @Nullable String policyArn) {
        state.relations.removeAll(scope.account(), Kind.BOUNDARY, entity);
        if (policyArn == null) {
            return null;
        }
        PolicyArn arn = checkAttachable(scope, policyArn);
        state.relations.add(scope.account(), Kind.BOUNDARY, entity, arn.arn());
        return AttachedPermissionsBoundary.builder()
                .permissionsBoundaryType("Policy")
                .permissionsBoundaryArn(arn.arn())
                .build();
    }

    /** @throws software.amazon.awssdk.services.iam.model.DeleteConflictException while the entity has policies */
    void checkHasNone(Scope scope, Entity entity) {
        if (state.relations.has(scope.account(), Kind.POLICY, entity)) {
            throw Errors.conflict("Cannot delete entity, must detach all policies first.");
        }
        if (!state.inline.names(scope.account(), entity).isEmpty()) {
            throw Errors.conflict("Cannot delete entity, must delete policies first.");
        }
    }
}
