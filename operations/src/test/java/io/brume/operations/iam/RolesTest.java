package io.brume.operations.iam;

import static io.brume.operations.iam.IamServer.READ;
import static io.brume.operations.iam.IamServer.TRUST;
import static io.brume.operations.iam.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

class RolesTest {

    private static final String EACH = "io.brume.operations.iam.IamServer#each";
    private static final String BOUNDARY = "arn:aws:iam::aws:policy/AdministratorAccess";

    private static String decoded(String document) {
        return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aRoleIsWhatItWasCreatedAs(IamServer server) {
        var iam = server.iam();
        Role created = iam.createRole(r -> r.roleName("reader")
                        .path("/p/")
                        .assumeRolePolicyDocument(TRUST)
                        .description("reads")
                        .maxSessionDuration(7200)
                        .permissionsBoundary(BOUNDARY)
                        .tags(t -> t.key("a").value("")))
                .role();
        Role role = iam.getRole(r -> r.roleName("reader")).role();

        assertThat(created.roleId()).matches("AROA[A-Z2-7]{17}");
        assertThat(role.arn()).isEqualTo("arn:aws:iam::123456789012:role/p/reader");
        assertThat(role.assumeRolePolicyDocument()).startsWith("%7B%22Version%22%3A%222012-10-17%22");
        assertThat(decoded(role.assumeRolePolicyDocument())).isEqualTo(TRUST);
        assertThat(role.description()).isEqualTo("reads");
        assertThat(role.maxSessionDuration()).isEqualTo(7200);
        assertThat(role.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(BOUNDARY);
        assertThat(role.tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEmpty());
        assertThat(role.roleLastUsed().lastUsedDate()).isNull();
        assertThat(iam.listRoles(r -> r.pathPrefix("/p")).roles())
                .singleElement()
                .satisfies(listed -> {
                    assertThat(listed.maxSessionDuration()).isEqualTo(7200);
                    assertThat(listed.hasTags()).isFalse();
                });
        assertRefused(
                () -> iam.createRole(r -> r.roleName("Reader").assumeRolePolicyDocument(TRUST)),
                409,
                "EntityAlreadyExists",
                "Role with name Reader already exists.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aRoleChangesInPlace(IamServer server) {
        var iam = server.iam();
        iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(TRUST).permissionsBoundary(BOUNDARY));
        iam.updateRole(r -> r.roleName("r").description("new").maxSessionDuration(3601));
        iam.updateRole(r -> r.roleName("r"));
        iam.deleteRolePermissionsBoundary(r -> r.roleName("r"));
        String service = TRUST.replace("\"AWS\":\"arn:aws:iam::111122223333:root\"", "\"Service\":\"x.amazonaws.com\"");
        iam.updateAssumeRolePolicy(r -> r.roleName("r").policyDocument(service));
        Role role = iam.getRole(r -> r.roleName("r")).role();

        assertThat(role.description()).isEqualTo("new");
        assertThat(role.maxSessionDuration()).isEqualTo(3601);
        assertThat(role.permissionsBoundary()).isNull();
        assertThat(decoded(role.assumeRolePolicyDocument())).isEqualTo(service);
        assertThat(iam.updateRoleDescription(r -> r.roleName("r").description("d"))
                        .role()
                        .description())
                .isEqualTo("d");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aRoleIsDeletedOnlyWhenNothingIsLeftOfIt(IamServer server) {
        var iam = server.iam();
        iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(TRUST));
        iam.createInstanceProfile(r -> r.instanceProfileName("p"));
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName("p").roleName("r"));
        iam.attachRolePolicy(r -> r.roleName("r").policyArn(BOUNDARY));
        iam.putRolePolicy(r -> r.roleName("r").policyName("i").policyDocument(READ));

        assertConflict(server, "Cannot delete entity, must remove roles from instance profile first.");
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName("p").roleName("r"));
        assertConflict(server, "Cannot delete entity, must detach all policies first.");
        iam.detachRolePolicy(r -> r.roleName("r").policyArn(BOUNDARY));
        assertConflict(server, "Cannot delete entity, must delete policies first.");
        iam.deleteRolePolicy(r -> r.roleName("r").policyName("i"));
        iam.deleteRole(r -> r.roleName("r"));
        assertRefused(
                () -> iam.getRole(r -> r.roleName("r")), 404, "NoSuchEntity", "The role with name r cannot be found.");
    }

