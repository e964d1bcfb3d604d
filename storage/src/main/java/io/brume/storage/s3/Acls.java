package io.brume.storage.s3;

import io.brume.kernel.shape.Shapes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Type;

/** Access control lists where the bucket's owner owns every object, which is S3's default: there is one list, and it cannot be changed. */
final class Acls {

    private static final List<String> GRANTS =
            List.of("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP");

    private Acls() {}

    /** S3 identifies accounts by 64 hexadecimal digits; here they hold the account's twelve. */
    static Owner owner(String account) {
        return Owner.builder().id(account + "0".repeat(52)).build();
    }

    static List<Grant> grants(String account) {
        return List.of(Grant.builder()
                .grantee(grantee ->
                        grantee.type(Type.CANONICAL_USER).id(owner(account).id()))
                .permission(Permission.FULL_CONTROL)
                .build());
    }

    static GetBucketAclResponse of(StoredBucket bucket) {
        return GetBucketAclResponse.builder()
                .owner(owner(bucket.account()))
                .grants(grants(bucket.account()))
                .build();
    }

    /**
     * Checks the list that a request would set.
     *
     * @param ofBucket whether it is a bucket's
     * @throws Refusal when it would give somebody else a right
     */
    static void check(SdkPojo request, boolean ofBucket) {
        Object canned = Shapes.get(request, "ACL");
        boolean same =
                canned == null || canned.equals("private") || canned.equals("bucket-owner-full-control") && !ofBucket;
        if (!same || GRANTS.stream().anyMatch(member -> Shapes.get(request, member) != null)) {
            throw notSupported();
        }
    }

    /** As {@link #check}, for a list in the request's body. */
    static void check(@Nullable AccessControlPolicy policy, StoredBucket bucket) {
        if (policy != null && policy.hasGrants()) {
            boolean same = policy.grants().stream()
                    .allMatch(grant -> grant.permission() == Permission.FULL_CONTROL
                            && grant.grantee() != null
                            && owner(bucket.account())
                                    .id()
                                    .equals(grant.grantee().id()));
            if (!same) {
                throw notSupported();
            }
        }
    }

    private static Refusal notSupported() {
        return Refusal.of(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
}
