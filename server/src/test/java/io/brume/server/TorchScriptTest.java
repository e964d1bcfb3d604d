package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.learning.archive.TarGz;
import io.brume.testing.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** TorchScript models behind endpoints, with the part libtorch as it is installed. {@code ./mvnw -Plibtorch} has it built. */
@EnabledIfSystemProperty(
        named = "parts",
        matches = ".+",
        disabledReason = "the part libtorch is built by -Plibtorch alone")
class TorchScriptTest {

    private static final String IMAGE = "811284229777.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1";
    private static final String ROLE = "arn:aws:iam::123456789012:role/learner";

    @TempDir
    private Path folder;

    @Test
    void aTorchScriptModelIsServedByABuiltInImage() throws IOException {
        var configuration =
                Configuration.of(folder, Map.of("engines.preload", "never", "parts", System.getProperty("parts", "")));
        try (Brume brume = Brume.start(configuration)) {
            var s3 = brume.client(S3Client.class);
            var _ = s3.createBucket(bucket -> bucket.bucket("data"));
            var _ = s3.putObject(
                    put -> put.bucket("data").key("model.tar.gz"), RequestBody.fromBytes(archive("model.pt", model())));
            var _ = s3.putObject(
                    put -> put.bucket("data").key("broken.tar.gz"),
                    RequestBody.fromBytes(archive("model.pth", new byte[] {'P', 'K', 3, 4})));

            assertThat(endpoint(brume, "broken").failureReason()).contains("model.pth is no TorchScript archive");
            assertThat(endpoint(brume, "model").endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
            String both = "{\"predictions\": [{\"score\": 21.0}, {\"score\": 10.0}]}";
            assertThat(ask(brume, "text/csv", "1,2\n0,1\n")).isEqualTo(both);
            assertThat(ask(
                            brume,
                            "application/json",
                            "{\"instances\": [{\"features\": [1, 2]}, {\"features\": [0, 1]}]}"))
                    .isEqualTo(both);
            assertThatThrownBy(() -> ask(brume, "text/csv", "1,2,3"))
                    .isInstanceOfSatisfying(ModelErrorException.class, e -> {
                        assertThat(e.originalStatusCode()).isEqualTo(400);
                        assertThat(e.originalMessage())
                                .isEqualTo("the model does not take these rows: mat1 and mat2 shapes cannot be"
                                        + " multiplied (1x3 and 2x1)");
                    });
            assertThat(ask(brume, "text/csv", "1,2\n0,1\n")).isEqualTo(both);
            var _ = brume.client(SageMakerClient.class).deleteEndpoint(delete -> delete.endpointName("model"));
        }
    }

    private static String ask(Brume brume, String type, String body) {
        return brume.client(SageMakerRuntimeClient.class)
                .invokeEndpoint(invoke -> invoke.endpointName("model")
                        .contentType(type)
                        .accept("application/json")
                        .body(SdkBytes.fromUtf8String(body)))
                .body()
                .asUtf8String();
    }

    private static DescribeEndpointResponse endpoint(Brume brume, String name) {
        var sageMaker = brume.client(SageMakerClient.class);
        var _ = sageMaker.createModel(model -> model.modelName(name)
                .executionRoleArn(ROLE)
                .primaryContainer(container -> container.image(IMAGE).modelDataUrl("s3://data/" + name + ".tar.gz")));
        var _ = sageMaker.createEndpointConfig(config -> config.endpointConfigName(name)
                .productionVariants(variant -> variant.variantName("all")
                        .modelName(name)
                        .initialInstanceCount(1)
                        .instanceType("ml.m5.large")));
        var _ = sageMaker.createEndpoint(endpoint -> endpoint.endpointName(name).endpointConfigName(name));
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            var endpoint = sageMaker.describeEndpoint(describe -> describe.endpointName(name));
            if (endpoint.endpointStatus() != EndpointStatus.CREATING) {
                return endpoint;
            }
            assertThat(System.nanoTime()).as("time for " + name).isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static byte[] model() throws IOException {
        return TorchScriptArchive.of(TorchScriptArchive.files("", "", """
                weights = torch.tensor([[1.], [10.]])
                    return torch.mm(x, weights)"""));
    }

    private byte[] archive(String name, byte[] file) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name + "-model"));
        Files.write(model.resolve(name), file);
        var bytes = new ByteArrayOutputStream();
        TarGz.pack(model, bytes);
        return bytes.toByteArray();
    }
}
