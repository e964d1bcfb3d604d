package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.s3.Buckets;
import io.brume.kernel.s3.CorsRule;
import io.brume.kernel.shape.Shapes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.AccelerateConfiguration;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusResponse;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketRequestPaymentRequest;
import software.amazon.awssdk.services.s3.model.GetBucketRequestPaymentResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.PutBucketAccelerateConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutBucketRequestPaymentRequest;
import software.amazon.awssdk.services.s3.model.PutBucketRequestPaymentResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.RequestPaymentConfiguration;
import software.amazon.awssdk.services.s3.model.TransitionDefaultMinimumObjectSize;

/** S3's operations on a bucket's settings. */
abstract class S3BucketSettings extends S3BucketConfigurations implements Buckets {

    private final NotifyingEvents tell;

    S3BucketSettings(Database database, BucketStore buckets, BucketSettings settings, NotifyingEvents tell) {
        super(database, buckets, settings);
        this.tell = tell;
    }

    @Override
    public @Nullable List<CorsRule> cors(String bucket) {
        Optional<List<CorsRule>> rules = database.read(transaction -> BucketStore.find(transaction, bucket)
                .map(found -> CorsConfigurations.rules(settings.cors.find(found))));
        return rules.orElse(null);
    }

    @Override
    public boolean everyoneMay(SdkPojo request) {
        String name = String.valueOf(Shapes.get(request, "Bucket"));
        return database.read(transaction -> BucketStore.find(transaction, name)
                .filter(bucket -> !settings.restrictsPublicPolicies(bucket))
                .filter(bucket -> settings.policy(bucket)
                        .filter(policy -> EveryoneMay.by(policy, bucket, request))
                        .isPresent())
                .isPresent());
    }

    @Override
    public GetBucketTaggingResponse getBucketTagging(GetBucketTaggingRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketTaggingResponse.builder()
                .tagSet(settings.tagging.get(bucket).tagSet())
                .build();
    }

    @Override
    public PutBucketTaggingResponse putBucketTagging(PutBucketTaggingRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.tagging.put(bucket, BucketTags.checked(request.tagging()));
        return PutBucketTaggingResponse.builder().build();
    }

    @Override
    public DeleteBucketTaggingResponse deleteBucketTagging(DeleteBucketTaggingRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.tagging.delete(bucket);
        return DeleteBucketTaggingResponse.builder().build();
    }

    @Override
    public GetBucketCorsResponse getBucketCors(GetBucketCorsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketCorsResponse.builder()
                .corsRules(settings.cors.get(bucket).corsRules())
                .build();
    }

    @Override
    public PutBucketCorsResponse putBucketCors(PutBucketCorsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.cors.put(bucket, CorsConfigurations.checked(request.corsConfiguration()));
        return PutBucketCorsResponse.builder().build();
    }

    @Override
    public DeleteBucketCorsResponse deleteBucketCors(DeleteBucketCorsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.cors.delete(bucket);
        return DeleteBucketCorsResponse.builder().build();
    }

