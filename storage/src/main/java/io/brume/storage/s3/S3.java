package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Objects;
import io.brume.kernel.resource.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAclRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketAclRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAclResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;
import software.amazon.awssdk.services.s3.model.PutObjectAclResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Amazon S3. */
public final class S3 extends S3BucketSettings {

    private static final Logger log = LoggerFactory.getLogger(S3.class);

    /** Another server may be about to refer to what it finished this long ago. */
    private static final Duration OTHERS_UPLOADS = Duration.ofDays(1);

    private final Contents contents;
    private final Clock clock;
    private final BucketOperations bucketOperations;
    private final UploadStore uploads;
    private final Puts puts;
    private final Gets gets;
    private final ObjectAttributeReads attributes;
    private final Copies copies;
    private final Deletes deletes;
    private final Multipart multipart;
    private final PartCopies partCopies;
    private final Listings listings;
    private final VersionListings versionListings;
    private final UploadListings uploadListings;
    private final TagOperations tags;
    private final Lifecycle lifecycle;

    /**
     * @param objects where bodies go that are too large for the database
     * @param outbox takes what queues, topics, functions and EventBridge are told
     */
    public S3(Database database, Objects objects, Outbox outbox, Clock clock) {
        this(database, new Contents(database, objects), new BucketSettings(database), outbox, clock);
    }

    private S3(Database database, Contents contents, BucketSettings settings, Outbox outbox, Clock clock) {
        this(database, contents, settings, new NotifyingEvents(settings.notification, outbox, clock), clock);
    }

    private S3(Database database, Contents contents, BucketSettings settings, NotifyingEvents events, Clock clock) {
        super(database, new BucketStore(database, clock), settings, events);
        this.contents = contents;
        this.clock = clock;
        bucketOperations = new BucketOperations(buckets);
        uploads = new UploadStore(contents);
        var versions = new VersionStore(database, contents, clock, events);
        puts = new Puts(database, contents, buckets, versions, settings);
        gets = new Gets(database, contents, buckets, versions, settings);
        attributes = new ObjectAttributeReads(database);
        copies = new Copies(database, contents, buckets, versions);
        deletes = new Deletes(database, buckets, versions);
        multipart = new Multipart(database, contents, buckets, versions, uploads, puts, clock);
        partCopies = new PartCopies(database, contents, buckets, multipart, clock);
        listings = new Listings(database);
        versionListings = new VersionListings(database);
        uploadListings = new UploadListings(database);
        tags = new TagOperations(database, versions, events);
        lifecycle = new Lifecycle(database, versions, uploads, settings, clock);
    }

    /** Begins what goes on beside requests: removes the bytes that a crash left without an object, and what has had its time. */
    public void start() {
        lifecycle.start();
        Instant before = database.isShared() ? clock.instant().minus(OTHERS_UPLOADS) : clock.instant();
        Thread.ofVirtual().name("s3-sweep").start(() -> {
            try {
                int swept = contents.sweep(before);
                if (swept > 0) {
                    log.info("removed {} bodies that an earlier process had left without an object", swept);
                }
            } catch (IOException | RuntimeException e) {
                log.warn("the objects' folder could not be swept", e);
            }
        });
    }

    @Override
    public ListBucketsResponse listBuckets(ListBucketsRequest request) {
        return bucketOperations.list(request, Scope.current());
    }

    @Override
    public CreateBucketResponse createBucket(CreateBucketRequest request) {
        return bucketOperations.create(request, Scope.current());
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return bucketOperations.head(buckets.require(request.bucket(), request.expectedBucketOwner()));
    }

    @Override
    public GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest request) {
        return GetBucketLocationResponse.builder()
                .locationConstraint(
                        BucketOperations.location(buckets.require(request.bucket(), request.expectedBucketOwner())))
                .build();
    }

    @Override
    public DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        database.change(_ -> {
            buckets.delete(request.bucket(), uploads);
            settings.forget(bucket);
        });
        return DeleteBucketResponse.builder().build();
    }

    @Override
    public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
        return bucketOperations.setVersioning(
                buckets.require(request.bucket(), request.expectedBucketOwner()), request);
    }

    @Override
    public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
        return GetBucketVersioningResponse.builder()
                .status(buckets.require(request.bucket(), request.expectedBucketOwner())
                        .versioning())
                .build();
    }

    @Override
    public GetBucketAclResponse getBucketAcl(GetBucketAclRequest request) {
        return Acls.of(buckets.require(request.bucket(), request.expectedBucketOwner()));
    }

    @Override
    public PutBucketAclResponse putBucketAcl(PutBucketAclRequest request) {
        Acls.check(request, true);
        Acls.check(request.accessControlPolicy(), buckets.require(request.bucket(), request.expectedBucketOwner()));
        return PutBucketAclResponse.builder().build();
    }

    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest request) {
        return listings.list(request);
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return listings.list(request);
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
        return versionListings.list(request);
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        return puts.put(request, body);
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        Gets.Opened opened = gets.get(request);
        try (var body = opened.body()) {
            return transformer.transform(opened.response(), AbortableInputStream.create(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return gets.head(request);
    }

    @Override
    public GetObjectAttributesResponse getObjectAttributes(GetObjectAttributesRequest request) {
        return attributes.get(request);
    }

    @Override
    public CopyObjectResponse copyObject(CopyObjectRequest request) {
        return copies.copy(request);
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return deletes.delete(request);
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        return deletes.delete(request);
    }

    @Override
    public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
        return tags.get(request);
    }

    @Override
    public PutObjectTaggingResponse putObjectTagging(PutObjectTaggingRequest request) {
        return tags.put(request);
    }

    @Override
    public DeleteObjectTaggingResponse deleteObjectTagging(DeleteObjectTaggingRequest request) {
        return tags.delete(request);
    }

    @Override
    public GetObjectAclResponse getObjectAcl(GetObjectAclRequest request) {
        return gets.acl(request);
    }

    @Override
    public PutObjectAclResponse putObjectAcl(PutObjectAclRequest request) {
        Acls.check(request, false);
        gets.checkAcl(request);
        return PutObjectAclResponse.builder().build();
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        return multipart.create(request);
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        return multipart.upload(request, body);
    }

    @Override
    public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
        return partCopies.copy(request);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        return multipart.complete(request);
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        multipart.abort(request);
        return AbortMultipartUploadResponse.builder().build();
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
        return uploadListings.list(request);
    }

    @Override
    public ListPartsResponse listParts(ListPartsRequest request) {
        return uploadListings.list(request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Carries out the buckets' lifecycle rules at once. */
    void expire() {
        lifecycle.run();
    }

    /** Ends what {@link #start} began. */
    @Override
    public void close() {
        lifecycle.close();
    }
}
