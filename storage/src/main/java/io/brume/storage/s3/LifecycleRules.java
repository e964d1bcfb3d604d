package io.brume.storage.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionExpiration;
import software.amazon.awssdk.services.s3.model.Tag;

/** A bucket's lifecycle rules: whether S3 would take them, which hold for an object, and when they end it. */
record LifecycleRules(List<LifecycleRule> rules) {

    private static final int MOST = 1000;
    private static final int LONGEST_ID = 255;
    private static final int MOST_KEPT = 100;

    /**
     * The rules of a configuration, each with an id.
     *
     * @throws Refusal when S3 would refuse them
     */
    static List<LifecycleRule> checked(@Nullable BucketLifecycleConfiguration configuration) {
        if (configuration == null || configuration.rules().isEmpty()) {
            throw Refusal.malformedXml();
        }
        if (configuration.rules().size() > MOST) {
            throw Refusal.invalidRequest(
                    "The number of lifecycle rules must not exceed the allowed limit of 1000 rules");
        }
        Set<String> ids = new HashSet<>();
        return configuration.rules().stream()
                .map(rule -> {
                    check(rule);
                    String id = rule.id() == null || rule.id().isEmpty()
                            ? UUID.randomUUID().toString()
                            : rule.id();
                    if (id.length() > LONGEST_ID) {
                        throw Refusal.invalidArgument("ID length should not exceed allowed limit of 255", "ID", id);
                    }
                    if (!ids.add(id)) {
                        throw Refusal.invalidArgument(
                                "Rule ID must be unique. Found same ID for more than one rule", "ID", id);
                    }
                    return rule.copy(copy -> copy.id(id));
                })
                .toList();
    }

    private static void check(LifecycleRule rule) {
        LifecycleRuleFilter filter = rule.filter();
        boolean twoWays = rule.prefix() != null && filter != null;
        if (rule.status() == null || twoWays || rule.prefix() == null && filter == null) {
            throw Refusal.malformedXml();
        }
        if (filter != null) {
            check(filter);
        }
        boolean acts = rule.expiration() != null
                || rule.noncurrentVersionExpiration() != null
                || rule.abortIncompleteMultipartUpload() != null
                || rule.hasTransitions()
                || rule.hasNoncurrentVersionTransitions();
        if (!acts) {
            throw Refusal.invalidRequest("At least one action needs to be specified in a rule");
        }
        boolean tags = !new Scope(rule).tags.isEmpty();
        if (rule.expiration() != null) {
            check(rule.expiration(), tags);
        }
        NoncurrentVersionExpiration noncurrent = rule.noncurrentVersionExpiration();
        if (noncurrent != null) {
            positive(noncurrent.noncurrentDays(), "NoncurrentDays", "NoncurrentVersionExpiration");
            Integer kept = noncurrent.newerNoncurrentVersions();
            if (kept != null && (kept < 1 || kept > MOST_KEPT)) {
                throw Refusal.invalidArgument(
                        "'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be between 1 and 100",
                        "NewerNoncurrentVersions",
                        kept.toString());
            }
        }
        if (rule.abortIncompleteMultipartUpload() != null) {
            positive(
                    rule.abortIncompleteMultipartUpload().daysAfterInitiation(),
                    "DaysAfterInitiation",
                    "AbortIncompleteMultipartUpload");
            if (tags) {
                throw Refusal.invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.");
            }
        }
    }

    private static void check(LifecycleRuleFilter filter) {
        int predicates = count(
                filter.prefix(),
                filter.tag(),
                filter.objectSizeGreaterThan(),
                filter.objectSizeLessThan(),
                filter.and());
        if (predicates > 1) {
            throw Refusal.malformedXml();
        }
        var and = filter.and();
        if (and != null) {
            int inside = count(and.prefix(), and.objectSizeGreaterThan(), and.objectSizeLessThan())
                    + and.tags().size();
            if (inside < 2) {
                throw Refusal.malformedXml();
            }
            Set<String> keys = new HashSet<>();
            for (Tag tag : and.tags()) {
                if (!keys.add(tag.key())) {
                    throw Refusal.invalidRequest("Duplicate Tag Keys are not allowed.");
                }
            }
        }
    }

    private static int count(@Nullable Object... values) {
        int count = 0;
        for (Object value : values) {
            count += value == null ? 0 : 1;
        }
        return count;
    }

    private static void check(LifecycleExpiration expiration, boolean tags) {
        if (count(expiration.days(), expiration.date(), expiration.expiredObjectDeleteMarker()) != 1) {
            throw Refusal.malformedXml();
        }
        if (expiration.days() != null) {
            positive(expiration.days(), "Days", "Expiration");
        }
        Instant date = expiration.date();
        if (date != null && !date.equals(date.truncatedTo(ChronoUnit.DAYS))) {
            throw Refusal.invalidArgument("'Date' must be at midnight GMT", "Date", date.toString());
        }
        if (expiration.expiredObjectDeleteMarker() != null && tags) {
            throw Refusal.invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.");
        }
    }

