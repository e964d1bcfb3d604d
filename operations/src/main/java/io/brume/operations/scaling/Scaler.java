package io.brume.operations.scaling;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * Scales by target tracking: out when three minutes in a row were above the target, in when fifteen were more than a tenth below it; to
 * what the last minute's load would need. Minutes without data change nothing.
 */
final class Scaler {

    private static final Logger log = LoggerFactory.getLogger(Scaler.class);

    /** Minutes in a row before it is scaled out, and in. */
    private static final int OUT = 3;

    private static final int IN = 15;
    /** The part of the target that is low. */
    private static final double LOW = 0.9;

    private static final int COOLDOWN_SECONDS = 300;
    private static final String SCALED_OUT = "out";
    private static final String SCALED_IN = "in";

    private final Clock clock;
    private final Function<Scope, CloudWatchClient> metrics;
    private final Targets targets;
    private final Policies policies;
    private final Activities activities;

    Scaler(
            Clock clock,
            Function<Scope, CloudWatchClient> metrics,
            Targets targets,
            Policies policies,
            Activities activities) {
        this.clock = clock;
        this.metrics = metrics;
        this.targets = targets;
        this.policies = policies;
        this.activities = activities;
    }

    void evaluate() {
        for (Resources.Named<ScalingPolicy> policy : policies.everywhere()) {
            try {
                evaluate(policy.scope(), policy.resource());
            } catch (RuntimeException e) {
                log.warn(
                        "the scaling policy {} cannot be followed",
                        policy.resource().policyARN(),
                        e);
            }
        }
    }

    private void evaluate(Scope scope, ScalingPolicy policy) {
        TargetKey key = TargetKey.of(policy);
        Scalable kind = targets.kind(key);
        Optional<ScalableTarget> target = targets.find(scope, key);
        OptionalInt capacity = kind.capacity(scope, key.resource());
        if (target.isEmpty() || capacity.isEmpty() || !kind.isReady(scope, key.resource())) {
            return;
        }
        List<ScalingActivity> done = activities.of(scope, key);
        end(scope, done, kind, capacity.getAsInt());
        int wanted = wanted(policy, loads(scope, policy, kind), target.get(), capacity.getAsInt(), done);
        if (wanted != capacity.getAsInt()) {
            boolean out = wanted > capacity.getAsInt();
            String what = "Setting desired " + kind.unit() + " to " + wanted + ".";
            String why = "monitor alarm TargetTracking-" + key.resource() + (out ? "-AlarmHigh" : "-AlarmLow")
                    + " in state ALARM triggered policy " + policy.policyName();
            activities.begin(scope, key, what, why, out ? SCALED_OUT : SCALED_IN);
            kind.capacity(scope, key.resource(), wanted);
        }
    }

    /** Notes how what was begun has ended: the resource is ready again. */
    private void end(Scope scope, List<ScalingActivity> done, Scalable kind, int capacity) {
        for (ScalingActivity activity : done) {
            if (activity.statusCode() == ScalingActivityStatusCode.IN_PROGRESS) {
                String number = "Setting desired " + kind.unit() + " to " + capacity + ".";
                if (number.equals(activity.description())) {
                    activities.end(
                            scope,
                            activity,
                            ScalingActivityStatusCode.SUCCESSFUL,
                            "Successfully set desired " + kind.unit() + " to " + capacity
                                    + ". Change successfully fulfilled by " + kind.namespace() + ".");
                } else {
                    activities.end(
                            scope,
                            activity,
                            ScalingActivityStatusCode.FAILED,
                            "The resource has the " + kind.unit() + " " + capacity + ".");
                }
            }
        }
    }

    /** The values of the last minutes that are over, the newest first; null for a minute without data. */
    private List<@Nullable Double> loads(Scope scope, ScalingPolicy policy, Scalable kind) {
        Scalable.Load load = load(policy, kind);
        Instant end = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        var points = metrics.apply(scope)
                .getMetricStatistics(get -> get.namespace(load.namespace())
                        .metricName(load.metric())
                        .dimensions(load.dimensions().entrySet().stream()
                                .map(one -> software.amazon.awssdk.services.cloudwatch.model.Dimension.builder()
                                        .name(one.getKey())
                                        .value(one.getValue())
                                        .build())
                                .toList())
                        .startTime(end.minus(Duration.ofMinutes(IN)))
                        .endTime(end)
                        .period(60)
                        .statisticsWithStrings(load.statistic()))
                .datapoints();
        List<@Nullable Double> values = new ArrayList<>();
        for (int minute = 1; minute <= IN; minute++) {
            Instant begin = end.minus(Duration.ofMinutes(minute));
            values.add(points.stream()
                    .filter(point -> point.timestamp().equals(begin))
                    .map(point -> switch (load.statistic()) {
                        case "Average" -> point.average();
                        case "Minimum" -> point.minimum();
                        case "Maximum" -> point.maximum();
                        case "SampleCount" -> point.sampleCount();
                        default -> point.sum();
                    })
                    .findFirst()
                    .orElse(null));
        }
        return values;
    }

    private static Scalable.Load load(ScalingPolicy policy, Scalable kind) {
        var configuration = policy.targetTrackingScalingPolicyConfiguration();
        var predefined = configuration.predefinedMetricSpecification();
        if (predefined != null) {
            return kind.load(predefined.predefinedMetricTypeAsString(), policy.resourceId());
        }
        var own = configuration.customizedMetricSpecification();
        var dimensions = new java.util.LinkedHashMap<String, String>();
        own.dimensions().forEach(one -> dimensions.put(one.name(), one.value()));
        return new Scalable.Load(own.namespace(), own.metricName(), dimensions, own.statisticAsString());
    }

    private int wanted(
            ScalingPolicy policy,
            List<@Nullable Double> loads,
            ScalableTarget target,
            int capacity,
            List<ScalingActivity> done) {
        var configuration = policy.targetTrackingScalingPolicyConfiguration();
        double goal = configuration.targetValue();
        Double last = loads.getFirst();
        if (last == null) {
            return capacity;
        }
        boolean high = loads.subList(0, OUT).stream().allMatch(load -> load != null && load > goal);
        boolean low = loads.stream().allMatch(load -> load != null && load < LOW * goal);
        int needed = (int) Math.clamp(Math.ceil(capacity * last / goal), target.minCapacity(), target.maxCapacity());
        boolean outMay = !Boolean.TRUE.equals(target.suspendedState().dynamicScalingOutSuspended());
        if (high && outMay && needed > capacity && rested(done, configuration.scaleOutCooldown(), SCALED_OUT)) {
            return needed;
        }
        boolean inMay = !Boolean.TRUE.equals(configuration.disableScaleIn())
                && !Boolean.TRUE.equals(target.suspendedState().dynamicScalingInSuspended());
        if (low
                && inMay
                && needed < capacity
                && rested(done, configuration.scaleInCooldown(), SCALED_IN)
                && rested(done, configuration.scaleInCooldown(), SCALED_OUT)) {
            return needed;
        }
        return capacity;
    }

    /** Whether the last activity of a direction is a cooldown ago. */
    private boolean rested(List<ScalingActivity> done, @Nullable Integer cooldown, String direction) {
        Instant since = clock.instant().minusSeconds(cooldown == null ? COOLDOWN_SECONDS : cooldown);
        return done.stream()
                .filter(activity -> direction.equals(activity.details()))
                .noneMatch(activity -> activity.startTime().isAfter(since));
    }
}
