package io.brume.learning.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.RecordIoWriter;
import io.brume.kernel.database.Database;
import io.brume.learning.World;
import io.brume.testing.PostgreSql;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

class EndpointsTest {

    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";
    private static final String LINES = "application/jsonlines";
    private static final String RECORD_IO = "application/x-recordio-protobuf";

    @TempDir
    Path folder;

    private World world;
    private Hosted hosted;

    @BeforeEach
    void begin() {
        world = new World(folder);
        hosted = new Hosted(world, folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void anEndpointAnswersInEveryContentType() throws IOException {
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        var endpoint = hosted.endpoint("e", Hosted.variant("all", "forest", 1));

        assertThat(endpoint.endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
        assertThat(endpoint.failureReason()).isNull();
        assertThat(endpoint.productionVariants().getFirst().currentWeight()).isEqualTo(1);
        assertThat(endpoint.endpointArn()).isEqualTo("arn:aws:sagemaker:us-east-1:123456789012:endpoint/e");
        String both =
                "{\"predictions\": [{\"score\": 1.0, \"predicted_label\": 1}, {\"score\": 0.0, \"predicted_label\": 0}]}";
        assertThat(hosted.ask("e", CSV, JSON, "0.9,1\n-0.9,1\n")).isEqualTo(both);
        assertThat(hosted.ask(
                        "e",
                        JSON,
                        "*/*",
                        "{\"instances\": [{\"features\": [0.9, 1]}, {\"data\": {\"features\":"
                                + " {\"values\": [-0.9, 1]}}}]}"))
                .isEqualTo(both);
        assertThat(hosted.ask("e", LINES, LINES, "{\"features\": [0.9, 1]}\n{\"features\": [-0.9, 1]}"))
                .isEqualTo("{\"score\": 1.0, \"predicted_label\": 1}\n{\"score\": 0.0, \"predicted_label\": 0}\n");
        assertThat(hosted.ask("e", "text/libsvm", CSV, "0:0.9 1:1\n1 0:-0.9 1:1\n"))
                .isEqualTo("1.0,1\n0.0,0\n");
        var response = world.runtime.invokeEndpoint(invoke -> invoke.endpointName("e")
                .contentType(RECORD_IO)
                .accept(RECORD_IO)
                .body(SdkBytes.fromByteArray(recordIo(new float[][] {{0.9f, 1}}))));
        assertThat(response.contentType()).isEqualTo(RECORD_IO);
        assertThat(response.invokedProductionVariant()).isEqualTo("all");
        assertThat(new String(response.body().asByteArray(), StandardCharsets.ISO_8859_1))
                .contains("score", "predicted_label");
    }

    @Test
    void aModelOfTheRegistryIsServed() {
        String data = hosted.forest("forest.tar.gz", 0, true);
        var _ = world.sageMaker.createModelPackageGroup(create -> create.modelPackageGroupName("forests"));
        String version = world.sageMaker
                .createModelPackage(create -> create.modelPackageGroupName("forests")
                        .inferenceSpecification(inference -> inference
                                .supportedContentTypes(CSV)
                                .supportedResponseMIMETypes(CSV)
                                .containers(container -> container
                                        .image(Hosted.FOREST)
                                        .modelDataUrl(data)
                                        .environment(Map.of("A", "package", "B", "package")))))
                .modelPackageArn();

        var _ = world.sageMaker.createModel(create -> create.modelName("forest")
                .executionRoleArn("arn:aws:iam::123456789012:role/sagemaker")
                .primaryContainer(
                        container -> container.modelPackageName(version).environment(Map.of("B", "model"))));
        hosted.inService("e", Hosted.variant("all", "forest", 1));

        assertThat(hosted.ask("e", CSV, CSV, "0.9,1\n")).isEqualTo("1.0,1\n");
        var container = world.sageMaker
                .describeModel(describe -> describe.modelName("forest"))
                .primaryContainer();
        assertThat(container.modelPackageName()).isEqualTo(version);
        assertThat(container.image()).isEqualTo(Hosted.FOREST);
        assertThat(container.environment()).containsExactlyInAnyOrderEntriesOf(Map.of("A", "package", "B", "model"));
        assertThatThrownBy(() -> world.sageMaker.createModel(create -> create.modelName("other")
                        .primaryContainer(missing -> missing.modelPackageName(version.replace("/1", "/2")))))
                .hasMessageContaining("ModelPackage arn:aws:sagemaker:us-east-1:123456789012:model-package/forests/2"
                        + " does not exist.");
        assertThatThrownBy(() -> world.sageMaker.createModel(create -> create.modelName("other")
                        .primaryContainer(both -> both.modelPackageName(version).image(Hosted.FOREST))))
                .hasMessageContaining("cannot name its own");
    }

    private static byte[] recordIo(float[][] rows) {
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordIoWriter(out)) {
            writer.write(DenseBatch.of(rows));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Test
    void whatAModelCannotAnswerIsAModelErrorAsAwsWordsIt() {
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        hosted.inService("e", Hosted.variant("all", "forest", 1));

        assertThatThrownBy(() -> hosted.invoke("e", "image/png", "x"))
                .isInstanceOfSatisfying(ModelErrorException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(424);
                    assertThat(e.originalStatusCode()).isEqualTo(415);
                    assertThat(e.awsErrorDetails().errorMessage())
                            .startsWith("Received client error (415) from primary with message \"content-type image/png"
                                    + " not supported.")
                            .endsWith(
                                    "\". See https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1"
                                            + "#logEventViewer:group=/aws/sagemaker/Endpoints/e in account 123456789012 for more"
                                            + " information.");
                });
        for (String bad : List.of("1,2,3", "a,b", "\n")) {
            assertThatThrownBy(() -> hosted.invoke("e", CSV, bad))
                    .isInstanceOfSatisfying(
                            ModelErrorException.class,
                            e -> assertThat(e.originalStatusCode()).isEqualTo(400));
        }
        assertThatThrownBy(() -> hosted.ask("e", CSV, "image/png", "1,2"))
                .isInstanceOfSatisfying(
                        ModelErrorException.class,
                        e -> assertThat(e.originalStatusCode()).isEqualTo(406));
        assertThatThrownBy(() -> hosted.invoke("no-such", CSV, "1,2"))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("Endpoint no-such of account 123456789012 not found.");
        assertThatThrownBy(() -> world.runtime.invokeEndpoint(invoke -> invoke.endpointName("e")
                        .targetVariant("other")
                        .contentType(CSV)
                        .body(SdkBytes.fromUtf8String("1,2"))))
                .isInstanceOf(ValidationErrorException.class);
    }

    @Test
    void callsGoToVariantsByTheirWeights() {
        hosted.model("low", Hosted.FOREST, hosted.forest("low.tar.gz", -0.5f, true));
        hosted.model("high", Hosted.FOREST, hosted.forest("high.tar.gz", 0.5f, true));
        hosted.inService("e", Hosted.variant("low", "low", 0), Hosted.variant("high", "high", 1));

        for (int i = 0; i < 20; i++) {
            assertThat(hosted.invoke("e", CSV, "0,1").invokedProductionVariant())
                    .isEqualTo("high");
        }
        var targeted = world.runtime.invokeEndpoint(invoke -> invoke.endpointName("e")
                .targetVariant("low")
                .contentType(CSV)
                .accept(CSV)
                .body(SdkBytes.fromUtf8String("0,1")));
        assertThat(targeted.body().asUtf8String()).isEqualTo("1.0,1\n");

        var _ = world.sageMaker.updateEndpointWeightsAndCapacities(update -> update.endpointName("e")
                .desiredWeightsAndCapacities(
                        one -> one.variantName("low").desiredWeight(1f).desiredInstanceCount(3),
                        one -> one.variantName("high").desiredWeight(0f)));
        var variants = hosted.settled("e").productionVariants();
        assertThat(variants.getFirst().currentWeight()).isEqualTo(1);
        assertThat(variants.getFirst().currentInstanceCount()).isEqualTo(3);
        assertThat(hosted.invoke("e", CSV, "0,1").invokedProductionVariant()).isEqualTo("low");
        assertThatThrownBy(() -> world.sageMaker.updateEndpointWeightsAndCapacities(update -> update.endpointName("e")
                        .desiredWeightsAndCapacities(
                                one -> one.variantName("none").desiredWeight(1f))))
                .hasMessageContaining("\"none\" is/are not present within endpoint configuration");
    }

    @Test
    void anUpdateLosesNoCall() throws InterruptedException {
        hosted.model("one", Hosted.FOREST, hosted.forest("one.tar.gz", -0.5f, true));
        hosted.model("two", Hosted.FOREST, hosted.forest("two.tar.gz", 0.5f, true));
        hosted.inService("e", Hosted.variant("all", "one", 1));
        var _ = world.sageMaker.createEndpointConfig(
                create -> create.endpointConfigName("second").productionVariants(Hosted.variant("all", "two", 1)));

        var failures = new CopyOnWriteArrayList<Throwable>();
        var answered = new AtomicInteger();
        var stop = new AtomicBoolean();
        List<Thread> callers = List.of(
                Thread.ofPlatform().unstarted(() -> call(stop, answered, failures)),
                Thread.ofPlatform().unstarted(() -> call(stop, answered, failures)));
        callers.forEach(Thread::start);
        for (String config : List.of("second", "e", "second")) {
            var _ = world.sageMaker.updateEndpoint(
                    update -> update.endpointName("e").endpointConfigName(config));
            assertThat(hosted.settled("e").endpointConfigName()).isEqualTo(config);
        }
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(failures).isEmpty();
        assertThat(answered.get()).isPositive();
        assertThat(hosted.ask("e", CSV, CSV, "0,1")).isEqualTo("0.0,0\n");
    }

    private void call(AtomicBoolean stop, AtomicInteger answered, List<Throwable> failures) {
        while (!stop.get()) {
            try {
                var _ = hosted.invoke("e", CSV, "0,1");
                answered.incrementAndGet();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }

    @Test
    void anEndpointWhoseModelCannotBeLoadedFailsAndSaysWhy() {
        hosted.model("text", Hosted.FOREST, hosted.put("text.tar.gz", "no archive".getBytes(StandardCharsets.UTF_8)));
        var failed = hosted.endpoint("e", Hosted.variant("all", "text", 1));

        assertThat(failed.endpointStatus()).isEqualTo(EndpointStatus.FAILED);
        assertThat(failed.failureReason()).contains("Failed to extract model data archive", "s3://data/text.tar.gz");
        assertThatThrownBy(() -> hosted.invoke("e", CSV, "0,1")).hasMessageContaining("not found");
        var _ = world.sageMaker.deleteEndpoint(delete -> delete.endpointName("e"));
        assertThatThrownBy(() -> hosted.describe("e"))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining(
                        "Could not find endpoint \"arn:aws:sagemaker:us-east-1:123456789012:endpoint/e\".");
    }

    @Test
    void anUpdateThatFailsLeavesTheEndpointAsItWas() {
        hosted.model("one", Hosted.FOREST, hosted.forest("one.tar.gz", 0, true));
        hosted.model("bad", Hosted.FOREST, hosted.put("bad.tar.gz", new byte[10]));
        hosted.inService("e", Hosted.variant("all", "one", 1));
        var _ = world.sageMaker.createEndpointConfig(
                create -> create.endpointConfigName("bad").productionVariants(Hosted.variant("all", "bad", 1)));
        var _ = world.sageMaker.updateEndpoint(
                update -> update.endpointName("e").endpointConfigName("bad"));

        var endpoint = hosted.settled("e");
        assertThat(endpoint.endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
        assertThat(endpoint.endpointConfigName()).isEqualTo("e");
        assertThat(endpoint.failureReason()).contains("bad.tar.gz");
        assertThat(hosted.ask("e", CSV, CSV, "0.9,1")).isEqualTo("1.0,1\n");
    }

    @Test
    void endpointsComeBackWithANewProcessEvenWithoutTheirModelAndConfiguration() {
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        hosted.inService("e", Hosted.variant("all", "forest", 1));
        var _ = world.sageMaker.deleteModel(delete -> delete.modelName("forest"));
        var _ = world.sageMaker.deleteEndpointConfig(delete -> delete.endpointConfigName("e"));
        world.close();
        world = new World(folder);
        hosted = new Hosted(world, folder);

        assertThat(hosted.describe("e").endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
        assertThat(hosted.ask("e", CSV, CSV, "0.9,1")).isEqualTo("1.0,1\n");
    }

    @Test
    void resourcesAreListedTaggedAndRefusedAsAwsDoes() {
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        hosted.inService("e", Hosted.variant("all", "forest", 1));
        String arn = hosted.describe("e").endpointArn();

        var _ = world.sageMaker.addTags(
                add -> add.resourceArn(arn).tags(tag -> tag.key("a").value("b")));
        assertThat(world.sageMaker.listTags(list -> list.resourceArn(arn)).tags())
                .hasSize(1);
        assertThat(world.sageMaker
                        .listEndpoints(list -> list.statusEquals("InService"))
                        .endpoints())
                .hasSize(1);
        assertThat(world.sageMaker.listModels(list -> list.nameContains("for")).models())
                .hasSize(1);
        assertThat(world.sageMaker.listEndpointConfigs(list -> {}).endpointConfigs())
                .hasSize(1);
        assertThatThrownBy(() -> hosted.model("forest", Hosted.FOREST, "s3://data/forest.tar.gz"))
                .isInstanceOfSatisfying(AwsServiceException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("Cannot create already existing model"
                                    + " \"arn:aws:sagemaker:us-east-1:123456789012:model/forest\".");
                });
        assertThatThrownBy(() -> hosted.model("other", Hosted.FOREST, "s3://data/none.tar.gz"))
                .hasMessageContaining("Could not find model data at s3://data/none.tar.gz.");
        assertThatThrownBy(() -> world.sageMaker.createEndpoint(
                        create -> create.endpointName("f").endpointConfigName("none")))
                .hasMessageContaining("Could not find endpoint configuration");
        assertThat(world.events).anySatisfy(event -> assertThat(event.body()).contains("\"InService\""));
    }

    @Test
    void anOnnxModelIsServedByABuiltInImage() {
        hosted.model("onnx", "123456789012.dkr.ecr.us-east-1.amazonaws.com/xgboost:1", hosted.onnx("onnx.tar.gz"));
        hosted.inService("e", Hosted.variant("all", "onnx", 1));

        assertThat(hosted.ask("e", CSV, "*/*", "0.9,1\n-0.9,1\n")).isEqualTo("1.0,0.0");
        assertThat(hosted.ask("e", "text/libsvm", "*/*", "0:0.9\n")).isEqualTo("1.0");
        assertThatThrownBy(() -> hosted.invoke("e", CSV, "1,2,3")).isInstanceOf(ModelErrorException.class);
    }

    @Test
    void aTorchScriptModelWithoutItsPartFailsItsEndpointAndSaysWhatToDo() throws IOException {
        Path torch = Files.createDirectories(folder.resolve("torch"));
        Files.writeString(torch.resolve("model.pt"), "PK");
        hosted.model("torch", Hosted.FOREST, hosted.put("torch.tar.gz", torch));

        var endpoint = hosted.endpoint("e", Hosted.variant("all", "torch", 1));

        assertThat(endpoint.endpointStatus()).isEqualTo(EndpointStatus.FAILED);
        assertThat(endpoint.failureReason())
                .contains("TorchScript (model.pt)", "run `./brume install libtorch`", "torch.onnx.export");
    }

    @Test
    void serversThatShareADatabaseServeTheSameEndpoints() {
        Assumptions.assumeTrue(PostgreSql.shared().isPresent(), "PostgreSQL is not installed");
        String url = PostgreSql.shared().orElseThrow().newDatabase();
        world.close();
        world = new World(folder.resolve("one"), Database.postgres(url));
        hosted = new Hosted(world, folder);
        hosted.model("one", Hosted.FOREST, hosted.forest("one.tar.gz", -0.5f, true));
        hosted.model("two", Hosted.FOREST, hosted.forest("two.tar.gz", 0.5f, true));
        hosted.inService("e", Hosted.variant("all", "one", 1));
        try (var server = new World(folder.resolve("one"), Database.postgres(url))) {
            var other = new Hosted(server, folder);
            assertThat(other.ask("e", CSV, CSV, "0,1")).isEqualTo("1.0,1\n");
            var _ = world.sageMaker.createEndpointConfig(
                    create -> create.endpointConfigName("second").productionVariants(Hosted.variant("all", "two", 1)));
            var _ = world.sageMaker.updateEndpoint(
                    update -> update.endpointName("e").endpointConfigName("second"));
            var _ = hosted.settled("e");
            World.until(
                    "both serve the new model",
                    () -> hosted.ask("e", CSV, CSV, "0,1").equals("0.0,0\n")
                            && other.ask("e", CSV, CSV, "0,1").equals("0.0,0\n"));
            var _ = world.sageMaker.deleteEndpoint(delete -> delete.endpointName("e"));
            World.until("neither serves what is deleted", () -> {
                try {
                    var _ = other.ask("e", CSV, CSV, "0,1");
                    return false;
                } catch (ValidationErrorException e) {
                    return true;
                }
            });
        }
    }
}
