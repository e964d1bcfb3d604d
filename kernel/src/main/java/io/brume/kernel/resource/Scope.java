package io.brume.kernel.resource;

import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.identity.Caller;

/** Whose and where a resource is: names are unique within one account in one region. */
public record Scope(String account, String region) {

    /** The region of services that have none, such as IAM. */
    public static final String GLOBAL = "aws-global";

    /** The caller's account and region. */
    public static Scope current() {
        return of(RequestContext.current().caller());
    }

    public static Scope of(Caller caller) {
        return new Scope(caller.accountId(), caller.region());
    }

    /** The same account, everywhere. */
    public Scope global() {
        return new Scope(account, GLOBAL);
    }

    /** {@code arn:aws:service:region:account:resource}; without a region for global services. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + (region.equals(GLOBAL) ? "" : region) + ":" + account + ":" + resource;
    }
}
