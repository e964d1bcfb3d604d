package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AccelerateConfiguration;
import software.amazon.awssdk.services.s3.model.AnalyticsConfiguration;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.IntelligentTieringConfiguration;
import software.amazon.awssdk.services.s3.model.InventoryConfiguration;
import software.amazon.awssdk.services.s3.model.MetricsConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.RequestPaymentConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/** Every setting that a bucket may have, and what holds where it has none. */
final class BucketSettings {

    private static final String NO_REASON = "";

    final Setting<Tagging> tagging;
    final Setting<CORSConfiguration> cors;
    final Setting<GetBucketPolicyResponse> policy;
    final Setting<GetBucketLifecycleConfigurationResponse> lifecycle;
    final Setting<NotificationConfiguration> notification;
    final Setting<WebsiteConfiguration> website;
    final Setting<BucketLoggingStatus> logging;
    final Setting<AccelerateConfiguration> accelerate;
    final Setting<RequestPaymentConfiguration> requestPayment;
    final NamedSettings<AnalyticsConfiguration> analytics;
    final NamedSettings<MetricsConfiguration> metrics;
    final NamedSettings<InventoryConfiguration> inventory;
    final NamedSettings<IntelligentTieringConfiguration> intelligentTiering;
    private final Setting<ServerSideEncryptionConfiguration> encryption;
    private final Setting<OwnershipControls> ownership;
    private final Setting<PublicAccessBlockConfiguration> publicAccess;
    private final Database database;

    BucketSettings(Database database) {
        this.database = database;
        tagging = Setting.of(database, "tagging", Tagging.class, "NoSuchTagSet", "The TagSet does not exist");
        cors = Setting.of(
                database,
                "cors",
                CORSConfiguration.class,
                "NoSuchCORSConfiguration",
                "The CORS configuration does not exist");
        policy = Setting.of(
                database,
                "policy",
                GetBucketPolicyResponse.class,
                "NoSuchBucketPolicy",
                "The bucket policy does not exist");
        lifecycle = Setting.of(
                database,
                "lifecycle",
                GetBucketLifecycleConfigurationResponse.class,
                "NoSuchLifecycleConfiguration",
                "The lifecycle configuration does not exist");
        website = Setting.of(
                database,
                "website",
                WebsiteConfiguration.class,
                "NoSuchWebsiteConfiguration",
                "The specified bucket does not have a website configuration");
        notification = Setting.of(database, "notification", NotificationConfiguration.class, NO_REASON, NO_REASON);
        logging = Setting.of(database, "logging", BucketLoggingStatus.class, NO_REASON, NO_REASON);
        accelerate = Setting.of(database, "accelerate", AccelerateConfiguration.class, NO_REASON, NO_REASON);
        requestPayment =
                Setting.of(database, "requestPayment", RequestPaymentConfiguration.class, NO_REASON, NO_REASON);
        encryption = Setting.of(database, "encryption", ServerSideEncryptionConfiguration.class, NO_REASON, NO_REASON);
        ownership = Setting.of(
                database,
                "ownershipControls",
                OwnershipControls.class,
                "OwnershipControlsNotFoundError",
                "The bucket ownership controls were not found");
        publicAccess = Setting.of(
                database,
                "publicAccessBlock",
                PublicAccessBlockConfiguration.class,
                "NoSuchPublicAccessBlockConfiguration",
                "The public access block configuration was not found");
        analytics = new NamedSettings<>(database, "analytics", AnalyticsConfiguration.class);
        metrics = new NamedSettings<>(database, "metrics", MetricsConfiguration.class);
        inventory = new NamedSettings<>(database, "inventory", InventoryConfiguration.class);
        intelligentTiering = new NamedSettings<>(database, "intelligentTiering", IntelligentTieringConfiguration.class);
    }

    /** To be called in the transaction that deletes a bucket. */
    void forget(StoredBucket bucket) {
        database.change(transaction -> {
            String id = Long.toString(bucket.id());
            String[] named = {"analytics", "metrics", "inventory", "intelligentTiering"};
            String scope = " AND account = ? AND region = ?";
            transaction.update(
                    "DELETE FROM resource WHERE kind >= 's3/' AND kind < 's30'" + scope + " AND name = ?",
                    bucket.account(),
                    bucket.region(),
                    id);
            for (String kind : named) {
                transaction.update(
                        "DELETE FROM resource WHERE kind = ?" + scope,
                        "s3/" + kind + "/" + id,
                        bucket.account(),
                        bucket.region());
            }
        });
    }

    List<Setting.Held<GetBucketLifecycleConfigurationResponse>> lifecycles() {
        return lifecycle.all();
    }

    /** The header that tells when an object ends by the bucket's rules; null when it does not. */
    @Nullable
    String expiration(StoredBucket bucket, StoredVersion latest) {
        return lifecycle
                .find(bucket)
                .flatMap(found -> new LifecycleRules(found.rules()).end(latest))
                .map(LifecycleRules.End::header)
                .orElse(null);
    }

