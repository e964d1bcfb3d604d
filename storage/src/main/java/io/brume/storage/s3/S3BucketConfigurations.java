package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteBucketAnalyticsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketAnalyticsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketIntelligentTieringConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketIntelligentTieringConfigurationResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketInventoryConfigurationResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketMetricsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketMetricsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAnalyticsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAnalyticsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketIntelligentTieringConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketIntelligentTieringConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketInventoryConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketMetricsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketMetricsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.ListBucketAnalyticsConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketAnalyticsConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketIntelligentTieringConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketIntelligentTieringConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketInventoryConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketInventoryConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketMetricsConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketMetricsConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketAnalyticsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAnalyticsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketIntelligentTieringConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketIntelligentTieringConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketInventoryConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketMetricsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketMetricsConfigurationResponse;

/** What a bucket's analysts, inventories and the like are told: kept and returned, and nothing done about. */
abstract class S3BucketConfigurations implements S3Client {

    final Database database;
    final BucketStore buckets;
    final BucketSettings settings;

    S3BucketConfigurations(Database database, BucketStore buckets, BucketSettings settings) {
        this.database = database;
        this.buckets = buckets;
        this.settings = settings;
    }

    @Override
    public PutBucketAnalyticsConfigurationResponse putBucketAnalyticsConfiguration(
            PutBucketAnalyticsConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.analytics.put(
                bucket, request.id(), request.analyticsConfiguration().id(), request.analyticsConfiguration());
        return PutBucketAnalyticsConfigurationResponse.builder().build();
    }

    @Override
    public GetBucketAnalyticsConfigurationResponse getBucketAnalyticsConfiguration(
            GetBucketAnalyticsConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketAnalyticsConfigurationResponse.builder()
                .analyticsConfiguration(settings.analytics.get(bucket, request.id()))
                .build();
    }

    @Override
    public DeleteBucketAnalyticsConfigurationResponse deleteBucketAnalyticsConfiguration(
            DeleteBucketAnalyticsConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.analytics.delete(bucket, request.id());
        return DeleteBucketAnalyticsConfigurationResponse.builder().build();
    }

    @Override
    public ListBucketAnalyticsConfigurationsResponse listBucketAnalyticsConfigurations(
            ListBucketAnalyticsConfigurationsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return ListBucketAnalyticsConfigurationsResponse.builder()
                .isTruncated(false)
                .analyticsConfigurationList(settings.analytics.all(bucket))
                .build();
    }

    @Override
    public PutBucketMetricsConfigurationResponse putBucketMetricsConfiguration(
            PutBucketMetricsConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.metrics.put(
                bucket, request.id(), request.metricsConfiguration().id(), request.metricsConfiguration());
        return PutBucketMetricsConfigurationResponse.builder().build();
    }

    @Override
    public GetBucketMetricsConfigurationResponse getBucketMetricsConfiguration(
            GetBucketMetricsConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketMetricsConfigurationResponse.builder()
                .metricsConfiguration(settings.metrics.get(bucket, request.id()))
                .build();
    }

    @Override
    public DeleteBucketMetricsConfigurationResponse deleteBucketMetricsConfiguration(
            DeleteBucketMetricsConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.metrics.delete(bucket, request.id());
        return DeleteBucketMetricsConfigurationResponse.builder().build();
    }

    @Override
    public ListBucketMetricsConfigurationsResponse listBucketMetricsConfigurations(
            ListBucketMetricsConfigurationsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return ListBucketMetricsConfigurationsResponse.builder()
                .isTruncated(false)
                .metricsConfigurationList(settings.metrics.all(bucket))
                .build();
    }

    @Override
    public PutBucketInventoryConfigurationResponse putBucketInventoryConfiguration(
            PutBucketInventoryConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.inventory.put(
                bucket, request.id(), request.inventoryConfiguration().id(), request.inventoryConfiguration());
        return PutBucketInventoryConfigurationResponse.builder().build();
    }

    @Override
    public GetBucketInventoryConfigurationResponse getBucketInventoryConfiguration(
            GetBucketInventoryConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketInventoryConfigurationResponse.builder()
                .inventoryConfiguration(settings.inventory.get(bucket, request.id()))
                .build();
    }

    @Override
    public DeleteBucketInventoryConfigurationResponse deleteBucketInventoryConfiguration(
            DeleteBucketInventoryConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.inventory.delete(bucket, request.id());
        return DeleteBucketInventoryConfigurationResponse.builder().build();
    }

    @Override
    public ListBucketInventoryConfigurationsResponse listBucketInventoryConfigurations(
            ListBucketInventoryConfigurationsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return ListBucketInventoryConfigurationsResponse.builder()
                .isTruncated(false)
                .inventoryConfigurationList(settings.inventory.all(bucket))
                .build();
    }

    @Override
    public PutBucketIntelligentTieringConfigurationResponse putBucketIntelligentTieringConfiguration(
            PutBucketIntelligentTieringConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.intelligentTiering.put(
                bucket,
                request.id(),
                request.intelligentTieringConfiguration().id(),
                request.intelligentTieringConfiguration());
        return PutBucketIntelligentTieringConfigurationResponse.builder().build();
    }

    @Override
    public GetBucketIntelligentTieringConfigurationResponse getBucketIntelligentTieringConfiguration(
            GetBucketIntelligentTieringConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return GetBucketIntelligentTieringConfigurationResponse.builder()
                .intelligentTieringConfiguration(settings.intelligentTiering.get(bucket, request.id()))
                .build();
    }

    @Override
    public DeleteBucketIntelligentTieringConfigurationResponse deleteBucketIntelligentTieringConfiguration(
            DeleteBucketIntelligentTieringConfigurationRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        settings.intelligentTiering.delete(bucket, request.id());
        return DeleteBucketIntelligentTieringConfigurationResponse.builder().build();
    }

    @Override
    public ListBucketIntelligentTieringConfigurationsResponse listBucketIntelligentTieringConfigurations(
            ListBucketIntelligentTieringConfigurationsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        return ListBucketIntelligentTieringConfigurationsResponse.builder()
                .isTruncated(false)
                .intelligentTieringConfigurationList(settings.intelligentTiering.all(bucket))
                .build();
    }
}
