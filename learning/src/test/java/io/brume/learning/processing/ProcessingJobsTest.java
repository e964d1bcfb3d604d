package io.brume.learning.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.learning.World;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ProcessingJobStatus;

@SuppressWarnings("unchecked") // of several consumers of builders
class ProcessingJobsTest {

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void start() {
        world = new World(folder);
        world.put("raw/a.txt", "b\na\n");
        world.put("code/sort.sh", "sort /dev/stdin\n");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void create(String name, String image, List<String> entrypoint) {
        world.sageMaker.createProcessingJob(job -> job.processingJobName(name)
                .appSpecification(
                        app -> app.imageUri(image).containerEntrypoint(entrypoint.isEmpty() ? null : entrypoint))
                .roleArn("arn:aws:iam::123456789012:role/processor")
                .processingResources(r -> r.clusterConfig(
                        c -> c.instanceCount(1).instanceType("ml.m5.large").volumeSizeInGB(1)))
                .processingInputs(
                        in -> in.inputName("raw")
                                .s3Input(s3 -> s3.s3Uri("s3://data/raw")
                                        .localPath("/opt/ml/processing/input")
                                        .s3DataType("S3Prefix")
                                        .s3InputMode("File")),
                        in -> in.inputName("code")
                                .s3Input(s3 -> s3.s3Uri("s3://data/code/sort.sh")
                                        .localPath("/opt/ml/processing/input/code")
                                        .s3DataType("S3Prefix")
                                        .s3InputMode("File")))
                .processingOutputConfig(config -> config.outputs(out -> out.outputName("sorted")
                        .s3Output(s3 -> s3.s3Uri("s3://data/sorted")
                                .localPath("/opt/ml/processing/output")
                                .s3UploadMode("EndOfJob")))));
    }

    private DescribeProcessingJobResponse describe(String name) {
        return world.sageMaker.describeProcessingJob(job -> job.processingJobName(name));
    }

    private DescribeProcessingJobResponse ended(String name) {
        World.until("the end of " + name, () -> ProcessingJobs.KIND.isFinal(describe(name)));
        return describe(name);
    }

    @Test
    void aProgramReadsItsInputsAndItsOutputsGoToS3() {
        String image = world.program("sorter", """
                sort "$BRUME_INPUT_RAW/a.txt" > "$BRUME_OUTPUT_SORTED/a.txt"
                echo 'two lines' > "$BRUME_OPT_ML/output/message"
                """);

        create("sorter", image, List.of());

        DescribeProcessingJobResponse job = ended("sorter");
        assertThat(job.failureReason()).isNull();
        assertThat(job.processingJobStatus()).isEqualTo(ProcessingJobStatus.COMPLETED);
        assertThat(job.exitMessage()).isEqualTo("two lines");
        assertThat(world.text("s3://data/sorted/a.txt")).isEqualTo("a\nb\n");
    }

    @Test
    void aScriptThatCameAsAnInputIsFoundByItsPath() {
        create("script", "local:///bin/sh", List.of("/bin/sh", "/opt/ml/processing/input/code/sort.sh"));

        assertThat(ended("script").processingJobStatus()).isEqualTo(ProcessingJobStatus.COMPLETED);
    }

    @Test
    void whatFailsSaysWhyAndWhatAServerLeftIsRunAgain() {
        create("failing", world.program("failing", "echo broken; exit 2"), List.of());
        assertThat(ended("failing").failureReason()).contains("broken").endsWith("exit code: 2");

        String marker = folder.resolve("marker").toString();
        String image = world.program("again", "[ -f '" + marker + "' ] && exit 0; touch '" + marker + "'; sleep 100");
        create("again", image, List.of());
        World.until("its begin", () -> folder.resolve("marker").toFile().exists());
        world.close();
        world = new World(folder);

        assertThat(ended("again").processingJobStatus()).isEqualTo(ProcessingJobStatus.COMPLETED);
    }

    @Test
    void aJobIsStopped() {
        create("endless", world.program("endless", "sleep 100"), List.of());
        World.until("its begin", () -> describe("endless").processingStartTime() != null);

        world.sageMaker.stopProcessingJob(stop -> stop.processingJobName("endless"));

        assertThat(ended("endless").processingJobStatus()).isEqualTo(ProcessingJobStatus.STOPPED);
    }
}
