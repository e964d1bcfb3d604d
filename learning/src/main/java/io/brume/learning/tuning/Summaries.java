package io.brume.learning.tuning;

import io.brume.algorithms.search.Search;
import io.brume.algorithms.search.WarmStart;
import io.brume.kernel.shape.Shapes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.ObjectiveStatus;
import software.amazon.awssdk.services.sagemaker.model.ParameterRanges;

/** Training jobs as their tuning job shows them. */
final class Summaries {

    private final Definitions definitions;

    Summaries(DescribeHyperParameterTuningJobResponse tuning) {
        definitions = new Definitions(tuning);
    }

    HyperParameterTrainingJobSummary of(TrialRow row, DescribeTrainingJobResponse training) {
        Double value = row.value();
        var objective = definitions.objective(row.definition());
        Set<String> names = names(definitions.ranges(row.definition()));
        Map<String, String> tuned = new TreeMap<>(training.hyperParameters());
        tuned.keySet().retainAll(names);
        var summary = Shapes.copy(training, HyperParameterTrainingJobSummary.builder())
                .trainingJobDefinitionName(
                        definitions.all().get(row.definition()).definitionName())
                .tunedHyperParameters(tuned)
                .objectiveStatus(
                        value != null
                                ? ObjectiveStatus.SUCCEEDED
                                : row.runs() ? ObjectiveStatus.PENDING : ObjectiveStatus.FAILED);
        if (value != null) {
            summary.finalHyperParameterTuningJobObjectiveMetric(metric -> metric.type(objective.type())
                    .metricName(objective.metricName())
                    .value(value.floatValue()));
        }
        return summary.build();
    }

    static Set<String> names(ParameterRanges ranges) {
        Set<String> names = ranges.integerParameterRanges().stream()
                .map(range -> range.name())
                .collect(Collectors.toSet());
        ranges.continuousParameterRanges().forEach(range -> names.add(range.name()));
        ranges.categoricalParameterRanges().forEach(range -> names.add(range.name()));
        return names;
    }

    /** What a search learnt, with the hyperparameters that were fixed then. */
    static List<WarmStart.Result> results(Search search, Map<String, String> fixed) {
        return WarmStart.results(search).stream()
                .map(result -> {
                    Map<String, String> all = new TreeMap<>(fixed);
                    all.putAll(result.hyperparameters());
                    return new WarmStart.Result(all, result.value());
                })
                .toList();
    }
}
