package io.brume.learning.transform;

import io.brume.kernel.job.JobContext;
import io.brume.learning.serving.Answer;
import io.brume.learning.serving.Call;
import io.brume.learning.serving.ModelFailure;
import io.brume.learning.serving.ModelServer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AssemblyType;
import software.amazon.awssdk.services.sagemaker.model.BatchStrategy;
import software.amazon.awssdk.services.sagemaker.model.CompressionType;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SplitType;

/** Has a model transform files: splits them into records, sends as many at once as a request holds, and assembles the answers in order. */
final class TransformFiles {

    private static final int MEGABYTE = 1 << 20;
    private static final int RETRIES = 3;
    /** What a payload without a limit is limited to. */
    private static final int UNLIMITED = 100;

    private final DescribeTransformJobResponse job;
    private final ModelServer server;
    private final JobContext context;
    private final Duration patience;
    private final SplitType split;
    private final boolean lines;
    private final @Nullable Processing processing;

    TransformFiles(DescribeTransformJobResponse job, ModelServer server, JobContext context, Duration patience) {
        this.job = job;
        this.server = server;
        this.context = context;
        this.patience = patience;
        SplitType asked = job.transformInput().splitType();
        split = asked == null ? SplitType.NONE : asked;
        lines = job.transformOutput().assembleWith() == AssemblyType.LINE;
        processing = Processing.of(job.dataProcessing(), job.transformInput().contentType());
    }

    static int megabytes(DescribeTransformJobResponse job) {
        return job.maxPayloadInMB() == null ? 6 : job.maxPayloadInMB();
    }

    static int atOnce(DescribeTransformJobResponse job) {
        return Math.max(1, job.maxConcurrentTransforms() == null ? 1 : job.maxConcurrentTransforms());
    }

    private int most() {
        int megabytes = megabytes(job);
        return (megabytes == 0 ? UNLIMITED : megabytes) * MEGABYTE;
    }

    /** Transforms one file. */
    void transform(Path input, Path output) throws IOException, InterruptedException, ModelFailure {
        Deque<Future<byte[]>> answers = new ArrayDeque<>();
        try (var records = new Records(open(input), split, most());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(output), 1 << 16);
                ExecutorService threads = Executors.newFixedThreadPool(atOnce(job))) {
            try {
                var batches = new Batches(records);
                for (List<byte[]> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
                    if (context.stopRequested()) {
                        throw new TransformRun.Stopped();
                    }
                    List<byte[]> sent = batch;
                    answers.add(threads.submit(() -> transform(sent)));
                    if (answers.size() > atOnce(job)) {
                        out.write(await(answers.remove()));
                    }
                }
                while (!answers.isEmpty()) {
                    out.write(await(answers.remove()));
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private InputStream open(Path input) throws IOException {
        InputStream in = Files.newInputStream(input);
        return job.transformInput().compressionType() == CompressionType.GZIP ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static byte[] await(Future<byte[]> answer) throws IOException, InterruptedException, ModelFailure {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ModelFailure failure -> throw failure;
                case IOException failure -> throw failure;
                case InterruptedException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** The records of a file by the payload. */
    private final class Batches {
        private final Records records;
        private final boolean many = job.batchStrategy() != BatchStrategy.SINGLE_RECORD && split != SplitType.NONE;
        private byte @Nullable [] ahead;

        Batches(Records records) {
            this.records = records;
        }

        /** Records for one request; none after the last. */
        List<byte[]> next() throws IOException {
            List<byte[]> batch = new ArrayList<>();
            long size = 0;
            byte[] record = ahead == null ? records.next() : ahead;
            ahead = null;
            while (record != null) {
                if (!batch.isEmpty() && (!many || size + record.length > most())) {
                    ahead = record;
                    return batch;
                }
                batch.add(record);
                size += record.length;
                record = many || batch.isEmpty() ? records.next() : null;
            }
            return batch;
        }
    }

    private byte[] transform(List<byte[]> batch) throws IOException, InterruptedException, ModelFailure {
        var body = new ByteArrayOutputStream();
        for (byte[] record : batch) {
            body.writeBytes(processing == null ? record : processing.input(record));
        }
        byte[] answer = answer(body.toByteArray()).body();
        byte[] result = processing == null ? answer : processing.output(batch, answer, split == SplitType.LINE);
        boolean ends = result.length > 0 && result[result.length - 1] == '\n';
        if (lines && !ends) {
            byte[] line = java.util.Arrays.copyOf(result, result.length + 1);
            line[result.length] = '\n';
            return line;
        }
        return result;
    }

    private Answer answer(byte[] body) throws InterruptedException, ModelFailure {
        var call = new Call(
                body,
                job.transformInput().contentType(),
                job.transformOutput().accept(),
                null,
                null,
                null,
                true,
                patience);
        var client = job.modelClientConfig();
        int retries =
                client == null || client.invocationsMaxRetries() == null ? RETRIES : client.invocationsMaxRetries();
        for (int attempt = 0; ; attempt++) {
            try {
                return server.answer(call);
            } catch (ModelFailure e) {
                if (e.status() / 100 == 4 || attempt >= retries) {
                    throw e;
                }
            }
        }
    }
}