    private static void positive(@Nullable Integer days, String what, String action) {
        if (days == null) {
            throw Refusal.malformedXml();
        }
        if (days < 1) {
            throw Refusal.invalidArgument(
                    "'" + what + "' for " + action + " action must be a positive integer", what, days.toString());
        }
    }

    /** What a rule is about. */
    private record Scope(String prefix, Map<String, String> tags, long above, long below) {

        Scope(LifecycleRule rule) {
            this(prefixOf(rule), tagsOf(rule.filter()), aboveOf(rule.filter()), belowOf(rule.filter()));
        }

        private static String prefixOf(LifecycleRule rule) {
            LifecycleRuleFilter filter = rule.filter();
            String prefix = rule.prefix();
            if (filter != null) {
                prefix = filter.and() != null ? filter.and().prefix() : filter.prefix();
            }
            return prefix == null ? "" : prefix;
        }

        private static Map<String, String> tagsOf(@Nullable LifecycleRuleFilter filter) {
            Map<String, String> tags = new HashMap<>();
            if (filter != null && filter.tag() != null) {
                tags.put(filter.tag().key(), filter.tag().value());
            }
            if (filter != null && filter.and() != null) {
                filter.and().tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            }
            return tags;
        }

        private static long aboveOf(@Nullable LifecycleRuleFilter filter) {
            Long above = filter == null
                    ? null
                    : filter.and() != null ? filter.and().objectSizeGreaterThan() : filter.objectSizeGreaterThan();
            return above == null ? -1 : above;
        }

        private static long belowOf(@Nullable LifecycleRuleFilter filter) {
            Long below = filter == null
                    ? null
                    : filter.and() != null ? filter.and().objectSizeLessThan() : filter.objectSizeLessThan();
            return below == null ? Long.MAX_VALUE : below;
        }

        boolean holds(String key) {
            return key.startsWith(prefix);
        }

        boolean holds(StoredVersion version) {
            return holds(version.key())
                    && version.size() > above
                    && version.size() < below
                    && version.tagMap().entrySet().containsAll(tags.entrySet());
        }
    }

    private List<LifecycleRule> enabled() {
        return rules.stream()
                .filter(rule -> rule.status() == ExpirationStatus.ENABLED)
                .toList();
    }

    /** The midnight, in UTC, behind a number of days: rules act once a day. */
    private static Instant due(Instant since, int days) {
        Instant end = since.plus(Duration.ofDays(days));
        Instant midnight = end.truncatedTo(ChronoUnit.DAYS);
        return midnight.equals(end) ? end : midnight.plus(Duration.ofDays(1));
    }

    /** When, and by which rule, an object ends. */
    record End(Instant at, String ruleId) {

        /** As the {@code x-amz-expiration} header has it. */
        String header() {
            return "expiry-date=\"" + HttpDates.format(at) + "\", rule-id=\"" + ruleId + "\"";
        }
    }

    /** When the latest version of an object ends, by the rule that ends it first; empty when by none. */
    Optional<End> end(StoredVersion latest) {
        End first = null;
        for (LifecycleRule rule : enabled()) {
            LifecycleExpiration expiration = rule.expiration();
            if (expiration != null && new Scope(rule).holds(latest)) {
                Instant at = expiration.days() != null ? due(latest.modified(), expiration.days()) : expiration.date();
                if (at != null && (first == null || at.isBefore(first.at))) {
                    first = new End(at, rule.id());
                }
            }
        }
        return Optional.ofNullable(first);
    }

    /**
     * Whether a version that is not the latest any more ends now.
     *
     * @param since when the next younger one took its place
     * @param newer how many others that are not the latest are younger
     */
    boolean endsNoncurrent(StoredVersion version, Instant since, int newer, Instant now) {
        for (LifecycleRule rule : enabled()) {
            NoncurrentVersionExpiration expiration = rule.noncurrentVersionExpiration();
            if (expiration != null && new Scope(rule).holds(version)) {
                Integer kept = expiration.newerNoncurrentVersions();
                if ((kept == null || newer >= kept)
                        && !due(since, expiration.noncurrentDays()).isAfter(now)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a delete marker goes that hides nothing any more. */
    boolean endsMarker(StoredVersion marker, Instant now) {
        for (LifecycleRule rule : enabled()) {
            LifecycleExpiration expiration = rule.expiration();
            if (expiration != null && new Scope(rule).holds(marker.key()) && new Scope(rule).tags.isEmpty()) {
                boolean aged = expiration.days() != null
                        && !due(marker.modified(), expiration.days()).isAfter(now);
                if (aged || Boolean.TRUE.equals(expiration.expiredObjectDeleteMarker())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an upload in parts that was not completed is given up. */
    boolean endsUpload(String key, Instant initiated, Instant now) {
        return enabled().stream()
                .anyMatch(rule -> rule.abortIncompleteMultipartUpload() != null
                        && new Scope(rule).holds(key)
                        && !due(initiated, rule.abortIncompleteMultipartUpload().daysAfterInitiation())
                                .isAfter(now));
    }
}
