package io.brume.storage.s3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** A bucket's notification configuration as rules of one kind: which events of which keys are told to whom. */
final class Notifications {

    private static final int LONGEST_FILTER = 1024;

    private Notifications() {}

    /**
     * One rule.
     *
     * @param service which takes the message: {@code sqs}, {@code sns} or {@code lambda}
     * @param events with {@code s3:}, an asterisk at the end standing for all of their kind
     */
    record Rule(String id, String service, String arn, List<String> events, String prefix, String suffix) {

        boolean wants(String event, String key) {
            String full = "s3:" + event;
            return key.startsWith(prefix)
                    && key.endsWith(suffix)
                    && key.length() >= Math.max(prefix.length(), suffix.length())
                    && events.stream().anyMatch(pattern -> matches(pattern, full));
        }

        private static boolean matches(String pattern, String event) {
            return pattern.endsWith("*")
                    ? event.startsWith(pattern.substring(0, pattern.length() - 1))
                    : event.equals(pattern);
        }

        /** Whether one event of one key could be told by both. */
        boolean overlaps(Rule other) {
            boolean events = this.events.stream()
                    .anyMatch(a -> other.events.stream().anyMatch(b -> matches(a, b) || matches(b, a)));
            return events
                    && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                    && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
        }

        boolean isFiltered() {
            return !prefix.isEmpty() || !suffix.isEmpty();
        }
    }

    /** The rules of a configuration that {@link #checked} returned. */
    static List<Rule> rules(NotificationConfiguration configuration) {
        List<Rule> rules = new ArrayList<>();
        for (QueueConfiguration queue : configuration.queueConfigurations()) {
            rules.add(rule(queue.id(), "sqs", queue.queueArn(), queue.eventsAsStrings(), queue.filter()));
        }
        for (TopicConfiguration topic : configuration.topicConfigurations()) {
            rules.add(rule(topic.id(), "sns", topic.topicArn(), topic.eventsAsStrings(), topic.filter()));
        }
        for (LambdaFunctionConfiguration function : configuration.lambdaFunctionConfigurations()) {
            rules.add(rule(
                    function.id(),
                    "lambda",
                    function.lambdaFunctionArn(),
                    function.eventsAsStrings(),
                    function.filter()));
        }
        return rules;
    }

    private static Rule rule(
            @Nullable String id,
            String service,
            @Nullable String arn,
            List<String> events,
            @Nullable NotificationConfigurationFilter filter) {
        String prefix = "";
        String suffix = "";
        if (filter != null && filter.key() != null) {
            for (FilterRule part : filter.key().filterRules()) {
                String value = part.value() == null ? "" : part.value();
                if ("prefix".equalsIgnoreCase(part.nameAsString())) {
                    prefix = value;
                } else {
                    suffix = value;
                }
            }
        }
        return new Rule(id == null ? "" : id, service, arn == null ? "" : arn, events, prefix, suffix);
    }

    /**
     * A configuration whose rules all have ids.
     *
     * @throws Refusal when S3 would refuse it
     */
    static NotificationConfiguration checked(@Nullable NotificationConfiguration configuration) {
        if (configuration == null) {
            throw Refusal.malformedXml();
        }
        NotificationConfiguration named = named(configuration);
        named.queueConfigurations().forEach(queue -> check(queue.filter()));
        named.topicConfigurations().forEach(topic -> check(topic.filter()));
        named.lambdaFunctionConfigurations().forEach(function -> check(function.filter()));
        List<Rule> rules = rules(named);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            check(rule);
            if (!ids.add(rule.id)) {
                throw Refusal.invalidArgument(
                        "Same ID used for multiple configurations. IDs must be unique", "Id", rule.id);
            }
            for (Rule earlier : rules.subList(0, i)) {
                if (rule.overlaps(earlier)) {
                    throw overlapping(rule.isFiltered() || earlier.isFiltered());
                }
            }
        }
        return named;
    }

    private static Refusal overlapping(boolean filtered) {
        return Refusal.of(
                400,
                "InvalidArgument",
                filtered
                        ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the"
                                + " prefixes are overlapping for the same event type."
                        : "Configurations overlap. Configurations on the same bucket cannot share a common event type.");
    }

    private static NotificationConfiguration named(NotificationConfiguration configuration) {
        return configuration.toBuilder()
                .queueConfigurations(configuration.queueConfigurations().stream()
                        .map(queue -> queue.copy(copy -> copy.id(id(queue.id()))))
                        .toList())
                .topicConfigurations(configuration.topicConfigurations().stream()
                        .map(topic -> topic.copy(copy -> copy.id(id(topic.id()))))
                        .toList())
                .lambdaFunctionConfigurations(configuration.lambdaFunctionConfigurations().stream()
                        .map(function -> function.copy(copy -> copy.id(id(function.id()))))
                        .toList())
                .build();
    }

    private static String id(@Nullable String given) {
        return given == null || given.isEmpty() ? UUID.randomUUID().toString() : given;
    }

    private static void check(Rule rule) {
        String[] arn = rule.arn.split(":", 6);
        if (arn.length < 6 || !arn[0].equals("arn") || arn[5].isEmpty()) {
            throw Refusal.invalidArgument("The ARN could not be parsed", argument(rule.service), rule.arn);
        }
        if (!arn[2].equals(rule.service)) {
            throw Refusal.invalidArgument("The ARN is not well formed", argument(rule.service), rule.arn);
        }
        if (arn[5].endsWith(".fifo")) {
            throw Refusal.invalidArgument("FIFO destinations are not supported", argument(rule.service), rule.arn);
        }
        if (rule.events.isEmpty()) {
            throw Refusal.malformedXml();
        }
        for (String event : rule.events) {
            if (Event.fromValue(event) == Event.UNKNOWN_TO_SDK_VERSION) {
                throw Refusal.invalidArgument(
                        "The event '" + event + "' is not supported for notifications", "Event", event);
            }
        }
    }

    private static String argument(String service) {
        return switch (service) {
            case "sqs" -> "QueueArn";
            case "sns" -> "TopicArn";
            default -> "LambdaFunctionArn";
        };
    }

    private static void check(@Nullable NotificationConfigurationFilter filter) {
        if (filter == null || filter.key() == null) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (FilterRule part : filter.key().filterRules()) {
            String name = String.valueOf(part.nameAsString()).toLowerCase(Locale.ROOT);
            if (!name.equals("prefix") && !name.equals("suffix")) {
                throw Refusal.invalidArgument(
                        "filter rule name must be either prefix or suffix", "FilterRule.Name", name);
            }
            if (!names.add(name)) {
                throw Refusal.invalidArgument(
                        "Cannot specify more than one " + name + " rule in a filter.", "FilterRule.Name", name);
            }
            if (part.value() != null && part.value().length() > LONGEST_FILTER) {
                throw Refusal.invalidArgument(
                        "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
                        "FilterRule.Value",
                        part.value());
            }
        }
    }
}
