package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The account's alias and its numbers. */
final class Account {

    private final State state;

    Account(State state) {
        this.state = state;
    }

    /** Gives the account an alias, in place of the one that it has. */
    void alias(Scope scope, String alias) {
        state.change(scope, () -> {
            boolean taken = state.database.read(transaction -> transaction.number(
                            "SELECT count(*) FROM iam_account WHERE alias = ? AND account <> ?",
                            alias,
                            scope.account()))
                    > 0;
            if (taken) {
                throw Errors.exists("The account alias " + alias + " already exists.");
            }
            state.database.change(transaction ->
                    transaction.update("UPDATE iam_account SET alias = ? WHERE account = ?", alias, scope.account()));
        });
    }

    void removeAlias(Scope scope, String alias) {
        int removed = state.database.write(transaction -> transaction.update(
                "UPDATE iam_account SET alias = NULL WHERE account = ? AND alias = ?", scope.account(), alias));
        if (removed == 0) {
            throw Errors.missing("The account alias " + alias + " cannot be found.");
        }
    }

    List<String> aliases(Scope scope) {
        return state.database.read(transaction -> transaction.query(
                "SELECT alias FROM iam_account WHERE account = ? AND alias IS NOT NULL",
                row -> row.text("alias"),
                scope.account()));
    }

    /** How much there is of everything, and how much there may be. */
    Map<String, Integer> summary(Scope scope) {
        Map<String, Integer> summary = new TreeMap<>();
        summary.put("Users", (int) state.users.count(scope));
        summary.put("UsersQuota", Quotas.USERS);
        summary.put("Groups", (int) state.groups.count(scope));
        summary.put("GroupsQuota", Quotas.GROUPS);
        summary.put("Roles", (int) state.roles.count(scope));
        summary.put("RolesQuota", Quotas.ROLES);
        summary.put("Policies", (int) state.policies.count(scope));
        summary.put("PoliciesQuota", Quotas.POLICIES);
        summary.put("InstanceProfiles", (int) state.profiles.count(scope));
        summary.put("InstanceProfilesQuota", Quotas.PROFILES);
        summary.put("AccessKeysPerUserQuota", Quotas.ACCESS_KEYS_PER_USER);
        summary.put("GroupsPerUserQuota", Quotas.GROUPS_PER_USER);
        summary.put("AttachedPoliciesPerUserQuota", Quotas.ATTACHED_POLICIES);
        summary.put("AttachedPoliciesPerGroupQuota", Quotas.ATTACHED_POLICIES);
        summary.put("AttachedPoliciesPerRoleQuota", Quotas.ATTACHED_POLICIES);
        summary.put("VersionsPerPolicyQuota", Quotas.VERSIONS_PER_POLICY);
        summary.put("UserPolicySizeQuota", Quotas.USER_POLICY_SIZE);
        summary.put("GroupPolicySizeQuota", Quotas.GROUP_POLICY_SIZE);
        summary.put("RolePolicySizeQuota", Quotas.ROLE_POLICY_SIZE);
        summary.put("PolicySizeQuota", Quotas.MANAGED_POLICY_SIZE);
        summary.put("AssumeRolePolicySizeQuota", Quotas.TRUST_POLICY_SIZE);
        // There are no passwords, MFA devices, certificates and identity providers here.
        for (String none : List.of(
                "AccountAccessKeysPresent",
                "AccountMFAEnabled",
                "AccountPasswordPresent",
                "AccountSigningCertificatesPresent",
                "MFADevices",
                "MFADevicesInUse",
                "Providers",
                "ServerCertificates")) {
            summary.put(none, 0);
        }
        return summary;
    }
}
