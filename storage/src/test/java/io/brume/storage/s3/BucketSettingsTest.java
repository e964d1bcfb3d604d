package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AnalyticsConfiguration;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClassAnalysis;
import software.amazon.awssdk.services.s3.model.Tag;

class BucketSettingsTest {

    private final World world = World.sqlite();
    private final S3Client s3 = world.s3;

    @BeforeEach
    void create() {
        s3.createBucket(r -> r.bucket("photos"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        S3Exception refused = catchThrowableOfType(S3Exception.class, call);
        assertThat(refused).as(code).isNotNull();
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(status);
    }

    @Test
    void whatABucketDoesNotHaveIsSaidByItsOwnCode() {
        Map<String, Consumer<String>> gets = Map.of(
                "NoSuchTagSet", bucket -> s3.getBucketTagging(r -> r.bucket(bucket)),
                "NoSuchCORSConfiguration", bucket -> s3.getBucketCors(r -> r.bucket(bucket)),
                "NoSuchBucketPolicy", bucket -> s3.getBucketPolicy(r -> r.bucket(bucket)),
                "NoSuchLifecycleConfiguration", bucket -> s3.getBucketLifecycleConfiguration(r -> r.bucket(bucket)),
                "NoSuchWebsiteConfiguration", bucket -> s3.getBucketWebsite(r -> r.bucket(bucket)),
                "ReplicationConfigurationNotFoundError", bucket -> s3.getBucketReplication(r -> r.bucket(bucket)),
                "ObjectLockConfigurationNotFoundError", bucket -> s3.getObjectLockConfiguration(r -> r.bucket(bucket)),
                "NoSuchConfiguration",
                        bucket -> s3.getBucketMetricsConfiguration(
                                r -> r.bucket(bucket).id("x")));
        gets.forEach((code, get) -> {
            assertRefused(404, code, () -> get.accept("photos"));
            assertRefused(404, "NoSuchBucket", () -> get.accept("nowhere"));
        });
        assertRefused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicyStatus(r -> r.bucket("photos")));
    }

    @Test
    void aNewBucketIsClosedAndEncrypted() {
        assertThat(s3.getPublicAccessBlock(r -> r.bucket("photos")).publicAccessBlockConfiguration())
                .matches(block -> block.blockPublicAcls()
                        && block.ignorePublicAcls()
                        && block.blockPublicPolicy()
                        && block.restrictPublicBuckets());
        assertThat(s3.getBucketOwnershipControls(r -> r.bucket("photos"))
                        .ownershipControls()
                        .rules()
                        .getFirst()
                        .objectOwnership())
                .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        assertThat(s3.getBucketEncryption(r -> r.bucket("photos"))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .getFirst()
                        .applyServerSideEncryptionByDefault()
                        .sseAlgorithm())
                .isEqualTo(ServerSideEncryption.AES256);
        assertThat(s3.getBucketRequestPayment(r -> r.bucket("photos")).payer()).isEqualTo(Payer.BUCKET_OWNER);
        assertThat(s3.getBucketLogging(r -> r.bucket("photos")).loggingEnabled())
                .isNull();
        assertThat(s3.getBucketAccelerateConfiguration(r -> r.bucket("photos")).status())
                .isNull();
        assertThat(s3.getBucketNotificationConfiguration(r -> r.bucket("photos"))
                        .hasQueueConfigurations())
                .isFalse();

        s3.deletePublicAccessBlock(r -> r.bucket("photos"));
        s3.deleteBucketOwnershipControls(r -> r.bucket("photos"));
        assertRefused(
                404, "NoSuchPublicAccessBlockConfiguration", () -> s3.getPublicAccessBlock(r -> r.bucket("photos")));
        assertRefused(
                404, "OwnershipControlsNotFoundError", () -> s3.getBucketOwnershipControls(r -> r.bucket("photos")));
    }

    @Test
    void settingsComeBackAsTheyWereSet() {
        List<Tag> tags = List.of(
                Tag.builder().key("team").value("a b").build(),
                Tag.builder().key("émpty").value("").build());
        s3.putBucketTagging(r -> r.bucket("photos").tagging(t -> t.tagSet(tags)));
        assertThat(s3.getBucketTagging(r -> r.bucket("photos")).tagSet()).isEqualTo(tags);

        CORSRule rule = CORSRule.builder()
                .allowedMethods("GET", "PUT")
                .allowedOrigins("https://*.example.com")
                .allowedHeaders("*")
                .exposeHeaders("ETag")
                .maxAgeSeconds(5)
                .build();
        s3.putBucketCors(r -> r.bucket("photos").corsConfiguration(c -> c.corsRules(rule)));
        assertThat(s3.getBucketCors(r -> r.bucket("photos")).corsRules()).containsExactly(rule);

        s3.putBucketEncryption(r -> r.bucket("photos")
                .serverSideEncryptionConfiguration(
                        e -> e.rules(x -> x.applyServerSideEncryptionByDefault(d -> d.sseAlgorithm("aws:kms")))));
        assertThat(s3.getBucketEncryption(r -> r.bucket("photos"))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .getFirst()
                        .bucketKeyEnabled())
                .isFalse();

        s3.putBucketWebsite(
                r -> r.bucket("photos").websiteConfiguration(w -> w.indexDocument(i -> i.suffix("i.html"))));
        assertThat(s3.getBucketWebsite(r -> r.bucket("photos")).indexDocument().suffix())
                .isEqualTo("i.html");
        s3.putBucketAccelerateConfiguration(
                r -> r.bucket("photos").accelerateConfiguration(a -> a.status(BucketAccelerateStatus.ENABLED)));
        assertThat(s3.getBucketAccelerateConfiguration(r -> r.bucket("photos")).status())
                .isEqualTo(BucketAccelerateStatus.ENABLED);
        s3.putBucketRequestPayment(r -> r.bucket("photos").requestPaymentConfiguration(p -> p.payer(Payer.REQUESTER)));
        assertThat(s3.getBucketRequestPayment(r -> r.bucket("photos")).payer()).isEqualTo(Payer.REQUESTER);
        s3.putBucketLogging(r -> r.bucket("photos")
                .bucketLoggingStatus(
                        l -> l.loggingEnabled(e -> e.targetBucket("photos").targetPrefix("log/"))));
        assertThat(s3.getBucketLogging(r -> r.bucket("photos")).loggingEnabled().targetPrefix())
                .isEqualTo("log/");
    }

    @Test
    void configurationsWithIdsAreManyABucket() {
        for (String id : List.of("b", "a")) {
            s3.putBucketAnalyticsConfiguration(r -> r.bucket("photos")
                    .id(id)
                    .analyticsConfiguration(a -> a.id(id)
                            .storageClassAnalysis(StorageClassAnalysis.builder().build())));
        }
        assertThat(s3.listBucketAnalyticsConfigurations(r -> r.bucket("photos")).analyticsConfigurationList())
                .extracting(AnalyticsConfiguration::id)
                .containsExactly("a", "b");
        assertThat(s3.getBucketAnalyticsConfiguration(r -> r.bucket("photos").id("a"))
                        .analyticsConfiguration()
                        .id())
                .isEqualTo("a");
        s3.deleteBucketAnalyticsConfiguration(r -> r.bucket("photos").id("a"));
        assertRefused(
                404,
                "NoSuchConfiguration",
                () -> s3.deleteBucketAnalyticsConfiguration(
                        r -> r.bucket("photos").id("a")));
    }

    @Test
    void aBucketOfTheSameNameBeginsWithoutSettings() {
        s3.putBucketTagging(r -> r.bucket("photos")
                .tagging(t -> t.tagSet(Tag.builder().key("k").value("v").build())));
        s3.deleteBucket(r -> r.bucket("photos"));
        s3.createBucket(r -> r.bucket("photos"));

        assertRefused(404, "NoSuchTagSet", () -> s3.getBucketTagging(r -> r.bucket("photos")));
        assertThat(world.database.<Long>read(t -> t.number("SELECT count(*) FROM resource")))
                .isZero();
    }

    @Test
    void whatIsDeletedIsGoneAndMayBeDeletedAgain() {
        s3.putBucketTagging(r -> r.bucket("photos")
                .tagging(t -> t.tagSet(Tag.builder().key("k").value("v").build())));
        for (int i = 0; i < 2; i++) {
            s3.deleteBucketTagging(r -> r.bucket("photos"));
            s3.deleteBucketCors(r -> r.bucket("photos"));
            s3.deleteBucketPolicy(r -> r.bucket("photos"));
            s3.deleteBucketLifecycle(r -> r.bucket("photos"));
            s3.deleteBucketEncryption(r -> r.bucket("photos"));
            s3.deleteBucketWebsite(r -> r.bucket("photos"));
            s3.deleteBucketReplication(r -> r.bucket("photos"));
        }
        assertRefused(404, "NoSuchTagSet", () -> s3.getBucketTagging(r -> r.bucket("photos")));
    }

    @Test
    void settingsThatS3WouldRefuseAreRefused() {
        assertRefused(
                400,
                "InvalidTag",
                () -> s3.putBucketTagging(r -> r.bucket("photos")
                        .tagging(t -> t.tagSet(
                                Tag.builder().key("k").value("1").build(),
                                Tag.builder().key("k").value("2").build()))));
        assertRefused(
                400,
                "InvalidTag",
                () -> s3.putBucketTagging(r -> r.bucket("photos")
                        .tagging(t ->
                                t.tagSet(Tag.builder().key("aws:k").value("1").build()))));
        assertRefused(
                400,
                "InvalidRequest",
                () -> s3.putBucketCors(r -> r.bucket("photos")
                        .corsConfiguration(
                                c -> c.corsRules(x -> x.allowedMethods("GETS").allowedOrigins("*")))));
        assertRefused(
                400,
                "InvalidRequest",
                () -> s3.putBucketCors(r -> r.bucket("photos")
                        .corsConfiguration(
                                c -> c.corsRules(x -> x.allowedMethods("GET").allowedOrigins("http://*.*")))));
        assertRefused(
                400,
                "MalformedXML",
                () -> s3.putBucketCors(r -> r.bucket("photos").corsConfiguration(c -> c.corsRules(List.of()))));
        assertRefused(
                400,
                "InvalidTargetBucketForLogging",
                () -> s3.putBucketLogging(r -> r.bucket("photos")
                        .bucketLoggingStatus(l ->
                                l.loggingEnabled(e -> e.targetBucket("nowhere").targetPrefix("")))));
        assertRefused(
                400,
                "InvalidArgument",
                () -> s3.putBucketWebsite(
                        r -> r.bucket("photos").websiteConfiguration(w -> w.indexDocument(i -> i.suffix("a/b")))));
        assertRefused(
                400,
                "MalformedXML",
                () -> s3.putBucketRequestPayment(
                        r -> r.bucket("photos").requestPaymentConfiguration(p -> p.payer("Nobody"))));
        assertRefused(
                403,
                "AccessDenied",
                () -> s3.getBucketTagging(r -> r.bucket("photos").expectedBucketOwner("000000000000")));
    }
}
