package io.brume.learning.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.learning.World;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentParameterValue;

@SuppressWarnings("unchecked") // of several consumers of builders
class RegistryTest {

    @TempDir
    Path folder;

    private World world;
    private SageMakerClient sageMaker;

    @BeforeEach
    void start() {
        world = new World(folder);
        sageMaker = world.sageMaker;
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anExperimentHasTrialsAndTheseHaveComponents() {
        sageMaker.createExperiment(
                e -> e.experimentName("reviews").tags(t -> t.key("team").value("blue")));
        sageMaker.createTrial(t -> t.trialName("first").experimentName("reviews"));
        sageMaker.createTrialComponent(c -> c.trialComponentName("training")
                .parameters(Map.of("epochs", TrialComponentParameterValue.fromNumberValue(3.0))));
        sageMaker.createTrialComponent(c -> c.trialComponentName("other"));
        sageMaker.associateTrialComponent(a -> a.trialName("first").trialComponentName("training"));

        assertThat(sageMaker
                        .listTrialComponents(list -> list.experimentName("reviews"))
                        .trialComponentSummaries())
                .extracting("trialComponentName")
                .containsExactly("training");
        assertThat(sageMaker
                        .listTrials(list -> list.trialComponentName("training"))
                        .trialSummaries())
                .extracting("trialName")
                .containsExactly("first");
        assertThatThrownBy(() -> sageMaker.deleteExperiment(e -> e.experimentName("reviews")))
                .isInstanceOf(SageMakerException.class);

        sageMaker.disassociateTrialComponent(a -> a.trialName("first").trialComponentName("training"));
        sageMaker.deleteTrialComponent(c -> c.trialComponentName("training"));
        sageMaker.deleteTrial(t -> t.trialName("first"));
        sageMaker.deleteExperiment(e -> e.experimentName("reviews"));

        assertThatThrownBy(() -> sageMaker.describeExperiment(e -> e.experimentName("reviews")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aGroupCountsItsVersionsAndTheyAreApproved() {
        sageMaker.createModelPackageGroup(g -> g.modelPackageGroupName("reviews"));
        String first = version();
        String second = version();

        sageMaker.updateModelPackage(u -> u.modelPackageArn(second).modelApprovalStatus("Approved"));

        assertThat(first).endsWith(":model-package/reviews/1");
        var described = sageMaker.describeModelPackage(d -> d.modelPackageName(second));
        assertThat(described.modelPackageVersion()).isEqualTo(2);
        assertThat(described.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.APPROVED);
        assertThat(sageMaker
                        .listModelPackages(
                                list -> list.modelPackageGroupName("reviews").modelApprovalStatus("Approved"))
                        .modelPackageSummaryList())
                .extracting(ModelPackageSummary::modelPackageArn)
                .containsExactly(second);
        assertThatThrownBy(() -> sageMaker.deleteModelPackageGroup(d -> d.modelPackageGroupName("reviews")))
                .hasMessageContaining("still contains Model Packages");
    }

    private String version() {
        return sageMaker
                .createModelPackage(p -> p.modelPackageGroupName("reviews")
                        .inferenceSpecification(i -> i.supportedContentTypes("text/plain")
                                .supportedResponseMIMETypes("application/json")
                                .containers(c -> c.image("blazingtext:1").modelDataUrl("s3://data/model.tar.gz"))))
                .modelPackageArn();
    }
}
