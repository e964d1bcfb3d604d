package io.brume.learning.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.learning.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sagemaker.model.ContainerMode;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.PayloadPart;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

class InvocationsTest {

    private static final String CSV = "text/csv";
    private static final String TEXT = "text/plain";

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
    void anOwnContainerServesStreamsAndIsStartedAgain() throws Exception {
        Path files = Files.createDirectories(folder.resolve("model"));
        Files.writeString(files.resolve("weights.txt"), "heavy");
        hosted.model("own", hosted.program(world), hosted.put("own.tar.gz", files));
        hosted.inService("e", Hosted.variant("all", "own", 1));

        var response = hosted.invoke("e", TEXT, "hello");
        assertThat(response.body().asUtf8String()).isEqualTo("HELLO!");
        assertThat(response.contentType()).isEqualTo(TEXT);
        assertThat(response.customAttributes()).isEqualTo("seen");
        assertThat(hosted.invoke("e", TEXT, "model").body().asUtf8String()).isEqualTo("heavy");
        assertThatThrownBy(() -> hosted.invoke("e", TEXT, "fail"))
                .isInstanceOfSatisfying(ModelErrorException.class, e -> {
                    assertThat(e.originalStatusCode()).isEqualTo(500);
                    assertThat(e.originalMessage()).isEqualTo("I will not");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .startsWith("Received server error (500) from primary with message \"I will not\".");
                });
        assertThatThrownBy(() -> hosted.invoke("e", TEXT, "die")).isInstanceOf(ModelErrorException.class);
        assertThat(hosted.invoke("e", TEXT, "again").body().asUtf8String()).isEqualTo("AGAIN!");

        List<String> parts = new CopyOnWriteArrayList<>();
        var handler = InvokeEndpointWithResponseStreamResponseHandler.builder()
                .subscriber(event -> parts.add(((PayloadPart) event).bytes().asUtf8String()))
                .build();
        world.streams
                .invokeEndpointWithResponseStream(
                        invoke -> invoke.endpointName("e").contentType(TEXT).body(SdkBytes.fromUtf8String("in parts")),
                        handler)
                .join();
        assertThat(String.join("", parts)).isEqualTo("IN PARTS!");
        World.until(
                "the container's line in the log",
                () ->
                        world
                                .logs
                                .filterLogEvents(filter -> filter.logGroupName("/aws/sagemaker/Endpoints/e"))
                                .events()
                                .stream()
                                .anyMatch(event -> event.message().equals("serving with serve")));
    }

    @Test
    void aVariantHasAContainerForEachInstanceAndTheirNumberCanChange() {
        hosted.model("own", hosted.program(world), hosted.put("own.tar.gz", archive()));
        hosted.inService("e", Hosted.variant("all", "own", 1));
        var _ = world.sageMaker.updateEndpointWeightsAndCapacities(update -> update.endpointName("e")
                .desiredWeightsAndCapacities(
                        variant -> variant.variantName("all").desiredInstanceCount(2)));
        var scaled = hosted.settled("e").productionVariants().getFirst();

        assertThat(scaled.currentInstanceCount()).isEqualTo(2);
        assertThat(scaled.desiredInstanceCount()).isEqualTo(2);
        assertThat(hosted.invoke("e", TEXT, "more").body().asUtf8String()).isEqualTo("MORE!");
        World.until(
                "a line of each container",
                () ->
                        world
                                        .logs
                                        .filterLogEvents(filter -> filter.logGroupName("/aws/sagemaker/Endpoints/e"))
                                        .events()
                                        .stream()
                                        .filter(event -> event.message().equals("serving with serve"))
                                        .count()
                                == 2);
    }

    @Test
    void aContainerThatEndsFailsItsEndpoint() {
        String image = world.program("broken.sh", "echo no; exit 3\n");
        hosted.model("own", image, hosted.put("own.tar.gz", archive()));
        var endpoint = hosted.endpoint("e", Hosted.variant("all", "own", 1));

        assertThat(endpoint.failureReason())
                .contains("did not pass the ping health check: it ended with exit code 3", "production variant all");
    }

