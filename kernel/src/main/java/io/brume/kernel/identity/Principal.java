package io.brume.kernel.identity;

/**
 * As whom a request acts.
 *
 * @param arn such as {@code arn:aws:iam::123456789012:user/alice} or {@code
 *     arn:aws:sts::123456789012:assumed-role/reader/session}
 * @param userId what GetCallerIdentity calls {@code UserId}: an IAM user's id, a role's id and the session's name, or the
 *     account
 */
public record Principal(String arn, String userId) {

    private static final Principal DEFAULT_ROOT = ofRoot(Caller.DEFAULT_ACCOUNT);

    /** The account itself, as which everybody acts who is nobody in particular. */
    public static Principal root(String accountId) {
        return accountId.equals(Caller.DEFAULT_ACCOUNT) ? DEFAULT_ROOT : ofRoot(accountId);
    }

    private static Principal ofRoot(String accountId) {
        return new Principal("arn:aws:iam::" + accountId + ":root", accountId);
    }

    public boolean isUser() {
        return arn.contains(":user/");
    }

    public boolean isAssumedRole() {
        return arn.contains(":assumed-role/");
    }
}