    private static void assertConflict(IamServer server, String message) {
        assertRefused(() -> server.iam().deleteRole(r -> r.roleName("r")), 409, "DeleteConflict", message);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void anInstanceProfileHoldsOneRole(IamServer server) {
        var iam = server.iam();
        iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(TRUST));
        iam.createRole(r -> r.roleName("s").assumeRolePolicyDocument(TRUST));
        InstanceProfile created = iam.createInstanceProfile(
                        r -> r.instanceProfileName("p").tags(t -> t.key("a").value("b")))
                .instanceProfile();
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName("p").roleName("r"));

        assertThat(created.instanceProfileId()).matches("AIPA[A-Z2-7]{17}");
        assertThat(iam.getInstanceProfile(r -> r.instanceProfileName("P")).instanceProfile())
                .satisfies(profile -> {
                    assertThat(profile.roles()).extracting(Role::roleName).containsExactly("r");
                    assertThat(profile.tags()).hasSize(1);
                });
        assertThat(iam.listInstanceProfilesForRole(r -> r.roleName("r")).instanceProfiles())
                .extracting(InstanceProfile::instanceProfileName)
                .containsExactly("p");
        assertThat(iam.listInstanceProfiles().instanceProfiles())
                .singleElement()
                .satisfies(profile -> assertThat(profile.roles()).hasSize(1));
        assertRefused(
                () -> iam.addRoleToInstanceProfile(
                        r -> r.instanceProfileName("p").roleName("s")),
                409,
                "LimitExceeded",
                "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
        assertRefused(
                () -> iam.removeRoleFromInstanceProfile(
                        r -> r.instanceProfileName("p").roleName("s")),
                404,
                "NoSuchEntity",
                "Role s in Instance Profile p cannot be found.");
        assertRefused(
                () -> iam.deleteInstanceProfile(r -> r.instanceProfileName("p")),
                409,
                "DeleteConflict",
                "Cannot delete entity, must remove roles from instance profile first.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aServicesRoleIsLeftToTheService(IamServer server) {
        var iam = server.iam();
        Role role = iam.createServiceLinkedRole(r -> r.awsServiceName("autoscaling.amazonaws.com"))
                .role();
        String name = "AWSServiceRoleForAutoScaling";

        assertThat(role.arn())
                .isEqualTo("arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/" + name);
        String message = "Cannot perform the operation on the protected role '" + name
                + "' - this role is only modifiable by AWS";
        assertRefused(() -> iam.deleteRole(r -> r.roleName(name)), 400, "UnmodifiableEntity", message);
        assertRefused(
                () -> iam.attachRolePolicy(r -> r.roleName(name).policyArn(BOUNDARY)),
                400,
                "UnmodifiableEntity",
                message);
        assertRefused(
                () -> iam.createServiceLinkedRole(r -> r.awsServiceName("autoscaling.amazonaws.com")),
                400,
                "InvalidInput",
                "Service role name " + name + " has been taken in this account, please try a different suffix.");

        String task = iam.deleteServiceLinkedRole(r -> r.roleName(name)).deletionTaskId();
        assertThat(iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId(task))
                        .status())
                .isEqualTo(DeletionTaskStatusType.SUCCEEDED);
        assertThat(iam.listRoles().roles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void anAccountHasOneAliasAndNumbers(IamServer server) {
        var iam = server.iam();
        iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(TRUST));
        iam.createAccountAlias(r -> r.accountAlias("first"));
        iam.createAccountAlias(r -> r.accountAlias("second"));

        assertThat(iam.listAccountAliases().accountAliases()).containsExactly("second");
        assertRefused(
                () -> iam.deleteAccountAlias(r -> r.accountAlias("first")),
                404,
                "NoSuchEntity",
                "The account alias first cannot be found.");
        iam.deleteAccountAlias(r -> r.accountAlias("second"));
        assertThat(iam.listAccountAliases().accountAliases()).isEmpty();
        assertThat(iam.getAccountSummary().summaryMapAsStrings())
                .containsEntry("Roles", 1)
                .containsEntry("Users", 0)
                .containsEntry("AccessKeysPerUserQuota", 2);
    }
}
