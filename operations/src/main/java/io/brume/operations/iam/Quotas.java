package io.brume.operations.iam;

/** AWS's default quotas. Sizes are in characters, white space not counted. */
final class Quotas {

    static final int ACCESS_KEYS_PER_USER = 2;
    static final int GROUPS_PER_USER = 10;
    static final int ATTACHED_POLICIES = 10;
    static final int VERSIONS_PER_POLICY = 5;
    static final int ROLES_PER_PROFILE = 1;
    static final int TAGS = 50;

    static final int USERS = 5000;
    static final int GROUPS = 300;
    static final int ROLES = 1000;
    static final int POLICIES = 1500;
    static final int PROFILES = 1000;

    static final int USER_POLICY_SIZE = 2048;
    static final int GROUP_POLICY_SIZE = 5120;
    static final int ROLE_POLICY_SIZE = 10_240;
    static final int MANAGED_POLICY_SIZE = 6144;
    static final int TRUST_POLICY_SIZE = 2048;

    private Quotas() {}
}