    @Override
    public GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketPolicyResponse.builder()
                .policy(settings.policy.get(bucket).policy())
                .build();
    }

    @Override
    public PutBucketPolicyResponse putBucketPolicy(PutBucketPolicyRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.policy(bucket, request.policy());
        return PutBucketPolicyResponse.builder().build();
    }

    @Override
    public DeleteBucketPolicyResponse deleteBucketPolicy(DeleteBucketPolicyRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.policy.delete(bucket);
        return DeleteBucketPolicyResponse.builder().build();
    }

    @Override
    public GetBucketPolicyStatusResponse getBucketPolicyStatus(GetBucketPolicyStatusRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        var policy = new BucketPolicy(settings.policy.get(bucket).policy(), bucket);
        return GetBucketPolicyStatusResponse.builder()
                .policyStatus(status -> status.isPublic(policy.isPublic()))
                .build();
    }

    @Override
    public GetBucketLifecycleConfigurationResponse getBucketLifecycleConfiguration(
            GetBucketLifecycleConfigurationRequest request) {
        return settings.lifecycle.get(buckets.require(request.bucket(), request.expectedBucketOwner()));
    }

    @Override
    public PutBucketLifecycleConfigurationResponse putBucketLifecycleConfiguration(
            PutBucketLifecycleConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        var minimum = request.transitionDefaultMinimumObjectSize() == null
                ? TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K
                : request.transitionDefaultMinimumObjectSize();
        settings.lifecycle.put(
                bucket,
                GetBucketLifecycleConfigurationResponse.builder()
                        .rules(LifecycleRules.checked(request.lifecycleConfiguration()))
                        .transitionDefaultMinimumObjectSize(minimum)
                        .build());
        return PutBucketLifecycleConfigurationResponse.builder()
                .transitionDefaultMinimumObjectSize(minimum)
                .build();
    }

    @Override
    public DeleteBucketLifecycleResponse deleteBucketLifecycle(DeleteBucketLifecycleRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.lifecycle.delete(bucket);
        return DeleteBucketLifecycleResponse.builder().build();
    }

    @Override
    public GetBucketNotificationConfigurationResponse getBucketNotificationConfiguration(
            GetBucketNotificationConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        var response = GetBucketNotificationConfigurationResponse.builder();
        settings.notification.find(bucket).ifPresent(found -> Shapes.copy(found, response));
        return response.build();
    }

    @Override
    public PutBucketNotificationConfigurationResponse putBucketNotificationConfiguration(
            PutBucketNotificationConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        NotificationConfiguration configuration = Notifications.checked(request.notificationConfiguration());
        String requestId = RequestContext.current().requestId();
        database.change(_ -> {
            settings.notification.put(bucket, configuration);
            tell.test(bucket, configuration, requestId);
        });
        return PutBucketNotificationConfigurationResponse.builder().build();
    }

    @Override
    public GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(settings.encryption(bucket))
                .build();
    }

    @Override
    public PutBucketEncryptionResponse putBucketEncryption(PutBucketEncryptionRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.encryption(bucket, request.serverSideEncryptionConfiguration());
        return PutBucketEncryptionResponse.builder().build();
    }

    @Override
    public DeleteBucketEncryptionResponse deleteBucketEncryption(DeleteBucketEncryptionRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.deleteEncryption(bucket);
        return DeleteBucketEncryptionResponse.builder().build();
    }

    @Override
    public GetBucketOwnershipControlsResponse getBucketOwnershipControls(GetBucketOwnershipControlsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketOwnershipControlsResponse.builder()
                .ownershipControls(settings.ownership(bucket))
                .build();
    }

    @Override
    public PutBucketOwnershipControlsResponse putBucketOwnershipControls(PutBucketOwnershipControlsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.ownership(bucket, request.ownershipControls());
        return PutBucketOwnershipControlsResponse.builder().build();
    }

    @Override
    public DeleteBucketOwnershipControlsResponse deleteBucketOwnershipControls(
            DeleteBucketOwnershipControlsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.deleteOwnership(bucket);
        return DeleteBucketOwnershipControlsResponse.builder().build();
    }

    @Override
    public GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetPublicAccessBlockResponse.builder()
                .publicAccessBlockConfiguration(settings.publicAccess(bucket))
                .build();
    }

    @Override
    public PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.publicAccess(bucket, request.publicAccessBlockConfiguration());
        return PutPublicAccessBlockResponse.builder().build();
    }

    @Override
    public DeletePublicAccessBlockResponse deletePublicAccessBlock(DeletePublicAccessBlockRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.deletePublicAccess(bucket);
        return DeletePublicAccessBlockResponse.builder().build();
    }

    @Override
    public GetBucketLoggingResponse getBucketLogging(GetBucketLoggingRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketLoggingResponse.builder()
                .loggingEnabled(settings.logging
                        .find(bucket)
                        .map(BucketLoggingStatus::loggingEnabled)
                        .orElse(null))
                .build();
    }

    @Override
    public PutBucketLoggingResponse putBucketLogging(PutBucketLoggingRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.logging.put(bucket, StoredOnly.logging(buckets, bucket, request.bucketLoggingStatus()));
        return PutBucketLoggingResponse.builder().build();
    }

    @Override
    public GetBucketAccelerateConfigurationResponse getBucketAccelerateConfiguration(
            GetBucketAccelerateConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketAccelerateConfigurationResponse.builder()
                .status(settings.accelerate
                        .find(bucket)
                        .map(AccelerateConfiguration::statusAsString)
                        .orElse(null))
                .build();
    }

    @Override
    public PutBucketAccelerateConfigurationResponse putBucketAccelerateConfiguration(
            PutBucketAccelerateConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.accelerate.put(bucket, StoredOnly.accelerate(bucket, request.accelerateConfiguration()));
        return PutBucketAccelerateConfigurationResponse.builder().build();
    }

    @Override
    public GetBucketRequestPaymentResponse getBucketRequestPayment(GetBucketRequestPaymentRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketRequestPaymentResponse.builder()
                .payer(settings.requestPayment
                        .find(bucket)
                        .map(RequestPaymentConfiguration::payer)
                        .orElse(Payer.BUCKET_OWNER))
                .build();
    }

    @Override
    public PutBucketRequestPaymentResponse putBucketRequestPayment(PutBucketRequestPaymentRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.requestPayment.put(bucket, request.requestPaymentConfiguration());
        return PutBucketRequestPaymentResponse.builder().build();
    }

    @Override
    public GetBucketWebsiteResponse getBucketWebsite(GetBucketWebsiteRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return Shapes.copy(settings.website.get(bucket), GetBucketWebsiteResponse.builder())
                .build();
    }

    @Override
    public PutBucketWebsiteResponse putBucketWebsite(PutBucketWebsiteRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.website.put(bucket, StoredOnly.website(request.websiteConfiguration()));
        return PutBucketWebsiteResponse.builder().build();
    }

    @Override
    public DeleteBucketWebsiteResponse deleteBucketWebsite(DeleteBucketWebsiteRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.website.delete(bucket);
        return DeleteBucketWebsiteResponse.builder().build();
    }

    @Override
    public GetBucketReplicationResponse getBucketReplication(GetBucketReplicationRequest request) {
        throw Refusal.of(404, "ReplicationConfigurationNotFoundError", "The replication configuration was not found")
                .with(
                        "BucketName",
                        buckets.require(request.bucket(), request.expectedBucketOwner())
                                .name());
    }

    @Override
    public DeleteBucketReplicationResponse deleteBucketReplication(DeleteBucketReplicationRequest request) {
        StoredBucket unused = buckets.require(request.bucket(), request.expectedBucketOwner());
        return DeleteBucketReplicationResponse.builder().build();
    }

    @Override
    public GetObjectLockConfigurationResponse getObjectLockConfiguration(GetObjectLockConfigurationRequest request) {
        throw Refusal.of(
                        404,
                        "ObjectLockConfigurationNotFoundError",
                        "Object Lock configuration does not exist for this bucket")
                .with(
                        "BucketName",
                        buckets.require(request.bucket(), request.expectedBucketOwner())
                                .name());
    }
}
