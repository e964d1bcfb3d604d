package io.brume.learning.tuning;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.learning.builtin.BuiltIn;
import io.brume.learning.builtin.BuiltIns;
import io.brume.learning.platform.Errors;
import io.brume.learning.training.TrainingRequest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.model.CreateHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobDefinition;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobObjective;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStrategyType;
import software.amazon.awssdk.services.sagemaker.model.ParameterRanges;
import software.amazon.awssdk.services.sagemaker.model.ResourceLimits;

/** What a request for a tuning job must be, beyond what its model says. */
final class TuningRequest {

    private TuningRequest() {}

    static void check(CreateHyperParameterTuningJobRequest request, DescribeHyperParameterTuningJobResponse job) {
        if (request.autotune() != null) {
            throw Errors.validation("Autotune is not available here: give the ranges of the hyperparameters.");
        }
        if ((request.trainingJobDefinition() != null) == request.hasTrainingJobDefinitions()) {
            throw Errors.validation("You must specify either TrainingJobDefinition or TrainingJobDefinitions.");
        }
        checkLimits(request);
        var criteria = request.hyperParameterTuningJobConfig().tuningJobCompletionCriteria();
        if (criteria != null && criteria.convergenceDetected() != null) {
            throw Errors.validation("ConvergenceDetected is not available here: use BestObjectiveNotImproving.");
        }
        var definitions = new Definitions(job);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < definitions.all().size(); i++) {
            check(definitions, i, names);
        }
    }

    private static void checkLimits(CreateHyperParameterTuningJobRequest request) {
        var config = request.hyperParameterTuningJobConfig();
        ResourceLimits limits = config.resourceLimits();
        Integer most = limits.maxNumberOfTrainingJobs();
        if (most == null
                && limits.maxRuntimeInSeconds() == null
                && config.strategy() != HyperParameterTuningJobStrategyType.GRID) {
            throw Errors.validation("ResourceLimits must have MaxNumberOfTrainingJobs or MaxRuntimeInSeconds.");
        }
        if (most != null && limits.maxParallelTrainingJobs() > most) {
            throw Errors.validation("MaxParallelTrainingJobs must not be greater than MaxNumberOfTrainingJobs.");
        }
    }

    private static void check(Definitions definitions, int index, Set<String> names) {
        HyperParameterTrainingJobDefinition definition = definitions.all().get(index);
        boolean several = definitions.all().size() > 1;
        if (several && (definition.definitionName() == null || !names.add(definition.definitionName()))) {
            throw Errors.validation("Each of several training job definitions must have a DefinitionName of its own.");
        }
        HyperParameterTuningJobObjective objective = definitions.objective(index);
        if (objective == null) {
            throw Errors.validation("A tuning objective is required.");
        }
        var algorithm = definition.algorithmSpecification();
        if (algorithm.trainingImage() == null) {
            throw Errors.validation(
                    "AlgorithmSpecification.TrainingImage is required: algorithm resources do not run" + " here.");
        }
        TrainingRequest.check(definitions.training(index, "trial", Map.of(), List.of()));
        Map<String, String> least = new LinkedHashMap<>(definition.staticHyperParameters());
        Map<String, String> most = new LinkedHashMap<>(definition.staticHyperParameters());
        bounds(definitions.ranges(index), least, most);
        Optional<BuiltIn> builtIn = BuiltIns.of(algorithm.trainingImage());
        if (builtIn.isPresent()) {
            check(builtIn.get(), least);
            check(builtIn.get(), most);
        } else if (algorithm.metricDefinitions().stream()
                .noneMatch(metric -> metric.name().equals(objective.metricName()))) {
            throw Errors.validation("The objective metric " + objective.metricName()
                    + " is not among the metric definitions of the training job.");
        }
    }

    private static void check(BuiltIn builtIn, Map<String, String> hyperparameters) {
        try {
            builtIn.check(hyperparameters);
        } catch (BadHyperparameterException e) {
            throw Errors.validation(
                    "The hyperparameters are not what " + builtIn.repository() + " takes: " + e.getMessage());
        }
    }

    private static void bounds(ParameterRanges ranges, Map<String, String> least, Map<String, String> most) {
        ranges.integerParameterRanges()
                .forEach(range -> put(range.name(), range.minValue(), range.maxValue(), least, most));
        ranges.continuousParameterRanges()
                .forEach(range -> put(range.name(), range.minValue(), range.maxValue(), least, most));
        ranges.categoricalParameterRanges().forEach(range -> {
            List<String> values = range.values();
            put(range.name(), values.getFirst(), values.getLast(), least, most);
        });
    }

    private static void put(
            String name, String minimum, String maximum, Map<String, String> least, Map<String, String> most) {
        if (least.put(name, minimum) != null) {
            throw Errors.validation(
                    "The hyperparameter " + name + " must not be given twice: it is static or it has one" + " range.");
        }
        most.put(name, maximum);
    }
}
