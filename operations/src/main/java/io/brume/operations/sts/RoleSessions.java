package io.brume.operations.sts;

import io.brume.kernel.identity.AccessKey;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.Principal;
import io.brume.operations.iam.Iam;
import io.brume.operations.iam.Ids;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/**
 * Assuming roles. Within an account whoever asks may assume every role. On a server that requires signatures the role must exist,
 * and into another account only those come whom its trust policy names; on one that takes any credentials a role need not exist.
 */
final class RoleSessions {

    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/(?:[\\x21-\\x7e]+/)?([\\w+=,.@-]{1,64})");
    private static final int DEFAULT_SECONDS = 3600;
    private static final int LONGEST_CHAINED = 3600;

    private final AccessKeys keys;
    private final Sessions sessions;
    private final Iam iam;

    RoleSessions(AccessKeys keys, Sessions sessions, Iam iam) {
        this.keys = keys;
        this.sessions = sessions;
        this.iam = iam;
    }

    AssumeRoleResponse assume(Caller caller, AssumeRoleRequest asked) {
        Matcher arn = ROLE_ARN.matcher(asked.roleArn());
        if (!arn.matches()) {
            throw Failures.validation(asked.roleArn() + " is invalid");
        }
        String account = arn.group(1);
        Sessions.checkNoMfa(asked.tokenCode());
        SessionTags.check(asked);
        int seconds = Objects.requireNonNullElse(asked.durationSeconds(), DEFAULT_SECONDS);
        if (caller.principal().isAssumedRole() && seconds > LONGEST_CHAINED) {
            throw Failures.validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }
        Optional<Role> role = iam.role(account, asked.roleArn());
        checkAllowed(caller, account, asked, role);
        if (role.filter(found -> found.maxSessionDuration() < seconds).isPresent()) {
            throw Failures.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        AssumeRoleRequest request = sessions.ofRole(caller)
                .map(calling -> SessionTags.inherit(asked, calling))
                .orElse(asked);
        int packed = PackedPolicy.percent(request.policy(), request.policyArns(), request.tags());

        String roleId = role.map(Role::roleId).orElseGet(() -> Ids.ofUnknownRole(asked.roleArn()));
        String name = role.map(Role::roleName).orElse(arn.group(2));
        var principal = new Principal(
                "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + asked.roleSessionName(),
                roleId + ":" + asked.roleSessionName());
        AccessKey key = sessions.start(account, roleId, principal, seconds, request);
        return AssumeRoleResponse.builder()
                .credentials(Sessions.shape(key))
                .assumedRoleUser(user -> user.arn(principal.arn()).assumedRoleId(principal.userId()))
                .packedPolicySize(packed == 0 ? null : packed)
                .sourceIdentity(request.sourceIdentity())
                .build();
    }

    private void checkAllowed(Caller caller, String account, AssumeRoleRequest request, Optional<Role> role) {
        if (!keys.required()) {
            return;
        }
        boolean allowed = role.isPresent()
                && (account.equals(caller.accountId())
                        || TrustPolicy.trusts(role.get().assumeRolePolicyDocument(), caller));
        if (!allowed) {
            throw Failures.denied("User: " + caller.principal().arn()
                    + " is not authorized to perform: sts:AssumeRole on resource: " + request.roleArn());
        }
    }
}
