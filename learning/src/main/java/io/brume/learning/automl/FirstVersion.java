package io.brume.learning.automl;

import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AutoMLChannel;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobChannel;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobConfig;
import software.amazon.awssdk.services.sagemaker.model.CandidateGenerationConfig;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobV2Request;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.ProblemType;
import software.amazon.awssdk.services.sagemaker.model.ResolvedAttributes;
import software.amazon.awssdk.services.sagemaker.model.TabularJobConfig;

/** {@code CreateAutoMLJob} and {@code DescribeAutoMLJob}, in the words of their second versions: jobs over tables. */
final class FirstVersion {

    private FirstVersion() {}

    static CreateAutoMlJobV2Request upgraded(CreateAutoMlJobRequest request) {
        if ((request.problemType() == null) != (request.autoMLJobObjective() == null)) {
            throw Errors.validation("ProblemType and AutoMLJobObjective have to be given together.");
        }
        AutoMLJobConfig config =
                request.autoMLJobConfig() == null ? AutoMLJobConfig.builder().build() : request.autoMLJobConfig();
        return Shapes.copy(request, CreateAutoMlJobV2Request.builder())
                .autoMLJobInputDataConfig(request.inputDataConfig().stream()
                        .map(channel ->
                                Shapes.copy(channel, AutoMLJobChannel.builder()).build())
                        .toList())
                .dataSplitConfig(config.dataSplitConfig())
                .securityConfig(config.securityConfig())
                .autoMLProblemTypeConfig(problem -> problem.tabularJobConfig(table(request, config)))
                .build();
    }

    private static TabularJobConfig table(CreateAutoMlJobRequest request, AutoMLJobConfig config) {
        List<String> targets = request.inputDataConfig().stream()
                .map(AutoMLChannel::targetAttributeName)
                .distinct()
                .toList();
        if (targets.size() != 1) {
            throw Errors.validation("TargetAttributeName has to be the same in all channels.");
        }
        var generation = config.candidateGenerationConfig();
        var table = TabularJobConfig.builder()
                .targetAttributeName(targets.getFirst())
                .sampleWeightAttributeName(request.inputDataConfig().getFirst().sampleWeightAttributeName())
                .problemType(request.problemType())
                .completionCriteria(config.completionCriteria())
                .mode(config.mode())
                .generateCandidateDefinitionsOnly(request.generateCandidateDefinitionsOnly());
        return generation == null
                ? table.build()
                : table.featureSpecificationS3Uri(generation.featureSpecificationS3Uri())
                        .candidateGenerationConfig(Shapes.copy(generation, CandidateGenerationConfig.builder())
                                .build())
                        .build();
    }

    static DescribeAutoMlJobResponse described(DescribeAutoMlJobV2Response job) {
        TabularJobConfig table = job.autoMLProblemTypeConfig().tabularJobConfig();
        if (table == null) {
            throw Errors.validation("The AutoML job " + job.autoMLJobName()
                    + " is not over a table: DescribeAutoMLJobV2 describes it.");
        }
        return Shapes.copy(job, DescribeAutoMlJobResponse.builder())
                .inputDataConfig(job.autoMLJobInputDataConfig().stream()
                        .map(channel -> Shapes.copy(channel, AutoMLChannel.builder())
                                .targetAttributeName(table.targetAttributeName())
                                .build())
                        .toList())
                .problemType(table.problemType())
                .autoMLJobConfig(config -> config.completionCriteria(table.completionCriteria())
                        .dataSplitConfig(job.dataSplitConfig())
                        .securityConfig(job.securityConfig())
                        .mode(table.mode()))
                .generateCandidateDefinitionsOnly(table.generateCandidateDefinitionsOnly())
                .resolvedAttributes(resolved(job))
                .build();
    }

    private static @Nullable ResolvedAttributes resolved(DescribeAutoMlJobV2Response job) {
        if (job.resolvedAttributes() == null) {
            return null;
        }
        var type = job.resolvedAttributes().autoMLProblemTypeResolvedAttributes();
        ProblemType problem = type == null || type.tabularResolvedAttributes() == null
                ? null
                : type.tabularResolvedAttributes().problemType();
        return Shapes.copy(job.resolvedAttributes(), ResolvedAttributes.builder())
                .problemType(problem)
                .build();
    }
}
