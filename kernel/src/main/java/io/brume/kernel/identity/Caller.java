package io.brume.kernel.identity;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, and which region and service the request was signed for.
 *
 * @param accessKeyId null when the request carries no credentials
 * @param accountId twelve digits
 * @param region a name of lower-case letters, digits and hyphens
 * @param service the signing name, such as {@code comprehend} or {@code s3}; null when the request does not tell
 * @param principal as whom: the account itself unless the request is signed with a key that says otherwise
 */
public record Caller(
        @Nullable String accessKeyId,
        String accountId,
        String region,
        @Nullable String service,
        Principal principal) {

    /** The account of whoever names none. */
    public static final String DEFAULT_ACCOUNT = "123456789012";

    /** The region of whoever names none. */
    public static final String DEFAULT_REGION = "us-east-1";

    /** Whoever says nothing of itself. */
    public static final Caller ANONYMOUS = new Caller(null, DEFAULT_ACCOUNT, DEFAULT_REGION, null);

    private static final String CREDENTIAL = "Credential=";
    private static final String QUERY_CREDENTIAL = "X-Amz-Credential=";
    private static final int LONGEST_NAME = 64;

    /** One who acts as the account itself. */
    public Caller(@Nullable String accessKeyId, String accountId, String region, @Nullable String service) {
        this(accessKeyId, accountId, region, service, Principal.root(accountId));
    }

    /**
     * Whom the request says it is from, unverified: for routing, and for servers without keys. Never fails; what cannot be
     * read counts as not sent.
     */
    public static Caller claimed(RequestHead head) {
        String authorization = head.header("authorization");
        if (authorization != null) {
            return fromHeader(head, authorization);
        }
        String query = head.rawQuery();
        if (query == null || query.isEmpty()) {
            return ANONYMOUS;
        }
        if (QueryVersion2.is(head)) {
            String id = String.valueOf(CanonicalQuery.of(query).single("AWSAccessKeyId"));
            return new Caller(id, accountOf(id), DEFAULT_REGION, "s3");
        }
        int at = query.indexOf(QUERY_CREDENTIAL);
        if (at < 0 || (at > 0 && query.charAt(at - 1) != '&')) {
            return ANONYMOUS;
        }
        int start = at + QUERY_CREDENTIAL.length();
        int end = query.indexOf('&', start);
        String value = UriEncoding.decode(query.substring(start, end < 0 ? query.length() : end));
        return fromCredential(value, query.contains("AWS4-ECDSA") ? DEFAULT_REGION : null);
    }

    /** Whom a credential {@code ID/DATE/REGION/SERVICE/aws4_request} names, unverified. */
    static Caller ofCredential(String credential) {
        return fromCredential(credential, null);
    }

    private static Caller fromHeader(RequestHead head, String authorization) {
        int at = authorization.indexOf(CREDENTIAL);
        if (at < 0) {
            if (!authorization.startsWith("AWS ")) {
                return ANONYMOUS;
            }
            int colon = authorization.indexOf(':');
            String id = authorization
                    .substring(4, colon < 0 ? authorization.length() : colon)
                    .strip();
            return id.isEmpty() ? ANONYMOUS : new Caller(id, accountOf(id), DEFAULT_REGION, "s3");
        }
        int start = at + CREDENTIAL.length();
        int end = start;
        while (end < authorization.length() && authorization.charAt(end) != ',' && authorization.charAt(end) != ' ') {
            end++;
        }
        String region = null;
        if (authorization.startsWith("AWS4-ECDSA")) {
            String set = head.header("x-amz-region-set");
            region = set != null && isRegion(set) ? set : DEFAULT_REGION;
        }
        return fromCredential(authorization.substring(start, end), region);
    }

    /** Reads {@code ID/DATE/REGION/SERVICE/aws4_request} from its end; a scope without region has it given. */
    private static Caller fromCredential(String credential, @Nullable String givenRegion) {
        int terminator = credential.lastIndexOf('/');
        int service = before(credential, terminator);
        int region = givenRegion == null ? before(credential, service) : service;
        int date = before(credential, region);
        if (date <= 0) {
            int slash = credential.indexOf('/');
            String id = slash < 0 ? credential : credential.substring(0, slash);
            return id.isEmpty() ? ANONYMOUS : new Caller(id, accountOf(id), DEFAULT_REGION, null);
        }
        String id = credential.substring(0, date);
        String serviceName = credential.substring(service + 1, terminator);
        String regionName = givenRegion != null ? givenRegion : credential.substring(region + 1, service);
        return new Caller(
                id,
                accountOf(id),
                isRegion(regionName) ? regionName : DEFAULT_REGION,
                isService(serviceName) ? serviceName : null);
    }

    private static int before(String text, int slash) {
        return slash <= 0 ? -1 : text.lastIndexOf('/', slash - 1);
    }

    /** The account that an access key id names by being its twelve digits, else the default one. */
    static String accountOf(String accessKeyId) {
        return isAccountId(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;
    }

    static boolean isAccountId(String text) {
        return text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static boolean isRegion(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_NAME && text.chars().allMatch(Caller::isNameCharacter);
    }

    static boolean isService(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars().allMatch(c -> isNameCharacter(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '.');
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
}
