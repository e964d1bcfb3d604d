package io.brume.bench.throughput;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Executions of a machine of ten states: {@code bench/states.sh}. {@code start} starts them and says so, {@code finish} waits until
 * all that were started have ended and says how long they took. Exits 1 when one did not succeed.
 */
public final class Workflows {

    private static final int CLIENTS = 16;
    private static final String MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:bench";
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
    private static final String SQS = "arn:aws:states:::aws-sdk:sqs:listQueues";

    private Workflows() {}

    /** @param arguments the endpoint, start or finish, how many, the seconds of the Wait state, function or sqs */
    public static void main(String... arguments) throws Exception {
        URI endpoint = URI.create(arguments[0]);
        int count = Integer.parseInt(arguments[2]);
        try (SfnClient client = client(endpoint)) {
            if (arguments[1].equals("start")) {
                String task = arguments[4].equals("sqs") ? SQS : function(endpoint);
                start(client, count, definition(task, arguments[3]));
            } else {
                finish(client, count);
            }
        }
    }

    private static SfnClient client(URI endpoint) {
        return SfnClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Makes a function that answers at once; returns its ARN. */
    private static String function(URI endpoint) throws IOException {
        var zip = new ByteArrayOutputStream();
        try (var entries = new ZipOutputStream(zip)) {
            entries.putNextEntry(new ZipEntry("index.js"));
            entries.write("exports.handler = async (event) => ({ size: JSON.stringify(event).length });"
                    .getBytes(StandardCharsets.UTF_8));
        }
        try (LambdaClient client = LambdaClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            return client.createFunction(r -> r.functionName("bench")
                            .runtime(Runtime.NODEJS20_X)
                            .handler("index.handler")
                            .role("arn:aws:iam::123456789012:role/r")
                            .timeout(60)
                            .code(code -> code.zipFile(SdkBytes.fromByteArray(zip.toByteArray()))))
                    .functionArn();
        }
    }

    /** Two calls among passes, choices and a wait. */
    private static String definition(String task, String seconds) {
        return """
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Result": 1, "ResultPath": "$.n", "Next": "B"},
                  "B": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "C"}], "Default": "J"},
                  "C": {"Type": "Task", "Resource": "%1$s", "Parameters": {}, "ResultPath": null, "Next": "D"},
                  "D": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "E"},
                  "E": {"Type": "Wait", "Seconds": %2$s, "Next": "F"},
                  "F": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 2, "Next": "G"}], "Default": "J"},
                  "G": {"Type": "Task", "Resource": "%1$s", "Parameters": {}, "ResultPath": null, "Next": "H"},
                  "H": {"Type": "Pass", "Next": "I"},
                  "I": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{%% $states.input.n %%}", "Next": "J"},
                  "J": {"Type": "Succeed"}}}""".formatted(task, seconds);
    }

    private static void start(SfnClient client, int count, String definition) throws Exception {
        client.createStateMachine(
                r -> r.name("bench").definition(definition).roleArn("arn:aws:iam::123456789012:role/r"));
        long begin = System.nanoTime();
        inParallel(
                count,
                i -> client.startExecution(
                        r -> r.stateMachineArn(MACHINE).name("e" + i).input("{}")));
        System.out.printf(Locale.ROOT, "%,d started in %.2f s%n", count, (System.nanoTime() - begin) / 1e9);
    }

    private static void finish(SfnClient client, int count) throws Exception {
        List<DescribeExecutionResponse> ended = inParallel(count, i -> ended(client, i));
        double[] seconds = ended.stream()
                .mapToDouble(e -> (e.stopDate().toEpochMilli() - e.startDate().toEpochMilli()) / 1000.0)
                .sorted()
                .toArray();
        long first = ended.stream()
                .mapToLong(e -> e.startDate().toEpochMilli())
                .min()
                .orElseThrow();
        long last =
                ended.stream().mapToLong(e -> e.stopDate().toEpochMilli()).max().orElseThrow();
        long good = ended.stream()
                .filter(e -> e.status() == ExecutionStatus.SUCCEEDED)
                .count();
        System.out.printf(
                Locale.ROOT,
                "%,d of %,d succeeded; %.0f executions/s from the first start to the last end; p50 %.0f ms, p99 %.0f ms%n",
                good,
                count,
                count * 1000.0 / Math.max(1, last - first),
                seconds[seconds.length / 2] * 1000,
                seconds[Math.min(seconds.length - 1, seconds.length * 99 / 100)] * 1000);
        if (good != count) {
            System.err.println(Arrays.toString(ended.stream()
                    .filter(e -> e.status() != ExecutionStatus.SUCCEEDED)
                    .limit(3)
                    .toArray()));
            System.exit(1);
        }
    }

    private static DescribeExecutionResponse ended(SfnClient client, int i) throws InterruptedException {
        while (true) {
            DescribeExecutionResponse answer = client.describeExecution(
                    r -> r.executionArn(MACHINE.replace("stateMachine", "execution") + ":e" + i));
            if (answer.status() != ExecutionStatus.RUNNING) {
                return answer;
            }
            Thread.sleep(250);
        }
    }

    @FunctionalInterface
    private interface Numbered<T> {
        T of(int i) throws Exception;
    }

    private static <T> List<T> inParallel(int count, Numbered<T> action) throws Exception {
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                futures.add(threads.submit(() -> action.of(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
