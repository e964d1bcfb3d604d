package io.brume.learning.training;

import io.brume.learning.channel.S3Place;
import io.brume.learning.platform.Errors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.services.sagemaker.model.AlgorithmSpecification;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CompressionType;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.RecordWrapper;
import software.amazon.awssdk.services.sagemaker.model.S3DataDistribution;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;

/** What a request for a training job must be, beyond what its model says, and what it means where it says nothing. */
public final class TrainingRequest {

    private static final int DAY = 86_400;

    private TrainingRequest() {}

    /** Refuses a request that no training job can be made of. */
    public static void check(CreateTrainingJobRequest request) {
        AlgorithmSpecification algorithm = request.algorithmSpecification();
        if (algorithm == null) {
            throw Errors.validation("AlgorithmSpecification is required: serverless jobs do not run here.");
        }
        if (algorithm.algorithmName() != null) {
            throw Errors.validation("Algorithm resources do not run here: give AlgorithmSpecification.TrainingImage"
                    + " in the place of AlgorithmName.");
        }
        if (algorithm.trainingImage() == null) {
            throw Errors.validation("You must specify either an algorithm name or a training image.");
        }
        checkMetrics(algorithm.metricDefinitions());
        checkChannels(request.inputDataConfig());
        checkOutput(request);
        checkStop(request);
    }

    private static void checkMetrics(List<MetricDefinition> definitions) {
        for (MetricDefinition definition : definitions) {
            try {
                var _ = Pattern.compile(definition.regex());
            } catch (PatternSyntaxException e) {
                throw Errors.validation("The regular expression of the metric " + definition.name()
                        + " cannot be read: " + e.getDescription());
            }
        }
    }

    private static void checkChannels(List<Channel> channels) {
        Set<String> names = new HashSet<>();
        for (Channel channel : channels) {
            if (!names.add(channel.channelName())) {
                throw Errors.validation("Channel names must be unique: " + channel.channelName() + " is there twice.");
            }
            var source = channel.dataSource().s3DataSource();
            if (source == null) {
                throw Errors.validation("The channel " + channel.channelName()
                        + " has no S3DataSource, and data comes from S3 only here.");
            }
            checkPlace(source.s3Uri());
            boolean augmented = source.s3DataType() == S3DataType.AUGMENTED_MANIFEST_FILE;
            if (augmented != source.hasAttributeNames()) {
                throw Errors.validation("AttributeNames must be given for augmented manifests, and for them only.");
            }
        }
    }

    private static void checkPlace(String uri) {
        try {
            var _ = S3Place.of(uri);
        } catch (IllegalArgumentException e) {
            throw Errors.validation(String.valueOf(e.getMessage()));
        }
    }

    private static void checkOutput(CreateTrainingJobRequest request) {
        if (request.outputDataConfig() == null || request.outputDataConfig().s3OutputPath() == null) {
            throw Errors.validation("OutputDataConfig.S3OutputPath is required.");
        }
        checkPlace(request.outputDataConfig().s3OutputPath());
        if (request.checkpointConfig() != null) {
            checkPlace(request.checkpointConfig().s3Uri());
        }
    }

    private static void checkStop(CreateTrainingJobRequest request) {
        StoppingCondition stop = request.stoppingCondition();
        boolean spot = Boolean.TRUE.equals(request.enableManagedSpotTraining());
        Integer wait = stop == null ? null : stop.maxWaitTimeInSeconds();
        if (spot && wait == null) {
            throw Errors.validation("MaxWaitTimeInSeconds must be present when EnableManagedSpotTraining is true.");
        }
        if (!spot && wait != null) {
            throw Errors.validation("MaxWaitTimeInSeconds is only supported when EnableManagedSpotTraining is true.");
        }
        if (wait != null && wait < seconds(stop)) {
            throw Errors.validation("Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to"
                    + " MaxRuntimeInSeconds");
        }
    }

    private static int seconds(@org.jspecify.annotations.Nullable StoppingCondition stop) {
        Integer given = stop == null ? null : stop.maxRuntimeInSeconds();
        return given == null ? DAY : given;
    }

    /** The request with what it leaves to SageMaker. */
    static CreateTrainingJobRequest withDefaults(CreateTrainingJobRequest request) {
        StoppingCondition stop = request.stoppingCondition();
        TrainingInputMode mode = request.algorithmSpecification().trainingInputMode();
        var complete = request.toBuilder()
                .stoppingCondition((stop == null ? StoppingCondition.builder() : stop.toBuilder())
                        .maxRuntimeInSeconds(seconds(stop))
                        .build())
                .algorithmSpecification(request.algorithmSpecification().toBuilder()
                        .trainingInputMode(mode == null ? TrainingInputMode.FILE : mode)
                        .build())
                .enableNetworkIsolation(Boolean.TRUE.equals(request.enableNetworkIsolation()))
                .enableManagedSpotTraining(Boolean.TRUE.equals(request.enableManagedSpotTraining()))
                .enableInterContainerTrafficEncryption(
                        Boolean.TRUE.equals(request.enableInterContainerTrafficEncryption()));
        if (request.hasInputDataConfig()) {
            complete.inputDataConfig(request.inputDataConfig().stream()
                    .map(TrainingRequest::withDefaults)
                    .toList());
        }
        return complete.build();
    }

    private static Channel withDefaults(Channel channel) {
        var source = channel.dataSource().s3DataSource();
        return channel.toBuilder()
                .compressionType(channel.compressionType() == null ? CompressionType.NONE : channel.compressionType())
                .recordWrapperType(
                        channel.recordWrapperType() == null ? RecordWrapper.NONE : channel.recordWrapperType())
                .dataSource(data -> data.s3DataSource(source.toBuilder()
                        .s3DataDistributionType(
                                source.s3DataDistributionType() == null
                                        ? S3DataDistribution.FULLY_REPLICATED
                                        : source.s3DataDistributionType())
                        .build()))
                .build();
    }
}