    /** S3 encrypts every object; a bucket without a setting of its own uses S3's keys. */
    ServerSideEncryptionConfiguration encryption(StoredBucket bucket) {
        return encryption
                .find(bucket)
                .orElseGet(() -> ServerSideEncryptionConfiguration.builder()
                        .rules(ServerSideEncryptionRule.builder()
                                .applyServerSideEncryptionByDefault(
                                        rule -> rule.sseAlgorithm(ServerSideEncryption.AES256))
                                .bucketKeyEnabled(false)
                                .build())
                        .build());
    }

    /** @throws Refusal when S3 would refuse it */
    void encryption(StoredBucket bucket, @Nullable ServerSideEncryptionConfiguration configuration) {
        if (configuration == null || configuration.rules().size() != 1) {
            throw Refusal.malformedXml();
        }
        var byDefault = configuration.rules().getFirst().applyServerSideEncryptionByDefault();
        if (byDefault != null
                && byDefault.sseAlgorithm() == ServerSideEncryption.AES256
                && byDefault.kmsMasterKeyID() != null) {
            throw Refusal.invalidArgument(
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
                    "ApplyServerSideEncryptionByDefault",
                    byDefault.kmsMasterKeyID());
        }
        encryption.put(
                bucket,
                configuration.copy(copy -> copy.rules(configuration.rules().stream()
                        .map(rule -> rule.bucketKeyEnabled() == null
                                ? rule.copy(unset -> unset.bucketKeyEnabled(false))
                                : rule)
                        .toList())));
    }

    void deleteEncryption(StoredBucket bucket) {
        encryption.delete(bucket);
    }

    /** A new bucket's objects are all its owner's. */
    OwnershipControls ownership(StoredBucket bucket) {
        if (ownership.find(bucket).isEmpty()) {
            return OwnershipControls.builder()
                    .rules(rule -> rule.objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED))
                    .build();
        }
        OwnershipControls found = ownership.get(bucket);
        if (found.rules().isEmpty()) {
            throw ownership.missing(bucket);
        }
        return found;
    }

    /** @throws Refusal when S3 would refuse it */
    void ownership(StoredBucket bucket, @Nullable OwnershipControls controls) {
        if (controls == null || controls.rules().size() != 1) {
            throw Refusal.malformedXml();
        }
        ownership.put(bucket, controls);
    }

    void deleteOwnership(StoredBucket bucket) {
        ownership.putNone(bucket, OwnershipControls.builder().build());
    }

    /**
     * A new bucket is closed to everyone.
     *
     * @throws Refusal when the setting was deleted
     */
    PublicAccessBlockConfiguration publicAccess(StoredBucket bucket) {
        PublicAccessBlockConfiguration found = publicAccess.find(bucket).orElseGet(() -> closed(true));
        if (found.blockPublicAcls() == null) {
            throw publicAccess.missing(bucket);
        }
        return found;
    }

    private static PublicAccessBlockConfiguration closed(boolean all) {
        return PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(all)
                .ignorePublicAcls(all)
                .blockPublicPolicy(all)
                .restrictPublicBuckets(all)
                .build();
    }

    void publicAccess(StoredBucket bucket, @Nullable PublicAccessBlockConfiguration configuration) {
        if (configuration == null) {
            throw Refusal.malformedXml();
        }
        publicAccess.put(
                bucket,
                PublicAccessBlockConfiguration.builder()
                        .blockPublicAcls(Boolean.TRUE.equals(configuration.blockPublicAcls()))
                        .ignorePublicAcls(Boolean.TRUE.equals(configuration.ignorePublicAcls()))
                        .blockPublicPolicy(Boolean.TRUE.equals(configuration.blockPublicPolicy()))
                        .restrictPublicBuckets(Boolean.TRUE.equals(configuration.restrictPublicBuckets()))
                        .build());
    }

    void deletePublicAccess(StoredBucket bucket) {
        publicAccess.putNone(bucket, PublicAccessBlockConfiguration.builder().build());
    }

    /** Whether policies that are open to everyone are refused. */
    boolean blocksPublicPolicies(StoredBucket bucket) {
        return publicAccess
                .find(bucket)
                .map(found -> Boolean.TRUE.equals(found.blockPublicPolicy()))
                .orElse(true);
    }

    /** Whether a policy that is open to everyone lets nobody in. */
    boolean restrictsPublicPolicies(StoredBucket bucket) {
        return publicAccess
                .find(bucket)
                .map(found -> Boolean.TRUE.equals(found.restrictPublicBuckets()))
                .orElse(true);
    }

    /** @throws Refusal when it is no policy for this bucket, or one that is open to everyone where such are blocked */
    void policy(StoredBucket bucket, String document) {
        var parsed = new BucketPolicy(document, bucket);
        if (parsed.isPublic() && blocksPublicPolicies(bucket)) {
            throw Refusal.of(
                    403,
                    "AccessDenied",
                    "s3:PutBucketPolicy on resource \"" + bucket.arn()
                            + "\" is denied because public policies are prevented by the BlockPublicPolicy setting in S3"
                            + " Block Public Access.");
        }
        policy.put(bucket, GetBucketPolicyResponse.builder().policy(document).build());
    }

    Optional<BucketPolicy> policy(StoredBucket bucket) {
        return policy.find(bucket).map(found -> new BucketPolicy(found.policy(), bucket));
    }
}
