package io.brume.learning.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.learning.World;
import io.brume.learning.hosting.Hosted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TransformInput;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

class TransformJobsTest {

    private static final String CSV = "text/csv";
    private static final String LINES = "application/jsonlines";

    @TempDir
    Path folder;

    private World world;
    private Hosted hosted;

    @BeforeEach
    void begin() {
        world = new World(folder);
        hosted = new Hosted(world, folder);
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private DescribeTransformJobResponse run(
            String name,
            UnaryOperator<TransformInput.Builder> input,
            UnaryOperator<CreateTransformJobRequest.Builder> more) {
        var _ = world.sageMaker.createTransformJob(more.apply(CreateTransformJobRequest.builder()
                        .transformJobName(name)
                        .modelName("forest")
                        .transformInput(input.apply(TransformInput.builder()
                                        .contentType(CSV)
                                        .splitType("Line")
                                        .dataSource(data -> data.s3DataSource(
                                                s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/in/"))))
                                .build())
                        .transformOutput(output ->
                                output.s3OutputPath("s3://data/out").accept(CSV).assembleWith("Line"))
                        .transformResources(
                                resources -> resources.instanceCount(1).instanceType("ml.m5.large")))
                .build());
        World.until("the end of " + name, () -> TransformJobs.KIND.isFinal(describe(name)));
        return describe(name);
    }

    private DescribeTransformJobResponse describe(String name) {
        return world.sageMaker.describeTransformJob(describe -> describe.transformJobName(name));
    }

    @Test
    void everyFileOfAPrefixGetsItsOutput() {
        world.put("in/a.csv", "0.9,1\n-0.9,1\n\n0.8,2\n");
        world.put("in/sub/b.csv", "-0.5,1");

        var job = run("t", input -> input, more -> more);
        assertThat(job.failureReason()).isNull();
        assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.COMPLETED);
        assertThat(job.transformEndTime()).isAfterOrEqualTo(job.transformStartTime());
        assertThat(world.text("s3://data/out/a.csv.out")).isEqualTo("1.0,1\n0.0,0\n1.0,1\n");
        assertThat(world.text("s3://data/out/sub/b.csv.out")).isEqualTo("0.0,0\n");
        assertThat(world.sageMaker.listTransformJobs(list -> {}).transformJobSummaries())
                .hasSize(1);
        assertThatThrownBy(() -> run("t", input -> input, more -> more))
                .hasMessageContaining("Job name must be unique");
    }

    @Test
    void inputsAreFilteredAndJoinedWithTheirResults() {
        world.put("in/a.csv", "id1,0.9,1\n\"id,2\",-0.9,1\n");

        var job = run(
                "csv",
                input -> input,
                more -> more.batchStrategy("MultiRecord")
                        .dataProcessing(data ->
                                data.inputFilter("$[1:]").joinSource("Input").outputFilter("$[0,-1]")));
        assertThat(job.failureReason()).isNull();
        assertThat(world.text("s3://data/out/a.csv.out")).isEqualTo("id1,1\n\"id,2\",0\n");

        world.put(
                "json/a.jsonl",
                "{\"id\": 7, \"row\": {\"features\": [0.9, 1]}}\n{\"id\": 8, \"row\": {\"features\": [-0.9, 1]}}\n");
        var json = run(
                "json",
                input -> input.contentType(LINES)
                        .dataSource(data -> data.s3DataSource(
                                s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/json/"))),
                more -> more.batchStrategy("SingleRecord")
                        .maxConcurrentTransforms(2)
                        .transformOutput(output -> output.s3OutputPath("s3://data/out")
                                .accept(LINES)
                                .assembleWith("Line"))
                        .dataProcessing(data -> data.inputFilter("$.row")
                                .joinSource("Input")
                                .outputFilter("$['id','SageMakerOutput']")));
        assertThat(json.failureReason()).isNull();
        assertThat(world.text("s3://data/out/a.jsonl.out"))
                .isEqualTo("{\"id\":7,\"SageMakerOutput\":{\"score\":1.0,\"predicted_label\":1}}\n"
                        + "{\"id\":8,\"SageMakerOutput\":{\"score\":0.0,\"predicted_label\":0}}\n");
    }

    @Test
    void packedFilesAreUnpackedAndBadOnesFailTheJob() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("0.9,1\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        }
        var _ = hosted.put("in/a.csv.gz", packed.toByteArray());
        var job = run("gz", input -> input.compressionType("Gzip"), more -> more);
        assertThat(job.failureReason()).isNull();
        assertThat(world.text("s3://data/out/a.csv.gz.out")).isEqualTo("1.0,1\n".repeat(1000));

        String bad = hosted.put("bad/a.csv", "1,2,3\n".getBytes(StandardCharsets.UTF_8));
        var failed = run(
                "bad",
                input -> input.dataSource(data ->
                        data.s3DataSource(s3 -> s3.s3DataType("S3Prefix").s3Uri(bad))),
                more -> more);
        assertThat(failed.transformJobStatus()).isEqualTo(TransformJobStatus.FAILED);
        assertThat(failed.failureReason())
                .startsWith("ClientError: See job logs for more information: Received client error (400)");
        assertThatThrownBy(() -> run("none", input -> input, more -> more.modelName("none")))
                .hasMessageContaining("Could not find model \"arn:aws:sagemaker:us-east-1:123456789012:model/none\".");
    }

    @Test
    void pathsChooseAsJsonPathDoes() {
        var row = Processing.fields("a,b,\"c,d\",e");
        assertThat(JsonPath.parse("$[1:]").of(row)).hasToString("[b, \"c,d\", e]");
        assertThat(JsonPath.parse("$[0,-1]").of(row)).hasToString("[a, e]");
        assertThat(JsonPath.parse("$[:2]").of(row)).hasToString("[a, b]");
        assertThat(JsonPath.parse("$[-2:]").of(row)).hasToString("[\"c,d\", e]");
        assertThat(JsonPath.parse("$[0]").of(row)).isEqualTo("a");
        assertThat(JsonPath.parse("$[9]").of(row)).isNull();
        for (String bad : new String[] {"x", "$..a", "$[", "$[a]", "$x"}) {
            assertThatThrownBy(() -> JsonPath.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
