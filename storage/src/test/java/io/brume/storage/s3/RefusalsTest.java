package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** What S3 does not take, in its own words. */
class RefusalsTest {

    private static final RequestBody HELLO = RequestBody.fromString("hello");
    private static final String ETAG = "\"5d41402abc4b2a76b9719d911017c592\"";

    private final World world = World.sqlite();
    private final S3Client s3 = world.s3;

    @BeforeEach
    void anObject() {
        s3.createBucket(r -> r.bucket("bucket"));
        s3.putObject(r -> r.bucket("bucket").key("k"), HELLO);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static void refused(Runnable call, int status, String code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            if (!code.isEmpty()) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            }
        });
    }

    @Test
    void readsWhoseConditionsDoNotHold() {
        refused(() -> s3.getObject(r -> r.bucket("bucket").key("k").ifMatch("\"x\"")), 412, "PreconditionFailed");
        refused(() -> s3.getObject(r -> r.bucket("bucket").key("k").ifNoneMatch(ETAG)), 304, "");
        refused(() -> s3.headObject(r -> r.bucket("bucket").key("k").ifNoneMatch(ETAG)), 304, "");
        refused(() -> s3.getObject(r -> r.bucket("bucket").key("k").range("bytes=5-")), 416, "InvalidRange");
        refused(() -> s3.getObject(r -> r.bucket("bucket").key("k").range("bytes=-0")), 416, "InvalidRange");
        assertThat(s3.getObjectAsBytes(r -> r.bucket("bucket").key("k").range("bytes=1-0"))
                        .asUtf8String())
                .isEqualTo("hello");
    }

    @Test
    void writesWhoseConditionsDoNotHold() {
        refused(
                () -> s3.putObject(r -> r.bucket("bucket").key("k").ifNoneMatch("*"), HELLO),
                412,
                "PreconditionFailed");
        refused(
                () -> s3.putObject(r -> r.bucket("bucket").key("k").ifMatch("\"x\""), HELLO),
                412,
                "PreconditionFailed");
        refused(() -> s3.putObject(r -> r.bucket("bucket").key("new").ifMatch(ETAG), HELLO), 404, "NoSuchKey");
        refused(
                () -> s3.copyObject(r -> r.sourceBucket("bucket")
                        .sourceKey("k")
                        .destinationBucket("bucket")
                        .destinationKey("k")),
                400,
                "InvalidRequest");
    }

    @Test
    void bodiesThatAreNotWhatTheirSenderSays() {
        refused(
                () -> s3.putObject(r -> r.bucket("bucket").key("k").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="), HELLO),
                400,
                "BadDigest");
        refused(() -> s3.putObject(r -> r.bucket("bucket").key("k").contentMD5("AAAA"), HELLO), 400, "InvalidDigest");
        refused(
                () -> s3.putObject(r -> r.bucket("bucket").key("k").checksumCRC32("AAAAAA=="), HELLO),
                400,
                "BadDigest");
        refused(
                () -> s3.putObject(r -> r.bucket("bucket").key("k").checksumSHA256("AAAA"), HELLO),
                400,
                "InvalidRequest");
        assertThat(s3.getObjectAsBytes(r -> r.bucket("bucket").key("k")).asUtf8String())
                .isEqualTo("hello");
    }

    @Test
    void namesTagsAndMetadataBeyondTheirLimits() {
        refused(() -> s3.putObject(r -> r.bucket("bucket").key("k".repeat(1025)), HELLO), 400, "KeyTooLongError");
        refused(
                () -> s3.putObject(r -> r.bucket("bucket").key("k").metadata(Map.of("a", "b".repeat(2048))), HELLO),
                400,
                "MetadataTooLarge");
        refused(
                () -> s3.putObjectTagging(r -> r.bucket("bucket")
                        .key("k")
                        .tagging(t -> t.tagSet(IntStream.range(0, 11)
                                .mapToObj(i ->
                                        Tag.builder().key("k" + i).value("").build())
                                .toList()))),
                400,
                "BadRequest");
        refused(() -> s3.putObject(r -> r.bucket("bucket").key("k").tagging("aws:x=1"), HELLO), 400, "InvalidTag");
        refused(
                () -> s3.putObject(r -> r.bucket("bucket").key("k").acl(ObjectCannedACL.PUBLIC_READ), HELLO),
                400,
                "AccessControlListNotSupported");
    }

    @Test
    void bucketsThatAreSomebodyElses() {
        try (S3Client other = world.client("111111111111", "us-east-1");
                S3Client ireland = world.client("brume", "eu-west-1")) {
            refused(() -> other.createBucket(r -> r.bucket("bucket")), 409, "BucketAlreadyExists");
            refused(() -> s3.headObject(r -> r.bucket("bucket").key("k").expectedBucketOwner("111111111111")), 403, "");
            refused(
                    () -> ireland.createBucket(
                            r -> r.bucket("irish").createBucketConfiguration(c -> c.locationConstraint("us-west-2"))),
                    400,
                    "IllegalLocationConstraintException");
            ireland.createBucket(
                    r -> r.bucket("irish").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
            refused(
                    () -> ireland.createBucket(
                            r -> r.bucket("irish").createBucketConfiguration(c -> c.locationConstraint("eu-west-1"))),
                    409,
                    "BucketAlreadyOwnedByYou");
            assertThat(s3.headBucket(r -> r.bucket("irish")).bucketRegion()).isEqualTo("eu-west-1");
            assertThat(other.listBuckets().buckets()).isEmpty();
        }
        s3.createBucket(r -> r.bucket("bucket")); // S3's oldest region takes it for a success
        refused(() -> s3.createBucket(r -> r.bucket("xn--name")), 400, "InvalidBucketName");
    }
}
