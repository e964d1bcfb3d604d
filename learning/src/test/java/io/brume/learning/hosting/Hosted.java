package io.brume.learning.hosting;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.forest.Forest;
import io.brume.algorithms.forest.ForestHyperparameters;
import io.brume.algorithms.forest.ForestModel;
import io.brume.learning.World;
import io.brume.learning.archive.TarGz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** Makes models, and hosts them. */
public final class Hosted {

    public static final String FOREST = "123456789012.dkr.ecr.us-east-1.amazonaws.com/random-forest:1";
    private static final String ROLE = "arn:aws:iam::000000000000:role/sagemaker";

    private final World world;
    private final Path folder;

    public Hosted(World world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    /** Trains a forest that tells rows whose first feature is above the threshold from others, and puts it into S3. */
    public String forest(String key, float threshold, boolean classifies) {
        var rows = new float[200][2];
        var labels = new float[200];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = i / 100f - 1;
            rows[i][1] = i % 7;
            labels[i] = rows[i][0] > threshold ? 1 : 0;
        }
        var settings = Hyperparameters.parse(
                ForestHyperparameters.class,
                Map.of("predictor_type", classifies ? "classifier" : "regressor", "num_trees", "5", "mtry", "2"));
        try {
            Trained trained = new Forest()
                    .train(
                            TrainingData.of(Dataset.of(DenseBatch.of(rows, labels))),
                            settings,
                            TrainingContext.builder().seed(1).build());
            Path model = folder.resolve(key.replace('/', '-') + "-folder");
            trained.save(model);
            return put(key, model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same forest as an ONNX file. */
    public String onnx(String key) {
        try {
            Path onnx = Files.createDirectories(folder.resolve(key.replace('/', '-') + "-onnx"));
            String unused = forest(key, 0, true);
            var model = (ForestModel) new Forest().load(folder.resolve(key.replace('/', '-') + "-folder"));
            model.writeOnnx(onnx.resolve("model.onnx"));
            return put(key, onnx);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String put(String key, Path model) throws IOException {
        var archive = new ByteArrayOutputStream();
        TarGz.pack(model, archive);
        return put(key, archive.toByteArray());
    }

    public String put(String key, byte[] bytes) {
        var unused = world.s3.putObject(put -> put.bucket("data").key(key), RequestBody.fromBytes(bytes));
        return "s3://data/" + key;
    }

    public void model(String name, String image, String data) {
        var unused = world.sageMaker.createModel(model -> model.modelName(name)
                .executionRoleArn(ROLE)
                .primaryContainer(container -> container.image(image).modelDataUrl(data)));
    }

    public static ProductionVariant variant(String name, String model, float weight) {
        return ProductionVariant.builder()
                .variantName(name)
                .modelName(model)
                .initialInstanceCount(1)
                .instanceType("ml.m5.large")
                .initialVariantWeight(weight)
                .build();
    }

    /** Creates an endpoint with a configuration of the same name. */
    public DescribeEndpointResponse endpoint(String name, ProductionVariant... variants) {
        var config = world.sageMaker.createEndpointConfig(
                create -> create.endpointConfigName(name).productionVariants(variants));
        var created = world.sageMaker.createEndpoint(
                create -> create.endpointName(name).endpointConfigName(name));
        return settled(name);
    }

    /** The endpoint when nothing changes any more. */
    public DescribeEndpointResponse settled(String name) {
        World.until(
                "the end of the change of " + name, () -> switch (describe(name).endpointStatus()) {
                    case IN_SERVICE, FAILED -> true;
                    default -> false;
                });
        return describe(name);
    }

    public DescribeEndpointResponse describe(String name) {
        return world.sageMaker.describeEndpoint(describe -> describe.endpointName(name));
    }

    public void inService(String name, ProductionVariant... variants) {
        var endpoint = endpoint(name, variants);
        if (endpoint.endpointStatus() != EndpointStatus.IN_SERVICE) {
            throw new AssertionError(endpoint.failureReason());
        }
    }

    public InvokeEndpointResponse invoke(String endpoint, String type, String body) {
        return world.runtime.invokeEndpoint(
                invoke -> invoke.endpointName(endpoint).contentType(type).body(SdkBytes.fromUtf8String(body)));
    }

    public String ask(String endpoint, String type, String accept, String body) {
        return world.runtime
                .invokeEndpoint(invoke -> invoke.endpointName(endpoint)
                        .contentType(type)
                        .accept(accept)
                        .body(SdkBytes.fromUtf8String(body)))
                .body()
                .asUtf8String();
    }

    /**
     * A program that follows the container contract. It answers with what it was asked, in upper case; {@code fail} with 500,
     * {@code slow} in parts, and under {@code /models} as many models do.
     */
    public String program(World at) {
        try {
            Path source = folder.resolve("Serve.java");
            Files.writeString(source, """
                    import com.sun.net.httpserver.*;
                    import java.io.*;
                    import java.net.*;
                    import java.nio.charset.StandardCharsets;
                    import java.nio.file.*;

                    class Serve {
                        public static void main(String[] arguments) throws Exception {
                            int port = Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT"));
                            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
                            server.createContext("/ping", exchange -> answer(exchange, 200, "pong"));
                            server.createContext("/invocations", Serve::invoke);
                            server.start();
                            System.out.println("serving with " + arguments[0]);
                        }

                        static void invoke(HttpExchange exchange) throws IOException {
                            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                            exchange.getResponseHeaders().set("X-Amzn-SageMaker-Custom-Attributes", "seen");
                            if (text.equals("fail")) {
                                answer(exchange, 500, "I will not");
                            } else if (text.equals("die")) {
                                System.exit(3);
                            } else if (text.equals("model")) {
                                answer(exchange, 200, Files.readString(Path.of(System.getenv("SM_MODEL_DIR"), "weights.txt")));
                            } else {
                                answer(exchange, 200, text.toUpperCase() + "!");
                            }
                        }

                        static void answer(HttpExchange exchange, int status, String text) throws IOException {
                            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                            exchange.getResponseHeaders().set("Content-Type", "text/plain");
                            exchange.sendResponseHeaders(status, bytes.length);
                            exchange.getResponseBody().write(bytes);
                            exchange.close();
                        }
                    }
                    """);
            return at.program(
                    "serve.sh",
                    "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 '"
                            + source + "' \"$@\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
