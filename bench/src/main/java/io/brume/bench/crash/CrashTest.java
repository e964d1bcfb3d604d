package io.brume.bench.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Writes objects, resources, queue messages and jobs as fast as it can while the server is killed with SIGKILL at random
 * moments; after each restart compares what is there with what was acknowledged.
 */
public final class CrashTest {

    private static final int WRITERS = 8;
    private static final int SHORTEST_MILLIS = 300;
    private static final int LONGEST_MILLIS = 2_500;

    private final int port;
    private final Path data;
    private final List<Subject> subjects;
    private final List<String> violations = new CopyOnWriteArrayList<>();

    private CrashTest(int port, Path data, List<Subject> subjects) {
        this.port = port;
        this.data = data;
        this.subjects = subjects;
    }

    /** What came of it. */
    record Report(int kills, List<String> violations, String acknowledged) {}

    /** @param arguments how many kills, then a seed; both may be left out */
    public static void main(String... arguments) throws Exception {
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("Killing the server " + kills + " times, seed " + seed);
        Report report = run(kills, seed);
        report.violations.forEach(violation -> System.out.println("VIOLATION: " + violation));
        System.out.println(report.kills + " kills, acknowledged: " + report.acknowledged + ", violations: "
                + report.violations.size());
        System.exit(report.violations.isEmpty() ? 0 : 1);
    }

    static Report run(int kills, long seed) throws Exception {
        Path data = Files.createTempDirectory("brume-crash");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (SdkHttpClient http = UrlConnectionHttpClient.builder()
                .socketTimeout(Duration.ofSeconds(20))
                .build()) {
            URI endpoint = ServerProcess.endpoint(port);
            var objects = new Objects(client(S3Client.builder().forcePathStyle(true), endpoint, http));
            var queue = new Queue(client(SqsClient.builder(), endpoint, http));
            var test = new CrashTest(
                    port,
                    data,
                    List.of(
                            new Ledger("object", objects, 300),
                            new Ledger("user", new Users(client(IamClient.builder(), endpoint, http)), 200),
                            queue,
                            new Executions(client(SfnClient.builder(), endpoint, http))));
            ServerProcess first = ServerProcess.start(port, data);
            objects.prepare();
            queue.prepare();
            first.kill();
            var random = new Random(seed);
            for (int kill = 1; kill <= kills; kill++) {
                test.round(kill, kills, random);
            }
            test.finish();
            return new Report(kills, test.violations, test.acknowledged());
        }
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, URI endpoint, SdkHttpClient http) {
        return builder.endpointOverride(endpoint)
                .httpClient(http)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("crash", "crash")))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private void round(int kill, int kills, Random random) throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.start(port, data);
        check();
        var stop = new AtomicBoolean();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                Subject subject = subjects.get(i % subjects.size());
                long seed = random.nextLong();
                writers.execute(() -> write(subject, new Random(seed), stop));
            }
            Thread.sleep(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
            server.kill();
            stop.set(true);
            writers.shutdown();
            if (!writers.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IOException("a writer hangs although the server is dead");
            }
        }
        System.out.printf(
                Locale.ROOT, "kill %d of %d: %s, %d violations%n", kill, kills, acknowledged(), violations.size());
    }

    private void write(Subject subject, Random random, AtomicBoolean stop) {
        while (!stop.get()) {
            try {
                subject.act(random);
            } catch (AwsServiceException e) {
                violations.add(subject.name() + " was refused: " + e.getMessage());
                pause();
            } catch (Exception e) {
                pause(); // killed, or about to be: the subject notes that the outcome is open
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        subjects.forEach(subject -> violations.addAll(subject.check()));
    }

    private void finish() throws Exception {
        ServerProcess server = ServerProcess.start(port, data);
        for (Subject subject : subjects) {
            violations.addAll(subject.checkAtTheEnd());
        }
        server.kill();
    }

    private String acknowledged() {
        StringBuilder text = new StringBuilder();
        for (Subject subject : subjects) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(subject.acknowledged())
                    .append(' ')
                    .append(subject.name())
                    .append('s');
        }
        return text.toString();
    }
}
