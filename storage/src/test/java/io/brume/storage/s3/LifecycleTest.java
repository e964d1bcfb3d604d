package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

class LifecycleTest {

    private static LifecycleRule rule(String prefix, Consumer<LifecycleRule.Builder> more) {
        LifecycleRule.Builder rule = LifecycleRule.builder()
                .id("rule " + prefix)
                .status(ExpirationStatus.ENABLED)
                .filter(f -> f.prefix(prefix));
        more.accept(rule);
        return rule.build();
    }

    private static void rules(S3Client s3, LifecycleRule... rules) {
        s3.putBucketLifecycleConfiguration(r -> r.bucket("photos").lifecycleConfiguration(l -> l.rules(rules)));
    }

    private static void put(S3Client s3, String key, String content, String tagging) {
        s3.putObject(r -> r.bucket("photos").key(key).tagging(tagging), RequestBody.fromString(content));
    }

    private static List<String> keys(World world) {
        return world.database.read(transaction -> transaction.query(
                "SELECT object_key, marker FROM s3_version ORDER BY object_key, age",
                row -> row.text("object_key") + (row.bool("marker") ? " (marker)" : "")));
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void objectsEndWhenTheirRuleSays(World world) {
        try (world) {
            S3Client s3 = world.s3;
            s3.createBucket(r -> r.bucket("photos"));
            rules(
                    s3,
                    rule("log/", x -> x.expiration(e -> e.days(2))),
                    rule(
                            "tag/",
                            x -> x.filter(f -> f.and(a -> a.prefix("tag/")
                                            .tags(
                                                    Tag.builder()
                                                            .key("a")
                                                            .value("1")
                                                            .build(),
                                                    Tag.builder()
                                                            .key("b")
                                                            .value("2")
                                                            .build())))
                                    .expiration(e -> e.days(1))),
                    rule(
                            "big/",
                            x -> x.filter(f -> f.and(a -> a.prefix("big/").objectSizeGreaterThan(3L)))
                                    .expiration(e -> e.days(1))),
                    rule("off/", x -> x.status(ExpirationStatus.DISABLED).expiration(e -> e.days(1))));
            put(s3, "log/a", "x", "");
            put(s3, "keep", "x", "");
            put(s3, "tag/both", "x", "a=1&b=2&c=3");
            put(s3, "tag/one", "x", "a=1");
            put(s3, "big/4", "xxxx", "");
            put(s3, "big/3", "xxx", "");
            put(s3, "off/a", "x", "");

            world.service.expire();
            assertThat(keys(world)).hasSize(7);

            world.clock.forward(Duration.ofDays(2));
            world.service.expire();
            assertThat(keys(world)).containsExactly("big/3", "keep", "log/a", "off/a", "tag/one");

            world.clock.forward(Duration.ofDays(1));
            world.service.expire();
            assertThat(keys(world)).containsExactly("big/3", "keep", "off/a", "tag/one");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void versionsEndBehindTheLatest(World world) {
        try (world) {
            S3Client s3 = world.s3;
            s3.createBucket(r -> r.bucket("photos"));
            world.database.change(transaction -> transaction.update(
                    "UPDATE s3_bucket SET versioning = ?", BucketVersioningStatus.ENABLED.toString()));
            rules(
                    s3,
                    rule(
                            "old/",
                            x -> x.noncurrentVersionExpiration(
                                    n -> n.noncurrentDays(1).newerNoncurrentVersions(1))),
                    rule(
                            "end/",
                            x -> x.expiration(e -> e.days(1)).noncurrentVersionExpiration(n -> n.noncurrentDays(1))));
            for (int i = 0; i < 4; i++) {
                put(s3, "old/a", "x" + i, "");
            }
            put(s3, "end/a", "x", "");

            world.clock.forward(Duration.ofDays(2));
            world.service.expire();
            assertThat(keys(world)).containsExactly("end/a (marker)", "end/a", "old/a", "old/a");

            world.clock.forward(Duration.ofDays(2));
            world.service.expire();
            assertThat(keys(world))
                    .as("the marker hides nothing any more and is old enough")
                    .containsExactly("old/a", "old/a");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void uploadsThatWereNotCompletedAreGivenUp(World world) {
        try (world) {
            S3Client s3 = world.s3;
            s3.createBucket(r -> r.bucket("photos"));
            rules(s3, rule("tmp/", x -> x.abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(1))));
            for (String key : List.of("tmp/a", "tmp/b", "keep")) {
                String id = s3.createMultipartUpload(r -> r.bucket("photos").key(key))
                        .uploadId();
                s3.uploadPart(r -> r.bucket("photos").key(key).uploadId(id).partNumber(1), RequestBody.fromString("x"));
            }

            world.clock.forward(Duration.ofDays(2));
            world.service.expire();

            assertThat(s3.listMultipartUploads(r -> r.bucket("photos")).uploads())
                    .singleElement()
                    .matches(upload -> upload.key().equals("keep"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerTellsWhenTheObjectEnds(boolean byDate) {
        try (World world = World.sqlite()) {
            S3Client s3 = world.s3;
            s3.createBucket(r -> r.bucket("photos"));
            Instant date = Instant.parse("2099-01-01T00:00:00Z");
            rules(
                    s3,
                    rule(
                            "a",
                            x -> x.expiration(e -> {
                                if (byDate) {
                                    e.date(date);
                                } else {
                                    e.days(3);
                                }
                            })));
            Instant expected = byDate
                    ? date
                    : world.clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(4));
            String header = "expiry-date=\"" + HttpDates.format(expected) + "\", rule-id=\"rule a\"";

            assertThat(s3.putObject(r -> r.bucket("photos").key("a"), RequestBody.fromString("x"))
                            .expiration())
                    .isEqualTo(header);
            assertThat(s3.headObject(r -> r.bucket("photos").key("a")).expiration())
                    .isEqualTo(header);
            assertThat(s3.getObjectAsBytes(r -> r.bucket("photos").key("a"))
                            .response()
                            .expiration())
                    .isEqualTo(header);
            s3.putObject(r -> r.bucket("photos").key("photos"), RequestBody.fromString("x"));
            assertThat(s3.headObject(r -> r.bucket("photos").key("photos")).expiration())
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no action",
                "days 0",
                "noon",
                "days and date",
                "two predicates",
                "one in and",
                "marker with tag",
                "same id",
                "neither prefix nor filter"
            })
    void rulesThatS3WouldRefuseAreRefused(String what) {
        Tag tag = Tag.builder().key("k").value("v").build();
        LifecycleRule good = rule("", x -> x.expiration(e -> e.days(1)));
        List<LifecycleRule> rules = switch (what) {
            case "no action" -> List.of(rule("", _ -> {}));
            case "days 0" -> List.of(rule("", x -> x.expiration(e -> e.days(0))));
            case "noon" -> List.of(rule("", x -> x.expiration(e -> e.date(Instant.parse("2099-01-01T12:00:00Z")))));
            case "days and date" ->
                List.of(rule("", x -> x.expiration(e -> e.days(1).date(Instant.parse("2099-01-01T00:00:00Z")))));
            case "two predicates" ->
                List.of(rule("", x -> x.filter(f -> f.prefix("a").tag(tag)).expiration(e -> e.days(1))));
            case "one in and" ->
                List.of(rule("", x -> x.filter(f -> f.and(a -> a.prefix("a"))).expiration(e -> e.days(1))));
            case "marker with tag" ->
                List.of(rule("", x -> x.filter(f -> f.tag(tag)).expiration(e -> e.expiredObjectDeleteMarker(true))));
            case "same id" -> List.of(good, good);
            default ->
                List.of(good.copy(
                        copy -> copy.filter((software.amazon.awssdk.services.s3.model.LifecycleRuleFilter) null)));
        };
        try (World world = World.sqlite()) {
            world.s3.createBucket(r -> r.bucket("photos"));
            S3Exception refused =
                    catchThrowableOfType(S3Exception.class, () -> rules(world.s3, rules.toArray(LifecycleRule[]::new)));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.awsErrorDetails().errorCode()).isIn("MalformedXML", "InvalidRequest", "InvalidArgument");
        }
    }
}
