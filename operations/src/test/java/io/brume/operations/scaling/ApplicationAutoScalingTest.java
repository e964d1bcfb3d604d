package io.brume.operations.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.Datum;
import io.brume.operations.metrics.CloudWatch;
import io.brume.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

class ApplicationAutoScalingTest {

    private static final String RESOURCE = "endpoint/e/variant/v";
    private static final String DIMENSION = "sagemaker:variant:DesiredInstanceCount";
    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock("2026-03-01T12:00:30Z");
    private final Variants variants = new Variants();
    private Database database;
    private CloudWatch metrics;
    private ApplicationAutoScaling service;
    private ApplicationAutoScalingClient scaling;

    /** Variants that have an instance count, and nothing else. */
    private static final class Variants implements Scalable {

        private final Map<String, Integer> counts = new ConcurrentHashMap<>(Map.of(RESOURCE, 1));

        @Override
        public String namespace() {
            return "sagemaker";
        }

        @Override
        public String dimension() {
            return DIMENSION;
        }

        @Override
        public String unit() {
            return "instance count";
        }

        @Override
        public boolean names(String resource) {
            return resource.startsWith("endpoint/");
        }

        @Override
        public OptionalInt capacity(Scope scope, String resource) {
            Integer count = counts.get(resource);
            return count == null ? OptionalInt.empty() : OptionalInt.of(count);
        }

        @Override
        public boolean isReady(Scope scope, String resource) {
            return true;
        }

        @Override
        public void capacity(Scope scope, String resource, int capacity) {
            counts.put(resource, capacity);
        }

        @Override
        public Load load(String type, String resource) {
            if (!type.equals("SageMakerVariantInvocationsPerInstance")) {
                throw new IllegalArgumentException(type);
            }
            return new Load("AWS/SageMaker", "InvocationsPerInstance", Map.of("VariantName", "v"), "Sum");
        }
    }

    @BeforeEach
    void start() {
        database = Database.file(folder.resolve("brume.db"));
        metrics = new CloudWatch(database, clock, new Outbox(database, clock));
        InProcess inside = InProcess.of(HostedService.of(metrics));
        service = new ApplicationAutoScaling(
                database,
                clock,
                scope -> inside.client(CloudWatchClient.class, scope.account(), scope.region()),
                List.of(variants));
        scaling = InProcess.of(HostedService.of(service)).client(ApplicationAutoScalingClient.class);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private void register(int least, int most) {
        var _ = scaling.registerScalableTarget(target -> target.serviceNamespace("sagemaker")
                .resourceId(RESOURCE)
                .scalableDimension(DIMENSION)
                .minCapacity(least)
                .maxCapacity(most));
    }

    private void policy(double target, int outCooldown, int inCooldown) {
        var _ = scaling.putScalingPolicy(policy -> policy.policyName("hold")
                .policyType("TargetTrackingScaling")
                .serviceNamespace("sagemaker")
                .resourceId(RESOURCE)
                .scalableDimension(DIMENSION)
                .targetTrackingScalingPolicyConfiguration(tracking -> tracking.targetValue(target)
                        .scaleOutCooldown(outCooldown)
                        .scaleInCooldown(inCooldown)
                        .predefinedMetricSpecification(
                                metric -> metric.predefinedMetricType("SageMakerVariantInvocationsPerInstance"))));
    }

    /** So many minutes go by, each with so many invocations an instance; and the policies are looked at in each. */
    private void minutes(int count, double load) {
        for (int i = 0; i < count; i++) {
            if (load > 0) {
                metrics.sink()
                        .put(
                                SCOPE,
                                "AWS/SageMaker",
                                List.of(Datum.of(
                                        "InvocationsPerInstance", Map.of("VariantName", "v"), clock.instant(), load)));
            }
            clock.advance(Duration.ofMinutes(1));
            service.evaluate();
        }
    }

    private int count() {
        return variants.counts.getOrDefault(RESOURCE, 0);
    }

    private List<ScalingActivity> activities() {
        return scaling.describeScalingActivities(
                        describe -> describe.serviceNamespace("sagemaker").resourceId(RESOURCE))
                .scalingActivities();
    }

    @Test
    void threeMinutesAboveTheTargetScaleOutToWhatTheLoadNeeds() {
        register(1, 10);
        policy(100, 60, 60);
        minutes(2, 350);
        assertThat(count()).isEqualTo(1);
        minutes(1, 350);
        assertThat(count()).isEqualTo(4);
        service.evaluate();
        assertThat(activities()).singleElement().satisfies(activity -> {
            assertThat(activity.statusCode()).isEqualTo(ScalingActivityStatusCode.SUCCESSFUL);
            assertThat(activity.description()).isEqualTo("Setting desired instance count to 4.");
        });
    }

    @Test
    void noMoreInstancesThanTheTargetAllows() {
        register(1, 2);
        policy(10, 0, 0);
        minutes(5, 10_000);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aCooldownPutsOffWhatComesNext() {
        register(1, 10);
        policy(100, 600, 600);
        minutes(3, 150);
        assertThat(count()).isEqualTo(2);
        minutes(8, 150);
        assertThat(count()).isEqualTo(2);
        minutes(4, 150);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void fifteenQuietMinutesScaleInAndMinutesWithoutDataDoNot() {
        variants.counts.put(RESOURCE, 4);
        register(1, 10);
        policy(100, 60, 60);
        minutes(20, 0);
        assertThat(count()).isEqualTo(4);
        minutes(14, 20);
        assertThat(count()).isEqualTo(4);
        minutes(1, 20);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aTargetIsDescribedAndGoneWithItsPolicies() {
        register(1, 3);
        policy(100, 60, 60);
        var target = scaling.describeScalableTargets(describe -> describe.serviceNamespace("sagemaker"))
                .scalableTargets()
                .getFirst();
        assertThat(target.maxCapacity()).isEqualTo(3);
        var _ = scaling.registerScalableTarget(again -> again.serviceNamespace("sagemaker")
                .resourceId(RESOURCE)
                .scalableDimension(DIMENSION)
                .maxCapacity(5));
        assertThat(scaling.describeScalableTargets(describe -> describe.serviceNamespace("sagemaker"))
                        .scalableTargets())
                .singleElement()
                .satisfies(changed -> {
                    assertThat(changed.minCapacity()).isEqualTo(1);
                    assertThat(changed.maxCapacity()).isEqualTo(5);
                    assertThat(changed.scalableTargetARN()).isEqualTo(target.scalableTargetARN());
                });
        var _ = scaling.deregisterScalableTarget(
                gone -> gone.serviceNamespace("sagemaker").resourceId(RESOURCE).scalableDimension(DIMENSION));
        assertThat(scaling.describeScalingPolicies(describe -> describe.serviceNamespace("sagemaker"))
                        .scalingPolicies())
                .isEmpty();
        assertThatThrownBy(() -> policy(100, 60, 60)).isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void whatCannotBeScaledIsRefused() {
        assertThatThrownBy(() -> register(5, 3)).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> scaling.registerScalableTarget(target -> target.serviceNamespace("ecs")
                        .resourceId("service/a/b")
                        .scalableDimension("ecs:service:DesiredCount")
                        .minCapacity(1)
                        .maxCapacity(2)))
                .isInstanceOf(ValidationException.class);
    }
}
