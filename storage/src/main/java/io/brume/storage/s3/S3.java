package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Objects;
import io.brume.kernel.resource.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Amazon S3. */
public final class S3 implements S3Client {

    private final BucketStore buckets;
    private final BucketOperations bucketOperations;
    private final Puts puts;
    private final Gets gets;

    /** @param objects where bodies go that are too large for the database */
    public S3(Database database, Objects objects, Clock clock) {
        this(database, new Contents(database, objects), clock, ObjectEvents.NONE);
    }

    S3(Database database, Contents contents, Clock clock, ObjectEvents events) {
        buckets = new BucketStore(database, clock);
        var versions = new VersionStore(database, contents, clock, events);
        bucketOperations = new BucketOperations(buckets);
        puts = new Puts(database, contents, buckets, versions);
        gets = new Gets(database, contents);
    }

    @Override
    public CreateBucketResponse createBucket(CreateBucketRequest request) {
        return bucketOperations.create(request, Scope.current());
    }

    @Override
    public DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
        buckets.require(request.bucket(), request.expectedBucketOwner());
        buckets.delete(request.bucket());
        return DeleteBucketResponse.builder().build();
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return bucketOperations.head(buckets.require(request.bucket(), request.expectedBucketOwner()));
    }

    @Override
    public ListBucketsResponse listBuckets(ListBucketsRequest request) {
        return bucketOperations.list(request, Scope.current());
    }

    @Override
    public GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest request) {
        return GetBucketLocationResponse.builder()
                .locationConstraint(
                        BucketOperations.location(buckets.require(request.bucket(), request.expectedBucketOwner())))
                .build();
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
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
