package io.brume.operations.sts;

import io.brume.kernel.identity.AccessKey;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.Principal;
import io.brume.kernel.shape.Shapes;
import io.brume.operations.iam.Credentials;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Temporary credentials: each is kept with the request that asked for it. */
final class Sessions {

    private final AccessKeys keys;
    private final Credentials credentials;

    Sessions(AccessKeys keys, Credentials credentials) {
        this.keys = keys;
        this.credentials = credentials;
    }

    /**
     * Makes credentials.
     *
     * @param owner the id of the role or user that they stand for, or the account
     * @param request what they were asked for with; null when there is nothing to remember of it
     */
    AccessKey start(String account, String owner, Principal principal, int seconds, @Nullable SdkPojo request) {
        return credentials.createTemporary(
                account, owner, principal, Duration.ofSeconds(seconds), request == null ? null : Shapes.json(request));
    }

    static software.amazon.awssdk.services.sts.model.Credentials shape(AccessKey key) {
        return software.amazon.awssdk.services.sts.model.Credentials.builder()
                .accessKeyId(key.id())
                .secretAccessKey(key.secret())
                .sessionToken(key.sessionToken())
                .expiration(key.expires())
                .build();
    }

    /** The role session that asks; empty when no role asks. */
    Optional<AssumeRoleRequest> ofRole(Caller caller) {
        return caller.accessKeyId() == null || !caller.principal().isAssumedRole()
                ? Optional.empty()
                : credentials.session(caller.accessKeyId()).map(json -> Shapes.parse(json, AssumeRoleRequest.class));
    }

    /** @throws software.amazon.awssdk.services.sts.model.StsException AccessDenied for callers with temporary credentials */
    void checkLongTerm(Caller caller, String operation) {
        boolean temporary = caller.accessKeyId() != null
                && keys.find(caller.accessKeyId())
                        .filter(AccessKey::isTemporary)
                        .isPresent();
        if (temporary) {
            throw Failures.denied("Cannot call " + operation + " with session credentials");
        }
    }

    /** There are no MFA devices, so that no code can be right. */
    static void checkNoMfa(@Nullable String tokenCode) {
        if (tokenCode != null) {
            throw Failures.denied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
        }
    }
}
