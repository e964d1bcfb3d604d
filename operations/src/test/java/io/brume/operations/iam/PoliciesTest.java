package io.brume.operations.iam;

import static io.brume.operations.iam.IamServer.READ;
import static io.brume.operations.iam.IamServer.TRUST;
import static io.brume.operations.iam.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

class PoliciesTest {

    private static final String EACH = "io.brume.operations.iam.IamServer#each";
    private static final String ARN = "arn:aws:iam::123456789012:policy/p";

    private static Policy policy(IamClient iam) {
        return iam.createPolicy(r -> r.policyName("p").policyDocument(READ)).policy();
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aPolicyIsKeptAsItWasWritten(IamServer server) {
        var iam = server.iam();
        String spaced = READ.replace(",", " ,\n  ");
        Policy created = iam.createPolicy(
                        r -> r.policyName("p").path("/a/b/").description("d").policyDocument(spaced))
                .policy();

        assertThat(created.policyId()).matches("ANPA[A-Z2-7]{17}");
        assertThat(created.arn()).isEqualTo("arn:aws:iam::123456789012:policy/a/b/p");
        assertThat(iam.getPolicy(r -> r.policyArn(created.arn())).policy()).satisfies(policy -> {
            assertThat(policy.description()).isEqualTo("d");
            assertThat(policy.defaultVersionId()).isEqualTo("v1");
            assertThat(policy.attachmentCount()).isZero();
        });
        String document = iam.getPolicyVersion(r -> r.policyArn(created.arn()).versionId("v1"))
                .policyVersion()
                .document();
        assertThat(document).startsWith("%7B%22Version%22").doesNotContain("+", "*");
        assertThat(URLDecoder.decode(document, StandardCharsets.UTF_8)).isEqualTo(spaced);
        assertRefused(
                () -> iam.createPolicy(r -> r.policyName("P").policyDocument(READ)),
                409,
                "EntityAlreadyExists",
                "A policy called P already exists. Duplicate names are not allowed.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void versionsAreFiveAtMostAndTheirNumbersAreNotUsedAgain(IamServer server) {
        var iam = server.iam();
        policy(iam);
        for (int i = 2; i <= 5; i++) {
            boolean asDefault = i == 3;
            iam.createPolicyVersion(r -> r.policyArn(ARN).policyDocument(READ).setAsDefault(asDefault));
        }
        assertRefused(
                () -> iam.createPolicyVersion(r -> r.policyArn(ARN).policyDocument(READ)),
                409,
                "LimitExceeded",
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing"
                        + " version.");
        assertRefused(
                () -> iam.deletePolicyVersion(r -> r.policyArn(ARN).versionId("v3")),
                409,
                "DeleteConflict",
                "Cannot delete the default version of a policy.");
        iam.deletePolicyVersion(r -> r.policyArn(ARN).versionId("v5"));
        assertThat(iam.createPolicyVersion(r -> r.policyArn(ARN).policyDocument(READ))
                        .policyVersion()
                        .versionId())
                .isEqualTo("v6");
        iam.setDefaultPolicyVersion(r -> r.policyArn(ARN).versionId("v1"));

        assertThat(iam.listPolicyVersions(r -> r.policyArn(ARN)).versions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("v6", "v4", "v3", "v2", "v1");
        assertThat(iam.getPolicy(r -> r.policyArn(ARN)).policy().defaultVersionId())
                .isEqualTo("v1");
        String missing = "Policy " + ARN + " version v5 does not exist or is not attachable.";
        assertRefused(() -> iam.getPolicyVersion(r -> r.policyArn(ARN).versionId("v5")), 404, "NoSuchEntity", missing);
        assertRefused(
                () -> iam.setDefaultPolicyVersion(r -> r.policyArn(ARN).versionId("v5")), 404, "NoSuchEntity", missing);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aPolicyKnowsWhoHasIt(IamServer server) {
        var iam = server.iam();
        policy(iam);
        iam.createUser(r -> r.userName("u").permissionsBoundary(ARN));
        iam.createGroup(r -> r.groupName("g"));
        iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(TRUST));
        iam.attachGroupPolicy(r -> r.groupName("g").policyArn(ARN));
        iam.attachRolePolicy(r -> r.roleName("r").policyArn(ARN));
        iam.attachRolePolicy(r -> r.roleName("r").policyArn(ARN));

        var all = iam.listEntitiesForPolicy(r -> r.policyArn(ARN));
        assertThat(all.policyUsers()).hasSize(1);
        assertThat(all.policyGroups()).hasSize(1);
        assertThat(all.policyRoles()).hasSize(1);
        assertThat(iam.listEntitiesForPolicy(r -> r.policyArn(ARN).entityFilter(EntityType.ROLE)))
                .satisfies(roles -> {
                    assertThat(roles.policyRoles()).hasSize(1);
                    assertThat(roles.policyGroups()).isEmpty();
                });
        assertThat(iam.listEntitiesForPolicy(
                                r -> r.policyArn(ARN).policyUsageFilter(PolicyUsageType.PERMISSIONS_BOUNDARY))
                        .policyGroups())
                .isEmpty();
        assertThat(iam.getPolicy(r -> r.policyArn(ARN)).policy()).satisfies(policy -> {
            assertThat(policy.attachmentCount()).isEqualTo(2);
            assertThat(policy.permissionsBoundaryUsageCount()).isEqualTo(1);
        });
        assertRefused(
                () -> iam.deletePolicy(r -> r.policyArn(ARN)),
                409,
                "DeleteConflict",
                "Cannot delete a policy attached to entities.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aPolicyIsDeletedWithItsLastVersion(IamServer server) {
        var iam = server.iam();
        policy(iam);
        iam.createPolicyVersion(r -> r.policyArn(ARN).policyDocument(READ));
        assertRefused(
                () -> iam.deletePolicy(r -> r.policyArn(ARN)),
                409,
                "DeleteConflict",
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions."
                        + " The default version is deleted with the policy.");
        iam.deletePolicyVersion(r -> r.policyArn(ARN).versionId("v2"));
        iam.deletePolicy(r -> r.policyArn(ARN));

        assertRefused(
                () -> iam.getPolicy(r -> r.policyArn(ARN)), 404, "NoSuchEntity", "Policy " + ARN + " was not found.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void onlyPoliciesThatThereAreCanBeAttached(IamServer server) {
        var iam = server.iam();
        iam.createUser(r -> r.userName("u"));
        policy(iam);
        String other = "arn:aws:iam::123456789012:policy/other";

        assertRefused(
                () -> iam.attachUserPolicy(r -> r.userName("u").policyArn(other)),
                404,
                "NoSuchEntity",
                "Policy " + other + " does not exist or is not attachable.");
        assertRefused(
                () -> iam.attachUserPolicy(r -> r.userName("u").policyArn("longpolicynamebutnoarn")),
                400,
                "ValidationError",
                "ARN longpolicynamebutnoarn is not valid.");
        assertRefused(
                () -> iam.detachUserPolicy(r -> r.userName("u").policyArn(ARN)),
                404,
                "NoSuchEntity",
                "Policy " + ARN + " was not found.");
        for (int i = 0; i < 10; i++) {
            String arn = "arn:aws:iam::aws:policy/Policy" + i;
            iam.attachUserPolicy(r -> r.userName("u").policyArn(arn));
        }
        assertRefused(
                () -> iam.attachUserPolicy(r -> r.userName("u").policyArn(ARN)),
                409,
                "LimitExceeded",
                "Cannot exceed quota for PoliciesPerUser: 10");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void ofAwsPoliciesItIsSaidWhatIsKnown(IamServer server) {
        var iam = server.iam();
        Policy known = iam.getPolicy(r -> r.policyArn("arn:aws:iam::aws:policy/AdministratorAccess"))
                .policy();
        Policy unknown = iam.getPolicy(r -> r.policyArn("arn:aws:iam::aws:policy/job-function/Billing"))
                .policy();

        assertThat(known.policyId()).isEqualTo("ANPAIWMBCKSKIEE64ZLYQ");
        assertThat(unknown.policyName()).isEqualTo("Billing");
        assertThat(unknown.path()).isEqualTo("/job-function/");
        assertThat(unknown.defaultVersionId()).isNull();
        assertRefused(
                () -> iam.createPolicyVersion(r -> r.policyArn(known.arn()).policyDocument(READ)),
                403,
                "AccessDenied",
                "Policy arn:aws:iam::aws:policy/AdministratorAccess is AWS's own and cannot be changed.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void policiesAreListedByWhoseTheyAre(IamServer server) {
        var iam = server.iam();
        IntStream.range(0, 3)
                .forEach(i -> iam.createPolicy(r -> r.policyName("p" + i).policyDocument(READ)));
        iam.createGroup(r -> r.groupName("g"));
        iam.attachGroupPolicy(r -> r.groupName("g").policyArn("arn:aws:iam::123456789012:policy/p1"));

        assertThat(iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies())
                .extracting(Policy::policyName)
                .containsExactly("p0", "p1", "p2");
        assertThat(iam.listPolicies(r -> r.scope(PolicyScopeType.AWS)).policies())
                .extracting(Policy::policyName)
                .contains("AdministratorAccess");
        assertThat(iam.listPolicies(r -> r.onlyAttached(true)).policies())
                .extracting(Policy::policyName)
                .containsExactly("p1");
        assertThat(iam.listPoliciesPaginator(r -> r.scope(PolicyScopeType.LOCAL).maxItems(2))
                        .policies())
                .hasSize(3);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void inlinePoliciesAreTheirOwnersAndOfLimitedSize(IamServer server) {
        var iam = server.iam();
        iam.createGroup(r -> r.groupName("g"));
        iam.createUser(r -> r.userName("u"));
        iam.putGroupPolicy(r -> r.groupName("g").policyName("i").policyDocument(READ));
        iam.putGroupPolicy(r -> r.groupName("g").policyName("i").policyDocument(READ.replace("Get*", "List*")));
        String large = READ.replace("s3:Get*", "s3:" + "x".repeat(1000));
        iam.putUserPolicy(r -> r.userName("u").policyName("one").policyDocument(large));

        assertThat(URLDecoder.decode(
                        iam.getGroupPolicy(r -> r.groupName("g").policyName("i"))
                                .policyDocument(),
                        StandardCharsets.UTF_8))
                .contains("List*");
        assertThat(iam.listGroupPolicies(r -> r.groupName("g")).policyNames()).containsExactly("i");
        assertRefused(
                () -> iam.putUserPolicy(r -> r.userName("u").policyName("two").policyDocument(large)),
                409,
                "LimitExceeded",
                "Maximum policy size of 2048 bytes exceeded for user u");
        iam.deleteGroupPolicy(r -> r.groupName("g").policyName("i"));
        assertRefused(
                () -> iam.getGroupPolicy(r -> r.groupName("g").policyName("i")),
                404,
                "NoSuchEntity",
                "The group policy with name i cannot be found.");
    }
}
