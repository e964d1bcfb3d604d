package io.brume.bench.throughput;

import io.brume.algorithms.model.OnnxModel;
import io.brume.learning.archive.TarGz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/** Trains and deploys what is measured, through the API: rows of 20 numbers, some of which tell three classes apart. */
final class HostedModels {

    private static final String BUCKET = "hosting-bench";
    private static final String ROLE = "arn:aws:iam::123456789012:role/bench";
    private static final int ROWS = 10_000;
    private static final int COLUMNS = 20;
    private static final int REQUESTS = 512;
    private static final int CLASSES = 3;

    private final S3Client s3;
    private final SageMakerClient sageMaker;
    private final Path folder;

    HostedModels(URI endpoint, Path folder) {
        s3 = client(S3Client.builder().forcePathStyle(true), endpoint);
        sageMaker = client(SageMakerClient.builder(), endpoint);
        this.folder = folder;
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .build();
    }

    SageMakerClient sageMaker() {
        return sageMaker;
    }

    /** The rows that both sides learn from, the class first: {@code train.csv}. */
    void writeRows() throws IOException {
        Files.writeString(folder.resolve("train.csv"), rows(new Random(1), ROWS, true));
    }

    private static String rows(Random random, int count, boolean labels) {
        var text = new StringBuilder();
        for (int row = 0; row < count; row++) {
            var values = new double[COLUMNS];
            for (int i = 0; i < COLUMNS; i++) {
                values[i] = random.nextGaussian();
            }
            double score = values[0] * values[1] + values[2] - Math.abs(values[3]) + 0.5 * random.nextGaussian();
            if (labels) {
                text.append(score < -1 ? 0 : score < 0.2 ? 1 : 2).append(',');
            }
            for (int i = 0; i < COLUMNS; i++) {
                text.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.5f", values[i]));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Bodies of calls, a row each, that no model has seen. */
    List<byte[]> requests() {
        return rows(new Random(2), REQUESTS, false)
                .lines()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Endpoints {@code tree}, {@code forest} and {@code network}, each with a model of the same name. */
    void deploy() throws IOException, InterruptedException {
        var _ = s3.createBucket(create -> create.bucket(BUCKET));
        var _ = s3.putObject(
                put -> put.bucket(BUCKET).key("rows/train.csv"), RequestBody.fromFile(folder.resolve("train.csv")));
        endpoint("tree", "decision-tree", train("tree", "decision-tree", "1"));
        endpoint("forest", "random-forest", train("forest", "random-forest", "100"));
        network();
        endpoint("network", "random-forest", put("network"));
        for (String name : List.of("tree", "forest", "network")) {
            var _ = sageMaker.waiter().waitUntilEndpointInService(describe -> describe.endpointName(name));
        }
    }

    /** An endpoint {@code torch}, with the network as TorchScript; returns whether it answers, which needs the part libtorch. */
    boolean deployTorch() throws IOException, InterruptedException {
        endpoint("torch", "random-forest", put("torch"));
        while (true) {
            switch (sageMaker
                    .describeEndpoint(describe -> describe.endpointName("torch"))
                    .endpointStatus()) {
                case IN_SERVICE -> {
                    return true;
                }
                case FAILED -> {
                    return false;
                }
                default -> Thread.sleep(200);
            }
        }
    }

    private static String image(String repository) {
        return "123456789012.dkr.ecr.us-east-1.amazonaws.com/" + repository + ":1";
    }

    private String train(String name, String repository, String trees) throws IOException, InterruptedException {
        var _ = sageMaker.createTrainingJob(create -> create.trainingJobName(name)
                .roleArn(ROLE)
                .algorithmSpecification(
                        algorithm -> algorithm.trainingImage(image(repository)).trainingInputMode("File"))
                .hyperParameters(Map.of("predictor_type", "classifier", "num_trees", trees))
                .inputDataConfig(channel -> channel.channelName("train")
                        .contentType("text/csv")
                        .dataSource(source -> source.s3DataSource(
                                data -> data.s3DataType("S3Prefix").s3Uri("s3://" + BUCKET + "/rows/"))))
                .outputDataConfig(output -> output.s3OutputPath("s3://" + BUCKET + "/models"))
                .resourceConfig(resources ->
                        resources.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(1))
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(600)));
        while (true) {
            DescribeTrainingJobResponse job = sageMaker.describeTrainingJob(describe -> describe.trainingJobName(name));
            switch (job.trainingJobStatus()) {
                case COMPLETED -> {
                    return job.modelArtifacts().s3ModelArtifacts();
                }
                case FAILED, STOPPED -> throw new IOException(name + ": " + job.failureReason());
                default -> Thread.sleep(200);
            }
        }
    }

    /**
     * Writes a network with two hidden layers and weights that nobody trained, which computes as long as any other, as ONNX and as
     * TorchScript.
     */
    private void network() throws IOException {
        var random = new Random(3);
        var torch = new TorchScriptNetwork();
        var model = new OnnxModel("network").input("rows", OnnxModel.Type.FLOAT, -1, COLUMNS);
        int[] sizes = {COLUMNS, 64, 64, CLASSES};
        String from = "rows";
        for (int layer = 1; layer < sizes.length; layer++) {
            var weights = new float[sizes[layer - 1] * sizes[layer]];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (random.nextGaussian() / Math.sqrt(sizes[layer - 1]));
            }
            boolean last = layer == sizes.length - 1;
            model.constant("w" + layer, weights, sizes[layer - 1], sizes[layer])
                    .constant("b" + layer, new float[sizes[layer]])
                    .node("Gemm", List.of(from, "w" + layer, "b" + layer), List.of("sum" + layer))
                    .node(
                            last ? "Softmax" : "Relu",
                            List.of("sum" + layer),
                            List.of(last ? "scores" : "hidden" + layer));
            from = "hidden" + layer;
            torch.layer(weights, new float[sizes[layer]], last ? "softmax(%s, 1)" : "relu(%s)");
        }
        model.output("scores", OnnxModel.Type.FLOAT, -1, CLASSES)
                .write(Files.createDirectories(folder.resolve("network")).resolve("model.onnx"));
        torch.write(Files.createDirectories(folder.resolve("torch")).resolve("model.pt"));
    }

    /** Puts a folder into S3 as a model's archive. */
    private String put(String name) throws IOException {
        var archive = new ByteArrayOutputStream();
        TarGz.pack(folder.resolve(name), archive);
        var _ = s3.putObject(
                put -> put.bucket(BUCKET).key(name + ".tar.gz"), RequestBody.fromBytes(archive.toByteArray()));
        return "s3://" + BUCKET + "/" + name + ".tar.gz";
    }

    private void endpoint(String name, String repository, String data) {
        var _ = sageMaker.createModel(create -> create.modelName(name)
                .executionRoleArn(ROLE)
                .primaryContainer(
                        container -> container.image(image(repository)).modelDataUrl(data)));
        config(name, List.of(name));
        var _ = sageMaker.createEndpoint(create -> create.endpointName(name).endpointConfigName(name));
    }

    /** A configuration with a variant for each model. */
    void config(String name, List<String> models) {
        var _ = sageMaker.createEndpointConfig(create -> create.endpointConfigName(name)
                .productionVariants(new ArrayList<>(models)
                        .stream()
                                .map(model ->
                                        software.amazon.awssdk.services.sagemaker.model.ProductionVariant.builder()
                                                .variantName(model)
                                                .modelName(model)
                                                .instanceType("ml.m5.large")
                                                .initialInstanceCount(1)
                                                .build())
                                .toList()));
    }
}
