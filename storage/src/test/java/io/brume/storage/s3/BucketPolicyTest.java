package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class BucketPolicyTest {

    private static final StoredBucket BUCKET =
            new StoredBucket(1, "photos", "123456789012", "eu-west-1", Instant.EPOCH, null);

    private static String statement(String effect, String principal, String action, String resource) {
        return "{\"Effect\": \"" + effect + "\", \"Principal\": " + principal + ", \"Action\": " + action
                + ", \"Resource\": " + resource + "}";
    }

    private static String policy(String... statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}";
    }

    private static final String PUBLIC_READ =
            policy(statement("Allow", "\"*\"", "[\"s3:GetObject\"]", "\"arn:aws:s3:::photos/*\""));

    @Test
    void everyoneMayDoWhatThePolicyAllowsEveryone() {
        var policy = new BucketPolicy(PUBLIC_READ, BUCKET);

        assertThat(policy.isPublic()).isTrue();
        assertThat(EveryoneMay.by(
                        policy,
                        BUCKET,
                        GetObjectRequest.builder().bucket("photos").key("a/b").build()))
                .isTrue();
        assertThat(EveryoneMay.by(
                        policy,
                        BUCKET,
                        HeadObjectRequest.builder().bucket("photos").key("a/b").build()))
                .isTrue();
        assertThat(EveryoneMay.by(
                        policy,
                        BUCKET,
                        GetObjectRequest.builder()
                                .bucket("photos")
                                .key("a")
                                .versionId("v")
                                .build()))
                .isFalse();
        assertThat(EveryoneMay.by(
                        policy,
                        BUCKET,
                        PutObjectRequest.builder().bucket("photos").key("a").build()))
                .isFalse();
        assertThat(EveryoneMay.by(
                        policy,
                        BUCKET,
                        ListObjectsV2Request.builder().bucket("photos").build()))
                .isFalse();
        assertThat(EveryoneMay.by(
                        policy,
                        BUCKET,
                        CopyObjectRequest.builder()
                                .sourceBucket("secret")
                                .sourceKey("a")
                                .destinationBucket("photos")
                                .destinationKey("b")
                                .build()))
                .isFalse();
    }

    @Test
    void aDenialWinsAndAConditionGrantsNothing() {
        String all = statement(
                "Allow", "{\"AWS\": [\"*\"]}", "\"s3:*\"", "[\"arn:aws:s3:::photos\", \"arn:aws:s3:::photos/*\"]");
        var denied = new BucketPolicy(
                policy(all, statement("Deny", "\"*\"", "\"s3:Get*\"", "\"arn:aws:s3:::photos/secret/*\"")), BUCKET);
        assertThat(denied.lets("s3:GetObject", "arn:aws:s3:::photos/a")).isTrue();
        assertThat(denied.lets("s3:getobject", "arn:aws:s3:::photos/secret/a")).isFalse();

        var conditional = new BucketPolicy(
                policy(all.replace("}", ", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}}}")
                        .replace(
                                "[\"*\"], \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}}}",
                                "[\"*\"]}")),
                BUCKET);
        assertThat(conditional.isPublic()).isFalse();
        assertThat(conditional.lets("s3:GetObject", "arn:aws:s3:::photos/a")).isFalse();

        var others = new BucketPolicy(
                policy(statement(
                        "Allow", "{\"AWS\": \"arn:aws:iam::1:root\"}", "\"s3:*\"", "\"arn:aws:s3:::photos/*\"")),
                BUCKET);
        assertThat(others.isPublic()).isFalse();
        assertThat(others.lets("s3:GetObject", "arn:aws:s3:::photos/a")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "a*c, abc, true",
        "a*c, ac, true",
        "a*c, abd, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "a*b*c, aXbYbZc, true",
        "abc, abc, true",
        "abc, abcd, false",
        "'', '', true",
        "a**, a, true",
    })
    void patternsAreAsInPolicies(String pattern, String text, boolean like) {
        assertThat(BucketPolicy.like(pattern, text)).isEqualTo(like);
    }

    @Test
    void aPatternThatCannotMatchIsToldSoSoon() {
        assertThat(BucketPolicy.like("*a".repeat(1000) + "b", "a".repeat(5000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "{}",
                "{\"Version\": \"2020-01-01\", \"Statement\": []}",
                "{\"Statement\": []}",
                "{\"Statement\": [1]}",
                "{\"Statement\": [{}]}",
                "{\"Statement\": {\"Effect\": \"Maybe\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::photos\"}}",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::photos\"}}",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sqs:*\", \"Resource\": \"arn:aws:s3:::photos\"}}",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::photos2/*\"}}",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": [1], \"Resource\": \"arn:aws:s3:::photos\"}}",
            })
    void whatIsNoPolicyForTheBucketIsRefused(String document) {
        assertThatThrownBy(() -> new BucketPolicy(document, BUCKET))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MalformedPolicy"));
    }

    @Test
    void aPolicyForEveryoneNeedsThatPublicAccessIsNotBlocked() {
        try (World world = World.sqlite()) {
            world.s3.createBucket(r -> r.bucket("photos"));
            S3Exception refused = catchThrowableOfType(
                    S3Exception.class,
                    () -> world.s3.putBucketPolicy(r -> r.bucket("photos").policy(PUBLIC_READ)));
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            GetObjectRequest get =
                    GetObjectRequest.builder().bucket("photos").key("a").build();
            assertThat(world.service.everyoneMay(get)).isFalse();

            world.s3.deletePublicAccessBlock(r -> r.bucket("photos"));
            world.s3.putBucketPolicy(r -> r.bucket("photos").policy(PUBLIC_READ));
            assertThat(world.s3.getBucketPolicy(r -> r.bucket("photos")).policy())
                    .isEqualTo(PUBLIC_READ);
            assertThat(world.s3
                            .getBucketPolicyStatus(r -> r.bucket("photos"))
                            .policyStatus()
                            .isPublic())
                    .isTrue();
            assertThat(world.service.everyoneMay(get)).isTrue();

            world.s3.putPublicAccessBlock(
                    r -> r.bucket("photos").publicAccessBlockConfiguration(b -> b.restrictPublicBuckets(true)));
            assertThat(world.service.everyoneMay(get)).isFalse();
        }
    }
}
