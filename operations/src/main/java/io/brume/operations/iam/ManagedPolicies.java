package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import io.brume.operations.iam.Relations.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.Tag;

/** Managed policies: the account's own, and AWS's where they are known. */
final class ManagedPolicies {

    private final State state;
    private final PolicyVersions versions;
    private final Clock clock;

    ManagedPolicies(State state, PolicyVersions versions, Clock clock) {
        this.state = state;
        this.versions = versions;
        this.clock = clock;
    }

    Policy create(Scope scope, CreatePolicyRequest request) {
        String name = request.policyName();
        String path = request.path() == null ? "/" : request.path();
        List<Tag> tags = Tagging.CASED.checked(request.tags());
        PolicyVersions.check(request.policyDocument());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Policy policy = Policy.builder()
                .policyName(name)
                .policyId(Ids.entity("ANPA"))
                .arn(scope.arn("iam", "policy" + path + name))
                .path(path)
                .defaultVersionId("v1")
                .isAttachable(true)
                .description(request.description())
                .createDate(now)
                .updateDate(now)
                .tags(tags.isEmpty() ? null : tags)
                .build();
        state.change(scope, () -> {
            State.checkQuota(state.policies, scope, "PoliciesPerAccount", Quotas.POLICIES);
            state.policies.create(
                    scope,
                    Entity.key(name),
                    policy,
                    () -> Errors.exists(
                            "A policy called " + name + " already exists. Duplicate names are not allowed."));
            versions.add(policy.policyId(), 1, request.policyDocument(), now);
        });
        return counted(scope, policy).toBuilder().description(null).build();
    }

    /** The account's own policy, as it is kept. */
    Policy own(Scope scope, String policyArn) {
        PolicyArn arn = PolicyArn.of(policyArn);
        if (arn.isAws()) {
            throw Errors.denied("Policy " + policyArn + " is AWS's own and cannot be changed.");
        }
        return state.policies
                .find(scope, Entity.key(arn.name()))
                .filter(policy -> policy.arn().equals(policyArn))
                .orElseThrow(() -> Errors.noPolicy(policyArn));
    }

    Policy get(Scope scope, String policyArn) {
        PolicyArn arn = PolicyArn.of(policyArn);
        Policy policy = counted(scope, arn.isAws() ? AwsPolicies.get(arn) : own(scope, policyArn));
        // GetPolicy alone has an empty list where there are no tags.
        return policy.toBuilder().tags(List.copyOf(policy.tags())).build();
    }

    private Policy counted(Scope scope, Policy policy) {
        return policy.toBuilder()
                .attachmentCount(state.relations.count(scope.account(), Kind.POLICY, policy.arn()))
                .permissionsBoundaryUsageCount(state.relations.count(scope.account(), Kind.BOUNDARY, policy.arn()))
                .build();
    }

    Pages<Policy> page(Scope scope, ListPoliciesRequest request) {
        Map<String, Integer> attached = state.relations.counts(scope.account(), Kind.POLICY);
        Map<String, Integer> bounding = state.relations.counts(scope.account(), Kind.BOUNDARY);
        PolicyScopeType which = request.scope() == null ? PolicyScopeType.ALL : request.scope();
        List<Policy> all = new ArrayList<>();
        if (which != PolicyScopeType.AWS) {
            all.addAll(state.policies.all(scope));
        }
        if (which != PolicyScopeType.LOCAL) {
            all.addAll(AwsPolicies.all());
        }
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        boolean onlyAttached = Boolean.TRUE.equals(request.onlyAttached());
        List<Policy> policies = all.stream()
                .filter(policy -> policy.path().startsWith(prefix))
                .map(policy -> policy.toBuilder()
                        .attachmentCount(attached.getOrDefault(policy.arn(), 0))
                        .permissionsBoundaryUsageCount(bounding.getOrDefault(policy.arn(), 0))
                        .description(null)
                        .tags((List<Tag>) null)
                        .build())
                .filter(policy -> !onlyAttached || policy.attachmentCount() > 0)
                .filter(policy -> isUsed(policy, request.policyUsageFilter()))
                .toList();
        return Pages.of("policies", policies, Policy::arn, request.marker(), request.maxItems());
    }

    private static boolean isUsed(Policy policy, @Nullable PolicyUsageType usage) {
        return switch (usage) {
            case PERMISSIONS_POLICY -> policy.attachmentCount() > 0;
            case PERMISSIONS_BOUNDARY -> policy.permissionsBoundaryUsageCount() > 0;
            case null, default -> true;
        };
    }

    /** @param retag makes the new tags of the old */
    void tag(Scope scope, String policyArn, UnaryOperator<List<Tag>> retag) {
        Policy unused = own(scope, policyArn);
        change(
                scope,
                policyArn,
                policy -> policy.toBuilder().tags(retag.apply(policy.tags())).build());
    }

    List<Tag> tags(Scope scope, String policyArn) {
        return get(scope, policyArn).tags();
    }

    /** To be called when the policy is known to be there. */
    void change(Scope scope, String policyArn, UnaryOperator<Policy> change) {
        Policy unused = state.policies.update(
                scope, Entity.key(PolicyArn.of(policyArn).name()), change, () -> Errors.noPolicy(policyArn));
    }

    void delete(Scope scope, String policyArn) {
        state.change(scope, () -> {
            Policy policy = own(scope, policyArn);
            String account = scope.account();
            if (state.relations.isHad(account, Kind.POLICY, policyArn)
                    || state.relations.isHad(account, Kind.BOUNDARY, policyArn)) {
                throw Errors.conflict("Cannot delete a policy attached to entities.");
            }
            if (versions.count(policy.policyId()) > 1) {
                throw Errors.conflict(
                        "This policy has more than one version. Before you delete a policy, you must delete"
                                + " the policy's versions. The default version is deleted with the policy.");
            }
            versions.removeAll(policy.policyId());
            return state.policies.delete(scope, Entity.key(policy.policyName()));
        });
    }
}