    private byte[] archive() {
        try {
            var _ = hosted.put("empty.tar.gz", Files.createDirectories(folder.resolve("empty")));
            return world.s3
                    .getObjectAsBytes(get -> get.bucket("data").key("empty.tar.gz"))
                    .asByteArray();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void asynchronousCallsPutTheirAnswersIntoS3AndTellTopics() {
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        String topic = "arn:aws:sns:us-east-1:123456789012:topic";
        var _ = world.sageMaker.createEndpointConfig(create -> create.endpointConfigName("e")
                .productionVariants(Hosted.variant("all", "forest", 1))
                .asyncInferenceConfig(async -> async.outputConfig(output -> output.s3OutputPath("s3://data/out")
                        .s3FailurePath("s3://data/failed")
                        .notificationConfig(notify -> notify.successTopic(topic).errorTopic(topic)))));
        var _ = world.sageMaker.createEndpoint(
                create -> create.endpointName("e").endpointConfigName("e"));
        var _ = hosted.settled("e");
        world.put("in/rows.csv", "0.9,1\n-0.9,1\n");

        var call = world.runtime.invokeEndpointAsync(invoke -> invoke.endpointName("e")
                .contentType(CSV)
                .accept(CSV)
                .inferenceId("mine")
                .inputLocation("s3://data/in/rows.csv"));
        assertThat(call.inferenceId()).isEqualTo("mine");
        World.until("the notice", () -> world.notices.size() == 1);
        assertThat(world.text(call.outputLocation())).isEqualTo("1.0,1\n0.0,0\n");
        assertThat(world.notices.getFirst().body())
                .contains("\"invocationStatus\":\"Completed\"", "\"inferenceId\":\"mine\"", call.outputLocation());

        var failed = world.runtime.invokeEndpointAsync(
                invoke -> invoke.endpointName("e").contentType(CSV).inputLocation("s3://data/in/none.csv"));
        World.until("the notice of the failure", () -> world.notices.size() == 2);
        assertThat(world.notices.getLast().body()).contains("\"invocationStatus\":\"Failed\"");
        assertThat(world.text(failed.failureLocation())).contains("The specified key does not exist");
        assertThatThrownBy(() -> hosted.invoke("e", CSV, "1,2"))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("asynchronous");
    }

    @Test
    void manyModelsAreLoadedWhenTheyAreAskedFor() {
        String one = hosted.forest("many/one.tar.gz", -0.5f, true);
        String two = hosted.forest("many/sub/two.tar.gz", 0.5f, true);
        assertThat(List.of(one, two)).doesNotContainNull();
        var _ = world.sageMaker.createModel(create -> create.modelName("many")
                .executionRoleArn("arn:aws:iam::123456789012:role/sagemaker")
                .primaryContainer(container -> container
                        .image(Hosted.FOREST)
                        .mode(ContainerMode.MULTI_MODEL)
                        .modelDataUrl("s3://data/many/")));
        hosted.inService("e", Hosted.variant("all", "many", 1));

        assertThat(target("one.tar.gz")).isEqualTo("1.0,1\n");
        assertThat(target("sub/two.tar.gz")).isEqualTo("0.0,0\n");
        for (String bad : List.of("none.tar.gz", "../forest.tar.gz", "/../x")) {
            assertThatThrownBy(() -> target(bad)).isInstanceOf(ValidationErrorException.class);
        }
        assertThatThrownBy(() -> hosted.invoke("e", CSV, "0,1"))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("TargetModel");
    }

    private String target(String model) {
        return world.runtime
                .invokeEndpoint(invoke -> invoke.endpointName("e")
                        .targetModel(model)
                        .contentType(CSV)
                        .accept(CSV)
                        .body(SdkBytes.fromUtf8String("0,1")))
                .body()
                .asUtf8String();
    }

    @Test
    void aPipelineHandsOnWhatEachContainerAnswers() throws Exception {
        Path files = Files.createDirectories(folder.resolve("model"));
        Files.writeString(files.resolve("weights.txt"), "x");
        String forest = hosted.forest("forest.tar.gz", 0, true);
        String own = hosted.put("own.tar.gz", files);
        var _ = world.sageMaker.createModel(create -> create.modelName("pipe")
                .executionRoleArn("arn:aws:iam::123456789012:role/sagemaker")
                .containers(
                        first -> first.image(Hosted.FOREST).modelDataUrl(forest),
                        second -> second.image(hosted.program(world)).modelDataUrl(own)));
        hosted.inService("e", Hosted.variant("all", "pipe", 1));

        assertThat(hosted.invoke("e", CSV, "0.9,1").body().asUtf8String())
                .isEqualTo("{\"PREDICTIONS\": [{\"SCORE\": 1.0, \"PREDICTED_LABEL\": 1}]}!");
    }

    @Test
    void callsAreMeasuredCapturedAndShadowed() {
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        hosted.model("shadow", Hosted.FOREST, hosted.forest("shadow.tar.gz", 0.5f, true));
        var _ = world.sageMaker.createEndpointConfig(create -> create.endpointConfigName("e")
                .productionVariants(Hosted.variant("all", "forest", 1))
                .shadowProductionVariants(Hosted.variant("dark", "shadow", 1))
                .dataCaptureConfig(capture -> capture.enableCapture(true)
                        .initialSamplingPercentage(100)
                        .destinationS3Uri("s3://data/captured")
                        .captureOptions(o -> o.captureMode("InputAndOutput"))
                        .captureContentTypeHeader(header -> header.csvContentTypes(CSV))));
        var _ = world.sageMaker.createEndpoint(
                create -> create.endpointName("e").endpointConfigName("e"));
        assertThat(hosted.settled("e").dataCaptureConfig().captureStatusAsString())
                .isEqualTo("Started");
        for (int i = 0; i < 3; i++) {
            assertThat(hosted.ask("e", CSV, CSV, "0.9,1")).isEqualTo("1.0,1\n");
        }
        assertThatThrownBy(() -> hosted.invoke("e", CSV, "a")).isInstanceOf(ModelErrorException.class);

        World.until("metrics", () -> sum("Invocations", "all") == 4 && sum("Invocations", "dark") >= 3);
        assertThat(sum("Invocation4XXErrors", "all")).isEqualTo(1);
        assertThat(sum("ModelLatency", "all")).isPositive();
        World.until("captured data", () -> captured().contains("endpointOutput"));
        assertThat(captured())
                .contains(
                        "\"endpointInput\":{\"observedContentType\":\"text/csv\",\"mode\":\"INPUT\",\"data\":\"0.9,1\",\"encoding\":\"CSV\"}",
                        "\"eventVersion\":\"0\"");
    }

    private double sum(String metric, String variant) {
        Instant now = Instant.now();
        return world
                .cloudWatch
                .getMetricStatistics(get -> get.namespace("AWS/SageMaker")
                        .metricName(metric)
                        .dimensions(
                                one -> one.name("EndpointName").value("e"),
                                two -> two.name("VariantName").value(variant))
                        .startTime(now.minusSeconds(600))
                        .endTime(now.plusSeconds(120))
                        .period(3600)
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToDouble(point -> point.sum())
                .sum();
    }

    private String captured() {
        var text = new StringBuilder();
        world.s3
                .listObjectsV2Paginator(list -> list.bucket("data").prefix("captured/e/all/"))
                .contents()
                .forEach(object -> text.append(world.text("s3://data/" + object.key())));
        return text.toString();
    }

    @Test
    void aServerlessVariantAnswersAsManyCallsAtOnceAsItsConfigurationAllows() throws Exception {
        Path files = Files.createDirectories(folder.resolve("model"));
        Files.writeString(files.resolve("weights.txt"), "x".repeat(10));
        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        hosted.inService(
                "e",
                ProductionVariant.builder()
                        .variantName("all")
                        .modelName("forest")
                        .serverlessConfig(config -> config.memorySizeInMB(2048).maxConcurrency(5))
                        .build());

        assertThat(hosted.ask("e", CSV, CSV, "0.9,1")).isEqualTo("1.0,1\n");
        assertThat(hosted.describe("e")
                        .productionVariants()
                        .getFirst()
                        .currentServerlessConfig()
                        .maxConcurrency())
                .isEqualTo(5);
    }

    @Test
    void anArchiveThatLeadsOutOfItsFolderIsRefused() {
        byte[] hostile = HostileArchive.withFile("../../evil.txt", "x".getBytes(StandardCharsets.UTF_8));
        hosted.model("evil", Hosted.FOREST, hosted.put("evil.tar.gz", hostile));
        var endpoint = hosted.endpoint("e", Hosted.variant("all", "evil", 1));

        assertThat(endpoint.failureReason()).contains("names a place outside of itself");
    }
}
