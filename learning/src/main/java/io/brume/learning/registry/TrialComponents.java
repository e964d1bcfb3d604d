package io.brume.learning.registry;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sagemaker.model.AssociateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.AssociateTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.DisassociateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.DisassociateTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrialComponentsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrialComponentsResponse;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentSummary;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialComponentResponse;

/** Trial components: what a trial consists of, with its parameters and artifacts. */
public final class TrialComponents {

    private static final String KIND = "experiment-trial-component";

    private final Platform platform;
    private final ResourceTags tags;
    private final Experiments experiments;
    private final TrialMembers members;
    private final Resources<DescribeTrialComponentResponse> components;

    public TrialComponents(Platform platform, ResourceTags tags, Experiments experiments) {
        this.platform = platform;
        this.tags = tags;
        this.experiments = experiments;
        members = new TrialMembers(platform.database());
        components = Resources.of(
                        platform.database(), "sagemaker/trial-component", DescribeTrialComponentResponse.class)
                .newestFirst();
        tags.know(KIND, (scope, name) -> components.find(scope, name).isPresent());
    }

    public CreateTrialComponentResponse create(CreateTrialComponentRequest request) {
        Scope scope = Scope.current();
        String name = request.trialComponentName();
        String arn = scope.arn("sagemaker", KIND + "/" + name);
        Instant now = platform.clock().instant();
        var component = Shapes.copy(request, DescribeTrialComponentResponse.builder())
                .trialComponentArn(arn)
                .displayName(request.displayName() == null ? name : request.displayName())
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        platform.database().change(_ -> {
            components.create(
                    scope,
                    name,
                    component,
                    () -> Errors.validation("Trial Component names must be unique"
                            + " within an AWS account and region. Trial Component with name (" + name
                            + ") already exists."));
            tags.begin(arn, request.tags());
        });
        return CreateTrialComponentResponse.builder().trialComponentArn(arn).build();
    }

    private DescribeTrialComponentResponse get(String name) {
        return components.get(
                Scope.current(), name, () -> Errors.notFound("Could not find TrialComponent '" + name + "'"));
    }

    public DescribeTrialComponentResponse describe(DescribeTrialComponentRequest request) {
        return get(request.trialComponentName());
    }

    public ListTrialComponentsResponse list(ListTrialComponentsRequest request) {
        Scope scope = Scope.current();
        Set<String> wanted = new HashSet<>();
        if (request.trialName() != null) {
            wanted.addAll(members.components(scope, request.trialName()));
        } else if (request.experimentName() != null) {
            experiments
                    .trialsOf(scope, request.experimentName())
                    .forEach(trial -> wanted.addAll(members.components(scope, trial)));
        }
        boolean all = request.trialName() == null && request.experimentName() == null;
        String source = request.sourceArn();
        return components
                .page(
                        scope,
                        request,
                        ListTrialComponentsResponse.builder(),
                        one -> Shapes.copy(one, TrialComponentSummary.builder()).build(),
                        one -> (all || wanted.contains(one.trialComponentName()))
                                && (source == null
                                        || (one.source() != null
                                                && source.equals(one.source().sourceArn()))))
                .build();
    }

    public UpdateTrialComponentResponse update(UpdateTrialComponentRequest request) {
        String arn = get(request.trialComponentName()).trialComponentArn();
        Instant now = platform.clock().instant();
        var _ = components.update(
                Scope.current(),
                request.trialComponentName(),
                before -> Shapes.copy(request, before.toBuilder())
                        .parameters(merged(before.parameters(), request.parameters(), request.parametersToRemove()))
                        .inputArtifacts(merged(
                                before.inputArtifacts(), request.inputArtifacts(), request.inputArtifactsToRemove()))
                        .outputArtifacts(merged(
                                before.outputArtifacts(), request.outputArtifacts(), request.outputArtifactsToRemove()))
                        .lastModifiedTime(now)
                        .build());
        return UpdateTrialComponentResponse.builder().trialComponentArn(arn).build();
    }

    /** An update replaces all values that it gives any of, and then removes. */
    private static <T> Map<String, T> merged(Map<String, T> before, Map<String, T> given, List<String> removed) {
        Map<String, T> after = new TreeMap<>(given.isEmpty() ? before : given);
        after.keySet().removeAll(removed);
        return after;
    }

    public DeleteTrialComponentResponse delete(DeleteTrialComponentRequest request) {
        Scope scope = Scope.current();
        String name = request.trialComponentName();
        String arn = get(name).trialComponentArn();
        platform.database().change(_ -> {
            if (!members.trials(scope, name).isEmpty()) {
                throw Errors.validation("TrialComponent '" + name + "' belongs to trials: disassociate it first.");
            }
            var _ = components.delete(scope, name);
            tags.end(arn);
        });
        return DeleteTrialComponentResponse.builder().trialComponentArn(arn).build();
    }

    public AssociateTrialComponentResponse associate(AssociateTrialComponentRequest request) {
        String component = get(request.trialComponentName()).trialComponentArn();
        String trial = experiments.trialArn(request.trialName());
        members.add(Scope.current(), request.trialName(), request.trialComponentName());
        return AssociateTrialComponentResponse.builder()
                .trialComponentArn(component)
                .trialArn(trial)
                .build();
    }

    public DisassociateTrialComponentResponse disassociate(DisassociateTrialComponentRequest request) {
        String component = get(request.trialComponentName()).trialComponentArn();
        String trial = experiments.trialArn(request.trialName());
        members.remove(Scope.current(), request.trialName(), request.trialComponentName());
        return DisassociateTrialComponentResponse.builder()
                .trialComponentArn(component)
                .trialArn(trial)
                .build();
    }
}
