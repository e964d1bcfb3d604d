package io.brume.learning.tuning;

import io.brume.kernel.shape.Shapes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobDefinition;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobObjective;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.ParameterRanges;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** The training job definitions of a tuning job, one or several, and what each of them searches. */
final class Definitions {

    /** What SageMaker tells a training job of the tuning that it belongs to. */
    private static final String OBJECTIVE = "_tuning_objective_metric";

    private final DescribeHyperParameterTuningJobResponse job;

    Definitions(DescribeHyperParameterTuningJobResponse job) {
        this.job = job;
    }

    List<HyperParameterTrainingJobDefinition> all() {
        return job.hasTrainingJobDefinitions() ? job.trainingJobDefinitions() : List.of(job.trainingJobDefinition());
    }

    HyperParameterTuningJobObjective objective(int definition) {
        var own = all().get(definition).tuningObjective();
        return own == null ? job.hyperParameterTuningJobConfig().hyperParameterTuningJobObjective() : own;
    }

    ParameterRanges ranges(int definition) {
        var own = all().get(definition).hyperParameterRanges();
        ParameterRanges common = job.hyperParameterTuningJobConfig().parameterRanges();
        return own != null
                ? own
                : common != null ? common : ParameterRanges.builder().build();
    }

    /** The training job that tries some hyperparameters. */
    CreateTrainingJobRequest training(int definition, String name, Map<String, String> tuned, List<Tag> tags) {
        var from = all().get(definition);
        Map<String, String> hyperparameters = new TreeMap<>(from.staticHyperParameters());
        hyperparameters.putAll(tuned);
        hyperparameters.put(OBJECTIVE, objective(definition).metricName());
        var request = Shapes.copy(from, CreateTrainingJobRequest.builder())
                .trainingJobName(name)
                .hyperParameters(hyperparameters)
                .tags(tags);
        var resources = from.hyperParameterTuningResourceConfig();
        if (from.resourceConfig() == null && resources != null) {
            request.resourceConfig(resources(resources));
        }
        return request.build();
    }

    /** Here all instance types are the same, so it is the first. */
    private static ResourceConfig resources(HyperParameterTuningResourceConfig from) {
        var resources = Shapes.copy(from, ResourceConfig.builder());
        if (from.hasInstanceConfigs() && !from.instanceConfigs().isEmpty()) {
            Shapes.copy(from.instanceConfigs().getFirst(), resources);
        }
        return resources.build();
    }
}
