package io.brume.operations.sts;

import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.identity.AccessKey;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.Principal;
import io.brume.operations.iam.Credentials;
import io.brume.operations.iam.Iam;
import io.brume.operations.iam.Ids;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.*;

/** AWS Security Token Service. */
public final class Sts implements StsClient {

    private static final int DEFAULT_SECONDS = 43_200;

    private final AccessKeys keys;
    private final Sessions sessions;
    private final RoleSessions roleSessions;
    private final Credentials credentials;

    /**
     * @param keys all that requests are signed with, {@code credentials} among them
     * @param iam whose roles are assumed
     */
    public Sts(AccessKeys keys, Credentials credentials, Iam iam) {
        this.keys = keys;
        this.credentials = credentials;
        sessions = new Sessions(keys, credentials);
        roleSessions = new RoleSessions(keys, sessions, iam);
    }

    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        Caller caller = caller();
        return GetCallerIdentityResponse.builder()
                .account(caller.accountId())
                .arn(caller.principal().arn())
                .userId(caller.principal().userId())
                .build();
    }

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
        return roleSessions.assume(caller(), request);
    }

    @Override
    public GetSessionTokenResponse getSessionToken(GetSessionTokenRequest request) {
        Caller caller = caller();
        sessions.checkLongTerm(caller, "GetSessionToken");
        Sessions.checkNoMfa(request.tokenCode());
        AccessKey key = sessions.start(
                caller.accountId(),
                caller.principal().userId(),
                caller.principal(),
                seconds(request.durationSeconds()),
                null);
        return GetSessionTokenResponse.builder()
                .credentials(Sessions.shape(key))
                .build();
    }

    @Override
    public GetFederationTokenResponse getFederationToken(GetFederationTokenRequest request) {
        Caller caller = caller();
        sessions.checkLongTerm(caller, "GetFederationToken");
        SessionTags.checkDistinct(request.tags());
        var principal = new Principal(
                "arn:aws:sts::" + caller.accountId() + ":federated-user/" + request.name(),
                caller.accountId() + ":" + request.name());
        AccessKey key = sessions.start(
                caller.accountId(),
                caller.principal().userId(),
                principal,
                seconds(request.durationSeconds()),
                request);
        return GetFederationTokenResponse.builder()
                .credentials(Sessions.shape(key))
                .federatedUser(user -> user.arn(principal.arn()).federatedUserId(principal.userId()))
                .packedPolicySize(PackedPolicy.percent(request.policy(), request.policyArns(), request.tags()))
                .build();
    }

    private static int seconds(@Nullable Integer asked) {
        return Objects.requireNonNullElse(asked, DEFAULT_SECONDS);
    }

    @Override
    public GetAccessKeyInfoResponse getAccessKeyInfo(GetAccessKeyInfoRequest request) {
        String id = request.accessKeyId();
        String account = keys.find(id)
                .map(AccessKey::accountId)
                .or(() -> credentials.accountOf(id))
                .orElseGet(() -> Ids.account(id).stream()
                        .mapToObj(number -> String.format(Locale.ROOT, "%012d", number))
                        .findFirst()
                        .orElseThrow(() -> Failures.validation("Access key id " + id + " names no account.")));
        return GetAccessKeyInfoResponse.builder().account(account).build();
    }

    private static Caller caller() {
        return RequestContext.current().caller();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
