package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** An endpoint whose number of instances follows the calls that it really gets. Minutes go by as the test says. */
@Tag("slow")
class EndpointScalingTest {

    private static final String IMAGE = "749696950732.dkr.ecr.us-east-1.amazonaws.com/decision-tree:1";
    private static final String ROLE = "arn:aws:iam::123456789012:role/learner";
    private static final String RESOURCE = "endpoint/e/variant/all";
    private static final String DIMENSION = "sagemaker:variant:DesiredInstanceCount";
    private static final int MOST = 4;

    @TempDir
    private Path folder;

    /** It stands still between minutes, so that each minute's calls fall into it on however slow a machine. */
    private final SettableClock clock = new SettableClock("2026-03-01T12:00:30Z");

    private static void until(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited two minutes for: " + what);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Test
    void anEndpointGetsInstancesWithItsCallsAndGivesThemBackAfterThem() {
        var configuration = ConfigurationReader.read(
                folder, Map.of(), Map.of("data", folder.toString(), "engines.preload", "never"));
        try (Brume brume = Brume.start(configuration, clock, _ -> List.of())) {
            serve(brume);
            var scaling = brume.client(ApplicationAutoScalingClient.class);
            var _ = scaling.registerScalableTarget(target -> target.serviceNamespace("sagemaker")
                    .resourceId(RESOURCE)
                    .scalableDimension(DIMENSION)
                    .minCapacity(1)
                    .maxCapacity(MOST));
            var _ = scaling.putScalingPolicy(policy -> policy.policyName("hold")
                    .policyType("TargetTrackingScaling")
                    .serviceNamespace("sagemaker")
                    .resourceId(RESOURCE)
                    .scalableDimension(DIMENSION)
                    .targetTrackingScalingPolicyConfiguration(tracking -> tracking.targetValue(20.0)
                            .scaleOutCooldown(0)
                            .scaleInCooldown(0)
                            .predefinedMetricSpecification(
                                    metric -> metric.predefinedMetricType("SageMakerVariantInvocationsPerInstance"))));

            until("as many instances as there may be", () -> {
                minute(brume, 200);
                return instances(brume) == MOST;
            });
            until("a single instance", () -> {
                minute(brume, 1);
                return instances(brume) == 1;
            });
            assertThat(scaling.describeScalingActivities(describe ->
                                    describe.serviceNamespace("sagemaker").resourceId(RESOURCE))
                            .scalingActivities())
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    private static void serve(Brume brume) {
        var s3 = brume.client(S3Client.class);
        var sageMaker = brume.client(SageMakerClient.class);
        var _ = s3.createBucket(bucket -> bucket.bucket("data"));
        var _ = s3.putObject(
                put -> put.bucket("data").key("train/rows.csv"), RequestBody.fromString("0,1\n1,9\n".repeat(50)));
        var _ = sageMaker.createTrainingJob(job -> job.trainingJobName("t")
                .algorithmSpecification(
                        algorithm -> algorithm.trainingImage(IMAGE).trainingInputMode(TrainingInputMode.FILE))
                .roleArn(ROLE)
                .hyperParameters(Map.of("predictor_type", "classifier", "num_trees", "1"))
                .inputDataConfig(channel -> channel.channelName("train")
                        .contentType("text/csv")
                        .dataSource(data -> data.s3DataSource(
                                source -> source.s3DataType("S3Prefix").s3Uri("s3://data/train/"))))
                .outputDataConfig(output -> output.s3OutputPath("s3://data/models"))
                .resourceConfig(resources ->
                        resources.instanceCount(1).instanceType("ml.m5.large").volumeSizeInGB(1))
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(600)));
        until(
                "the model",
                () -> sageMaker
                                .describeTrainingJob(job -> job.trainingJobName("t"))
                                .trainingJobStatus()
                        == TrainingJobStatus.COMPLETED);
        var _ = sageMaker.createModel(model -> model.modelName("m")
                .executionRoleArn(ROLE)
                .primaryContainer(
                        container -> container.image(IMAGE).modelDataUrl("s3://data/models/t/output/model.tar.gz")));
        var _ = sageMaker.createEndpointConfig(config -> config.endpointConfigName("c")
                .productionVariants(variant -> variant.variantName("all")
                        .modelName("m")
                        .instanceType("ml.m5.large")
                        .initialInstanceCount(1)));
        var _ = sageMaker.createEndpoint(endpoint -> endpoint.endpointName("e").endpointConfigName("c"));
        until(
                "the endpoint",
                () -> sageMaker
                                .describeEndpoint(endpoint -> endpoint.endpointName("e"))
                                .endpointStatus()
                        == EndpointStatus.IN_SERVICE);
    }

    /** A minute with so many calls, each of which is answered. */
    private void minute(Brume brume, int calls) {
        var runtime = brume.client(SageMakerRuntimeClient.class);
        for (int i = 0; i < calls; i++) {
            var _ = runtime.invokeEndpoint(
                    invoke -> invoke.endpointName("e").contentType("text/csv").body(SdkBytes.fromUtf8String("9")));
        }
        Instant begin = clock.instant().minusSeconds(30);
        until(
                "the calls among the metrics",
                () -> brume
                                .client(CloudWatchClient.class)
                                .getMetricStatistics(get -> get.namespace("AWS/SageMaker")
                                        .metricName("Invocations")
                                        .dimensions(
                                                endpoint -> endpoint.name("EndpointName")
                                                        .value("e"),
                                                variant -> variant.name("VariantName")
                                                        .value("all"))
                                        .startTime(begin)
                                        .endTime(begin.plusSeconds(60))
                                        .period(60)
                                        .statistics(Statistic.SUM))
                                .datapoints()
                                .stream()
                                .mapToDouble(Datapoint::sum)
                                .sum()
                        >= calls);
        clock.advance(Duration.ofMinutes(1));
    }

    private static int instances(Brume brume) {
        return brume.client(SageMakerClient.class)
                .describeEndpoint(endpoint -> endpoint.endpointName("e"))
                .productionVariants()
                .getFirst()
                .desiredInstanceCount();
    }
}
