package io.brume.operations;

import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.identity.Caller;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** AWS Security Token Service. */
public final class Sts implements StsClient {

    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        Caller caller = RequestContext.current().caller();
        return GetCallerIdentityResponse.builder()
                .account(caller.accountId())
                .arn("arn:aws:iam::" + caller.accountId() + ":root")
                .userId(caller.accountId())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
