package io.brume.learning.tuning;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.search.EarlyStopping;
import io.brume.algorithms.search.Goal;
import io.brume.algorithms.search.Parameter;
import io.brume.algorithms.search.Scaling;
import io.brume.algorithms.search.Search;
import io.brume.algorithms.search.SearchSpace;
import io.brume.algorithms.search.Strategy;
import io.brume.algorithms.search.WarmStart;
import io.brume.learning.platform.Errors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterScalingType;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobConfig;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobObjectiveType;
import software.amazon.awssdk.services.sagemaker.model.HyperbandStrategyConfig;
import software.amazon.awssdk.services.sagemaker.model.ParameterRanges;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobEarlyStoppingType;

/** Makes the searches of a tuning job. */
final class Searches {

    private Searches() {}

    /** @throws RuntimeException a ValidationException when the job cannot be searched */
    static List<Search> of(DescribeHyperParameterTuningJobResponse job, @Nullable WarmStart warmStart) {
        var definitions = new Definitions(job);
        var config = job.hyperParameterTuningJobConfig();
        List<Search> searches = new ArrayList<>();
        for (int i = 0; i < definitions.all().size(); i++) {
            try {
                Search.Settings settings = Search.Settings.of(
                                space(definitions.ranges(i)), strategy(config), goal(definitions, i), seed(job) + i)
                        .with(earlyStopping(config));
                searches.add(Search.of(warmStart == null ? settings : settings.with(warmStart)));
            } catch (BadHyperparameterException e) {
                throw Errors.validation("The hyperparameter ranges cannot be searched: " + e.getMessage());
            }
        }
        return searches;
    }

    static Goal goal(Definitions definitions, int definition) {
        return definitions.objective(definition).type() == HyperParameterTuningJobObjectiveType.MAXIMIZE
                ? Goal.MAXIMIZE
                : Goal.MINIMIZE;
    }

    private static long seed(DescribeHyperParameterTuningJobResponse job) {
        Integer given = job.hyperParameterTuningJobConfig().randomSeed();
        return given == null ? job.hyperParameterTuningJobArn().hashCode() : given;
    }

    private static EarlyStopping earlyStopping(HyperParameterTuningJobConfig config) {
        return config.trainingJobEarlyStoppingType() == TrainingJobEarlyStoppingType.AUTO
                ? EarlyStopping.AUTO
                : EarlyStopping.OFF;
    }

    private static Strategy strategy(HyperParameterTuningJobConfig config) {
        return switch (config.strategy()) {
            case RANDOM -> new Strategy.Random();
            case GRID -> new Strategy.Grid();
            case HYPERBAND -> {
                HyperbandStrategyConfig own = config.strategyConfig() == null
                        ? null
                        : config.strategyConfig().hyperbandStrategyConfig();
                if (own == null || own.minResource() == null || own.maxResource() == null) {
                    throw Errors.validation(
                            "Hyperband needs StrategyConfig.HyperbandStrategyConfig with MinResource and"
                                    + " MaxResource.");
                }
                yield new Strategy.Hyperband(own.minResource(), own.maxResource());
            }
            default -> new Strategy.Bayesian();
        };
    }

    private static SearchSpace space(ParameterRanges ranges) {
        List<Parameter> parameters = new ArrayList<>();
        ranges.integerParameterRanges()
                .forEach(range -> parameters.add(new Parameter.Whole(
                        range.name(),
                        whole(range.name(), range.minValue()),
                        whole(range.name(), range.maxValue()),
                        scaling(range.scalingType()))));
        ranges.continuousParameterRanges()
                .forEach(range -> parameters.add(new Parameter.Continuous(
                        range.name(),
                        real(range.name(), range.minValue()),
                        real(range.name(), range.maxValue()),
                        scaling(range.scalingType()))));
        ranges.categoricalParameterRanges()
                .forEach(range -> parameters.add(new Parameter.Categorical(range.name(), range.values())));
        return new SearchSpace(parameters);
    }

    private static long whole(String name, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new BadHyperparameterException(name, name + " has the bound " + text + ", which is no whole number");
        }
    }

    private static double real(String name, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new BadHyperparameterException(name, name + " has the bound " + text + ", which is no number");
        }
    }

    private static Scaling scaling(@Nullable HyperParameterScalingType type) {
        return switch (type) {
            case LINEAR -> Scaling.LINEAR;
            case LOGARITHMIC -> Scaling.LOGARITHMIC;
            case REVERSE_LOGARITHMIC -> Scaling.REVERSE_LOGARITHMIC;
            case null, default -> Scaling.AUTO;
        };
    }
}
