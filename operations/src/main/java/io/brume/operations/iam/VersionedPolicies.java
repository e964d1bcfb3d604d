package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** The versions of managed policies, and which of them is in force. */
final class VersionedPolicies {

    private final State state;
    private final ManagedPolicies policies;
    private final PolicyVersions versions;
    private final Clock clock;

    VersionedPolicies(State state, ManagedPolicies policies, PolicyVersions versions, Clock clock) {
        this.state = state;
        this.policies = policies;
        this.versions = versions;
        this.clock = clock;
    }

    PolicyVersion create(Scope scope, CreatePolicyVersionRequest request) {
        String arn = request.policyArn();
        boolean asDefault = Boolean.TRUE.equals(request.setAsDefault());
        PolicyVersions.check(request.policyDocument());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return state.change(scope, () -> {
            Policy policy = policies.own(scope, arn);
            if (versions.count(policy.policyId()) >= Quotas.VERSIONS_PER_POLICY) {
                throw Errors.limit("A managed policy can have up to " + Quotas.VERSIONS_PER_POLICY
                        + " versions. Before you create a new version, you must delete an existing version.");
            }
            int number = versions.next(policy.policyId());
            versions.add(policy.policyId(), number, request.policyDocument(), now);
            String id = "v" + number;
            policies.change(
                    scope,
                    arn,
                    before -> before.toBuilder()
                            .updateDate(now)
                            .defaultVersionId(asDefault ? id : before.defaultVersionId())
                            .build());
            return PolicyVersion.builder()
                    .versionId(id)
                    .isDefaultVersion(asDefault)
                    .createDate(now)
                    .build();
        });
    }

    PolicyVersion get(Scope scope, String arn, String version) {
        PolicyVersion found = PolicyArn.of(arn).isAws()
                ? AwsPolicies.version(arn)
                        .filter(known -> known.versionId().equals(version))
                        .orElseThrow(() -> missing(arn, version))
                : own(scope, arn, version);
        return found.toBuilder().document(Documents.encoded(found.document())).build();
    }

    private PolicyVersion own(Scope scope, String arn, String version) {
        Policy policy;
        try {
            policy = policies.own(scope, arn);
        } catch (NoSuchEntityException e) {
            throw missing(arn, version);
        }
        return versions.find(policy.policyId(), policy.defaultVersionId(), version)
                .orElseThrow(() -> missing(arn, version));
    }

    private static RuntimeException missing(String arn, String version) {
        return Errors.missing("Policy " + arn + " version " + version + " does not exist or is not attachable.");
    }

    /** Newest first, without the documents. */
    Pages<PolicyVersion> page(Scope scope, String arn, @Nullable String marker, @Nullable Integer most) {
        List<PolicyVersion> all;
        if (PolicyArn.of(arn).isAws()) {
            all = AwsPolicies.version(arn).stream().toList();
        } else {
            Policy policy = policies.own(scope, arn);
            all = versions.all(policy.policyId(), policy.defaultVersionId());
        }
        // Of the at most five, the newest comes first: the order of the complements of their numbers.
        return Pages.of(
                "versions " + arn,
                all.stream()
                        .map(version -> version.toBuilder().document(null).build())
                        .toList(),
                version -> String.format(
                        "%010d",
                        Integer.MAX_VALUE - Integer.parseInt(version.versionId().substring(1))),
                marker,
                most);
    }

    void setDefault(Scope scope, String arn, String version) {
        state.change(scope, () -> {
            PolicyVersion unused = own(scope, arn, version);
            policies.change(
                    scope,
                    arn,
                    policy -> policy.toBuilder().defaultVersionId(version).build());
        });
    }

    void delete(Scope scope, String arn, String version) {
        state.change(scope, () -> {
            PolicyVersion found = own(scope, arn, version);
            if (found.isDefaultVersion()) {
                throw Errors.conflict("Cannot delete the default version of a policy.");
            }
            versions.delete(policies.own(scope, arn).policyId(), version);
        });
    }
}
