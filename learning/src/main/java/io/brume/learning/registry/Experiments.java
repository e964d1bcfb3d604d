package io.brume.learning.registry;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.model.CreateExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialResponse;
import software.amazon.awssdk.services.sagemaker.model.ExperimentSummary;
import software.amazon.awssdk.services.sagemaker.model.ListExperimentsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListExperimentsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrialsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrialsResponse;
import software.amazon.awssdk.services.sagemaker.model.TrialSummary;
import software.amazon.awssdk.services.sagemaker.model.UpdateExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialResponse;

/** Experiments and their trials. */
public final class Experiments {

    private static final String EXPERIMENT = "experiment";
    private static final String TRIAL = "experiment-trial";

    private final Platform platform;
    private final ResourceTags tags;
    private final TrialMembers members;
    private final Resources<DescribeExperimentResponse> experiments;
    private final Resources<DescribeTrialResponse> trials;

    public Experiments(Platform platform, ResourceTags tags) {
        this.platform = platform;
        this.tags = tags;
        members = new TrialMembers(platform.database());
        experiments = Resources.of(platform.database(), "sagemaker/experiment", DescribeExperimentResponse.class)
                .newestFirst();
        trials = Resources.of(platform.database(), "sagemaker/trial", DescribeTrialResponse.class)
                .newestFirst();
        tags.know(EXPERIMENT, (scope, name) -> experiments.find(scope, name).isPresent());
        tags.know(TRIAL, (scope, name) -> trials.find(scope, name).isPresent());
    }

    private static RuntimeException exists(String kind, String name) {
        return Errors.validation(kind + " names must be unique within an AWS account and region. " + kind
                + " with name (" + name + ") already exists.");
    }

    public CreateExperimentResponse create(CreateExperimentRequest request) {
        Scope scope = Scope.current();
        String name = request.experimentName();
        String arn = scope.arn("sagemaker", EXPERIMENT + "/" + name);
        Instant now = platform.clock().instant();
        var experiment = Shapes.copy(request, DescribeExperimentResponse.builder())
                .experimentArn(arn)
                .displayName(request.displayName() == null ? name : request.displayName())
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        platform.database().change(_ -> {
            experiments.create(scope, name, experiment, () -> exists("Experiment", name));
            tags.begin(arn, request.tags());
        });
        return CreateExperimentResponse.builder().experimentArn(arn).build();
    }

    private DescribeExperimentResponse getExperiment(String name) {
        return experiments.get(
                Scope.current(), name, () -> Errors.notFound("Could not find Experiment '" + name + "'"));
    }

    public DescribeExperimentResponse describe(DescribeExperimentRequest request) {
        return getExperiment(request.experimentName());
    }

    public ListExperimentsResponse list(ListExperimentsRequest request) {
        return experiments
                .page(
                        Scope.current(),
                        request,
                        ListExperimentsResponse.builder(),
                        one -> Shapes.copy(one, ExperimentSummary.builder()).build())
                .build();
    }

    public UpdateExperimentResponse update(UpdateExperimentRequest request) {
        Scope scope = Scope.current();
        String arn = getExperiment(request.experimentName()).experimentArn();
        Instant now = platform.clock().instant();
        var _ = experiments.update(
                scope,
                request.experimentName(),
                before -> Shapes.copy(request, before.toBuilder())
                        .lastModifiedTime(now)
                        .build());
        return UpdateExperimentResponse.builder().experimentArn(arn).build();
    }

    public DeleteExperimentResponse delete(DeleteExperimentRequest request) {
        Scope scope = Scope.current();
        String name = request.experimentName();
        String arn = getExperiment(name).experimentArn();
        platform.database().change(_ -> {
            boolean used = trials.all(scope).stream().anyMatch(trial -> name.equals(trial.experimentName()));
            if (used) {
                throw Errors.validation("Experiment '" + name + "' has trials: delete them first.");
            }
            var _ = experiments.delete(scope, name);
            tags.end(arn);
        });
        return DeleteExperimentResponse.builder().experimentArn(arn).build();
    }

    public CreateTrialResponse create(CreateTrialRequest request) {
        Scope scope = Scope.current();
        String name = request.trialName();
        String arn = scope.arn("sagemaker", TRIAL + "/" + name);
        Instant now = platform.clock().instant();
        var _ = getExperiment(request.experimentName());
        var trial = Shapes.copy(request, DescribeTrialResponse.builder())
                .trialArn(arn)
                .displayName(request.displayName() == null ? name : request.displayName())
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        platform.database().change(_ -> {
            trials.create(scope, name, trial, () -> exists("Trial", name));
            tags.begin(arn, request.tags());
        });
        return CreateTrialResponse.builder().trialArn(arn).build();
    }

    private DescribeTrialResponse getTrial(String name) {
        return trials.get(Scope.current(), name, () -> Errors.notFound("Could not find Trial '" + name + "'"));
    }

    public DescribeTrialResponse describe(DescribeTrialRequest request) {
        return getTrial(request.trialName());
    }

    public ListTrialsResponse list(ListTrialsRequest request) {
        Scope scope = Scope.current();
        String experiment = request.experimentName();
        String component = request.trialComponentName();
        Set<String> with = component == null ? Set.of() : members.trials(scope, component);
        return trials.page(
                        scope,
                        request,
                        ListTrialsResponse.builder(),
                        one -> Shapes.copy(one, TrialSummary.builder()).build(),
                        one -> (experiment == null || experiment.equals(one.experimentName()))
                                && (component == null || with.contains(one.trialName())))
                .build();
    }

    public UpdateTrialResponse update(UpdateTrialRequest request) {
        String arn = getTrial(request.trialName()).trialArn();
        Instant now = platform.clock().instant();
        var _ = trials.update(
                Scope.current(),
                request.trialName(),
                before -> Shapes.copy(request, before.toBuilder())
                        .lastModifiedTime(now)
                        .build());
        return UpdateTrialResponse.builder().trialArn(arn).build();
    }

    public DeleteTrialResponse delete(DeleteTrialRequest request) {
        Scope scope = Scope.current();
        String name = request.trialName();
        String arn = getTrial(name).trialArn();
        platform.database().change(_ -> {
            if (!members.components(scope, name).isEmpty()) {
                throw Errors.validation("Trial '" + name + "' has trial components: disassociate them first.");
            }
            var _ = trials.delete(scope, name);
            tags.end(arn);
        });
        return DeleteTrialResponse.builder().trialArn(arn).build();
    }

    /** The names of an experiment's trials. */
    Set<String> trialsOf(Scope scope, String experiment) {
        return trials.all(scope).stream()
                .filter(trial -> experiment.equals(trial.experimentName()))
                .map(DescribeTrialResponse::trialName)
                .collect(Collectors.toSet());
    }

    String trialArn(String name) {
        return getTrial(name).trialArn();
    }
}
