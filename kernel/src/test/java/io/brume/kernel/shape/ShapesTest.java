package io.brume.kernel.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.comprehend.model.InputDataConfig;
import software.amazon.awssdk.services.comprehend.model.JobStatus;
import software.amazon.awssdk.services.comprehend.model.SentimentDetectionJobProperties;
import software.amazon.awssdk.services.comprehend.model.StartSentimentDetectionJobRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

class ShapesTest {

    private static final CreateFunctionRequest FUNCTION = CreateFunctionRequest.builder()
            .functionName("f")
            .memorySize(512)
            .architectures(Architecture.ARM64)
            .layers("arn:aws:lambda:us-east-1:123456789012:layer:l:1")
            .environment(environment -> environment.variables(Map.of("A", "1", "B", "2")))
            .vpcConfig(vpc -> vpc.subnetIds("one", "two"))
            .tracingConfig(tracing -> tracing.mode("Active"))
            .build();

    @Test
    void whatTwoShapesShareByNameIsCopied() {
        Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
        var request = StartSentimentDetectionJobRequest.builder()
                .jobName("job")
                .languageCode("en")
                .inputDataConfig(input -> input.s3Uri("s3://bucket/in").inputFormat("ONE_DOC_PER_LINE"))
                .clientRequestToken("not in the description")
                .build();

        var description = Shapes.copy(
                        request, SentimentDetectionJobProperties.builder().submitTime(now))
                .jobStatus(JobStatus.SUBMITTED)
                .build();

        assertThat(description.jobName()).isEqualTo("job");
        assertThat(description.languageCodeAsString()).isEqualTo("en");
        assertThat(description.inputDataConfig())
                .isEqualTo(InputDataConfig.builder()
                        .s3Uri("s3://bucket/in")
                        .inputFormat("ONE_DOC_PER_LINE")
                        .build());
        assertThat(description.submitTime()).isEqualTo(now);
        assertThat(description.outputDataConfig()).isNull();
    }

    @Test
    void structuresOfOtherClassesAreCopiedMemberByMember() {
        FunctionConfiguration configuration =
                Shapes.copy(FUNCTION, FunctionConfiguration.builder()).build();

        assertThat(configuration.memorySize()).isEqualTo(512);
        assertThat(configuration.architectures()).containsExactly(Architecture.ARM64);
        assertThat(configuration.environment().variables()).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(configuration.vpcConfig().subnetIds()).containsExactly("one", "two");
        assertThat(configuration.tracingConfig().modeAsString()).isEqualTo("Active");
    }

    @Test
    void aMemberOfAnotherTypeIsLeftAsItIs() {
        FunctionConfiguration configuration = Shapes.copy(
                        FUNCTION, FunctionConfiguration.builder().layers(layer -> layer.arn("mine")))
                .build();

        assertThat(configuration.layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.arn()).isEqualTo("mine"));
    }

    @Test
    void listsAndMapsOfStructuresAreCopied() {
        var request = CreateEndpointConfigRequest.builder()
                .endpointConfigName("config")
                .productionVariants(
                        variant -> variant.variantName("a").modelName("m").initialInstanceCount(2),
                        variant ->
                                variant.variantName("b").modelName("n").serverlessConfig(s -> s.memorySizeInMB(2048)))
                .build();
        var job = CreateJobRequest.builder()
                .name("job")
                .codeGenConfigurationNodes(Map.of(
                        "node",
                        software.amazon.awssdk.services.glue.model.CodeGenConfigurationNode.builder()
                                .dropFields(d -> d.name("drop").inputs("in").paths(List.of(List.of("a", "b"))))
                                .build()))
                .build();

        var description =
                Shapes.copy(request, DescribeEndpointConfigResponse.builder()).build();
        var described = Shapes.copy(job, Job.builder()).build();

        assertThat(description.productionVariants()).isEqualTo(request.productionVariants());
        assertThat(described.codeGenConfigurationNodes()).isEqualTo(job.codeGenConfigurationNodes());
        assertThat(Shapes.agree(request, description)).isTrue();
        assertThat(Shapes.agree(
                        request,
                        description.toBuilder().endpointConfigName("other").build()))
                .isFalse();
    }

    @Test
    void whatTheSourceDoesNotSetStaysAsItIs() {
        var target = FunctionConfiguration.builder()
                .description("kept")
                .environment(environment -> environment.variables(Map.of("kept", "too")));

        FunctionConfiguration configuration = Shapes.copy(
                        CreateFunctionRequest.builder().functionName("f").build(), target)
                .build();

        assertThat(configuration.description()).isEqualTo("kept");
        assertThat(configuration.environment().variables()).containsOnlyKeys("kept");
    }

    @Test
    void aShapeComesBackFromItsJsonAsItWas() {
        var description = DescribeTrainingJobResponse.builder()
                .trainingJobName("job \"with\" \u0000 𝄞")
                .creationTime(Instant.parse("2026-01-02T03:04:05.678Z"))
                .hyperParameters(Map.of("eta", "0.1", "", ""))
                .inputDataConfig(channel -> channel.channelName("train").shuffleConfig(s -> s.seed(Long.MAX_VALUE)))
                .finalMetricDataList(metric -> metric.metricName("loss").value(0.1f))
                .trainingTimeInSeconds(12)
                .enableNetworkIsolation(false)
                .secondaryStatusTransitions(List.of())
                .build();

        var back = Shapes.parse(Shapes.json(description), DescribeTrainingJobResponse.class);

        assertThat(back).isEqualTo(description);
        assertThat(back.hasSecondaryStatusTransitions()).isTrue();
        assertThat(back.hasDebugRuleConfigurations()).isFalse();
    }

    @Test
    void bytesAndMembersThatTravelElsewhereThanInTheBodyAreInTheJson() {
        var record = PutRecordRequest.builder()
                .streamName("s")
                .data(SdkBytes.fromByteBuffer(ByteBuffer.wrap(new byte[] {0, -1, 127})))
                .build();
        var listing = software.amazon.awssdk.services.lambda.model.ListFunctionsRequest.builder()
                .marker("in the query string")
                .maxItems(7)
                .build();

        assertThat(Shapes.parse(Shapes.json(record), PutRecordRequest.class)).isEqualTo(record);
        assertThat(Shapes.parse(Shapes.json(listing), listing.getClass())).isEqualTo(listing);
    }

    @Test
    void membersAreGotAndSetByName() {
        var builder = FunctionConfiguration.builder();

        Shapes.set(builder, "MemorySize", 3);

        FunctionConfiguration configuration = builder.build();
        assertThat(Shapes.get(configuration, "MemorySize")).isEqualTo(3);
        assertThat(Shapes.get(configuration, "Layers")).isNull();
        assertThat(Shapes.get(configuration, "NoSuchMember")).isNull();
        assertThatThrownBy(() -> Shapes.set(builder, "NoSuchMember", 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
