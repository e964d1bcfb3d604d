package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Tags;
import io.brume.serverless.pattern.Pattern;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Puts, switches and deletes rules, and puts their targets, all checked. */
final class RuleChanges {

    private static final int MOST_TARGETS = 5;
    private static final int MOST_TAGS = 50;

    private final Database database;
    private final Buses buses;
    private final Rules rules;
    private final Tags tags;
    private final Clock clock;

    RuleChanges(Database database, Buses buses, Rules rules, Clock clock) {
        this.database = database;
        this.buses = buses;
        this.rules = rules;
        this.tags = new Tags(database);
        this.clock = clock;
    }

    /** Makes a rule or puts another one in its place; targets and, of an unchanged schedule, the beat stay. */
    String put(Bus bus, PutRuleRequest request, Map<String, String> tagged) {
        if (request.eventPattern() == null && request.scheduleExpression() == null) {
            throw EventErrors.invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        if (request.eventPattern() != null) {
            Pattern unused = EventPattern.compile(request.eventPattern());
        }
        if (request.scheduleExpression() != null) {
            if (!bus.isDefault()) {
                throw EventErrors.invalid("ScheduleExpression is supported only on the default event bus.");
            }
            Schedule unused = Schedule.parse(request.scheduleExpression());
        }
        DescribeRuleResponse rule = DescribeRuleResponse.builder()
                .name(request.name())
                .arn(bus.ruleArn(request.name()))
                .eventBusName(bus.name())
                .eventPattern(request.eventPattern())
                .scheduleExpression(request.scheduleExpression())
                .description(request.description())
                .roleArn(request.roleArn())
                .state(request.state() == null ? RuleState.ENABLED : request.state())
                .createdBy(bus.scope().account())
                .build();
        database.change(_ -> {
            if (!buses.exists(bus)) {
                throw EventErrors.noBus(bus);
            }
            Optional<DescribeRuleResponse> before = rules.find(bus, rule.name());
            rules.put(bus, rule, due(bus, before.orElse(null), rule));
            if (before.isEmpty()) {
                tags.replace(rule.arn(), tagged);
            } else if (!tagged.isEmpty() && !tags.add(rule.arn(), tagged, MOST_TAGS)) {
                throw EventErrors.tooMany();
            }
        });
        return rule.arn();
    }

    /** When a rule fires next: as before, unless what decides it has changed. */
    private @Nullable Instant due(Bus bus, @Nullable DescribeRuleResponse before, DescribeRuleResponse after) {
        if (after.scheduleExpression() == null || after.state() == RuleState.DISABLED) {
            return null;
        }
        Instant kept = before != null && Objects.equals(before.scheduleExpression(), after.scheduleExpression())
                ? rules.due(bus, after.name())
                : null;
        return kept != null
                ? kept
                : Schedule.parse(after.scheduleExpression())
                        .after(clock.instant())
                        .orElse(null);
    }

    void switchTo(Bus bus, String name, RuleState state) {
        database.change(_ -> {
            DescribeRuleResponse before = rules.get(bus, name);
            DescribeRuleResponse after = before.toBuilder().state(state).build();
            rules.put(bus, after, due(bus, before, after));
        });
    }

    void delete(Bus bus, String name) {
        database.change(_ -> {
            if (!rules.targets(bus, name).isEmpty()) {
                throw EventErrors.invalid("Rule can't be deleted since it has targets.");
            }
            rules.delete(bus, name);
            tags.removeAll(bus.ruleArn(name));
        });
    }

    void putTargets(Bus bus, PutTargetsRequest request) {
        request.targets().forEach(RuleChanges::check);
        database.change(_ -> {
            DescribeRuleResponse unused = rules.get(bus, request.rule());
            rules.putTargets(bus, request.rule(), request.targets(), MOST_TARGETS);
        });
    }

    private static void check(Target target) {
        List<String> parts = List.of(target.arn().split(":", 6));
        if (parts.size() < 6 || !parts.getFirst().equals("arn") || parts.get(2).isEmpty()) {
            throw EventErrors.invalid(
                    "Parameter " + target.arn() + " is not valid. Reason: Provided Arn is not in correct format.");
        }
        boolean fifo = parts.get(2).equals("sqs") && target.arn().endsWith(".fifo");
        if (fifo && target.sqsParameters() == null) {
            throw EventErrors.invalid("Parameter(s) SqsParameters must be specified for target: " + target.id() + ".");
        }
        TargetInput.check(target);
    }
}
