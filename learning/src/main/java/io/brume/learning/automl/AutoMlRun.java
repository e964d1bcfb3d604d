package io.brume.learning.automl;

import io.brume.algorithms.Predictor;
import io.brume.kernel.job.JobContext;
import io.brume.kernel.job.Outcome;
import io.brume.learning.archive.TarGz;
import io.brume.learning.builtin.BuiltIns;
import io.brume.learning.builtin.ContentTypes;
import io.brume.learning.channel.S3Place;
import io.brume.learning.channel.Store;
import io.brume.learning.container.WorkFolder;
import io.brume.learning.platform.Interruption;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.tabular.TableModel;
import io.brume.learning.training.TrainingJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobChannel;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobSecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLMetricEnum;
import software.amazon.awssdk.services.sagemaker.model.CandidateStatus;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/**
 * One run of a job's work: looks at the data, trains candidates as training jobs, and judges each by the very model that would be
 * deployed. After a crash another run begins from the start, and takes up the training jobs and candidates that are there.
 */
final class AutoMlRun {

    private static final Logger log = LoggerFactory.getLogger(AutoMlRun.class);

    private static final double VALIDATION = 0.2;
    private static final int AT_ONCE = 2;
    private static final int ROWS = 512;
    private static final long LOOK_MILLIS = 200;
    private static final int TRAINING_SECONDS = 3600;

    private final Platform platform;
    private final AutoMlState state;
    private final TrainingJobs training;
    private final JobContext context;
    private final JobKey key;

    AutoMlRun(Platform platform, AutoMlState state, TrainingJobs training, JobContext context) {
        this.platform = platform;
        this.state = state;
        this.training = training;
        this.context = context;
        key = JobKey.parse(context.id());
    }

    Outcome run() throws InterruptedException {
        var found = state.jobs.find(key);
        if (found.isEmpty()) {
            return Outcome.done();
        }
        Path folder = platform.work().resolve("auto-ml").resolve(key.fileName()).toAbsolutePath();
        try {
            new WorkFolder(folder).delete();
            Files.createDirectories(folder);
            return run(found.get(), folder);
        } catch (IllegalArgumentException | IOException | SdkException e) {
            if (Interruption.isBehind(e)) {
                throw new InterruptedException();
            }
            log.info("automatic machine learning {} failed", key.name(), e);
            return failed(String.valueOf(e.getMessage()));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        new WorkFolder(folder).delete();
    }

    private Outcome failed(String reason) {
        return Outcome.done(_ -> state.end(key, AutoMLJobStatus.FAILED, AutoMLJobSecondaryStatus.FAILED, reason));
    }

    private Outcome run(DescribeAutoMlJobV2Response job, Path folder) throws IOException, InterruptedException {
        Problem problem = Problem.of(job.autoMLProblemTypeConfig());
        state.move(key, AutoMLJobSecondaryStatus.ANALYZING_DATA);
        S3Client s3 = platform.buckets().of(key.scope());
        Prepared prepared = prepare(job, problem, s3, folder);
        int classes = prepared.table().labels().size();
        AutoMLMetricEnum objective = objective(job, classes, problem.text() != null);
        state.resolved(key, problem, classes, objective);
        state.move(key, AutoMLJobSecondaryStatus.FEATURE_ENGINEERING);
        S3Place place = S3Place.of(job.outputDataConfig().s3OutputPath()).below(key.name());
        S3Place train = place.below("preprocessed-data/tuning_data/train");
        new Store(s3).put(train.below("part-0.csv"), prepared.train());
        state.move(key, AutoMLJobSecondaryStatus.MODEL_TUNING);
        List<Recipes.Recipe> recipes = problem.text() == null
                ? Recipes.tabular(classes, problem.candidates())
                : Recipes.texts(problem.candidates());
        var judge = new Judge(job, prepared, objective, place, folder, s3);
        boolean ended = tune(job, problem, recipes, train, place, judge);
        return end(ended);
    }

    private Prepared prepare(DescribeAutoMlJobV2Response job, Problem problem, S3Client s3, Path folder)
            throws IOException {
        List<AutoMLJobChannel> judging = job.autoMLJobInputDataConfig().stream()
                .filter(Problem::isValidation)
                .toList();
        List<AutoMLJobChannel> learning = job.autoMLJobInputDataConfig().stream()
                .filter(channel -> !Problem.isValidation(channel))
                .toList();
        Float fraction =
                job.dataSplitConfig() == null ? null : job.dataSplitConfig().validationFraction();
        return Prepared.of(
                problem,
                new Input(s3, learning),
                judging.isEmpty() ? null : new Input(s3, judging),
                fraction == null ? VALIDATION : fraction,
                folder);
    }

    private static AutoMLMetricEnum objective(DescribeAutoMlJobV2Response job, int classes, boolean text) {
        List<AutoMLMetricEnum> known = Scores.of(classes, text);
        if (job.autoMLJobObjective() == null) {
            return classes == 2 && !text ? AutoMLMetricEnum.F1 : known.getFirst();
        }
        AutoMLMetricEnum wanted = job.autoMLJobObjective().metricName();
        if (!known.contains(wanted)) {
            throw new IllegalArgumentException("The objective metric " + wanted + " is none of this problem: "
                    + String.join(
                            ", ", known.stream().map(AutoMLMetricEnum::toString).toList()) + ".");
        }
        return wanted;
    }

    /** Trains the recipes, a few at a time. @return false when it was stopped */
    private boolean tune(
            DescribeAutoMlJobV2Response job,
            Problem problem,
            List<Recipes.Recipe> recipes,
            S3Place train,
            S3Place place,
            Judge judge)
            throws InterruptedException {
        Integer seconds = problem.criteria().maxAutoMLJobRuntimeInSeconds();
        Instant end = seconds == null ? Instant.MAX : job.creationTime().plus(Duration.ofSeconds(seconds));
        Map<Integer, JobKey> running = new LinkedHashMap<>();
        int next = 0;
        while (next < recipes.size() || !running.isEmpty()) {
            boolean late = platform.clock().instant().isAfter(end);
            if (context.stopRequested() || late) {
                running.values().forEach(training::stop);
                return !context.stopRequested();
            }
            while (next < recipes.size() && running.size() < AT_ONCE) {
                int number = ++next;
                if (!state.isJudged(key, number)) {
                    JobKey one = trainingJob(number);
                    begin(job, problem, recipes.get(number - 1), one, train, place);
                    running.put(number, one);
                }
            }
            context.progress((double) (next - running.size()) / recipes.size(), "candidates");
            for (int number : List.copyOf(running.keySet())) {
                if (ended(recipes.get(number - 1), number, running.getOrDefault(number, key), judge)) {
                    running.remove(number);
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** Names are as long as 63 characters, and those of the job's own candidates differ from another's. */
    private JobKey trainingJob(int number) {
        var sum = new CRC32();
        sum.update(key.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new JobKey(key.scope(), "%s-%03d-%08x".formatted(key.name(), number, sum.getValue()));
    }

    private void begin(
            DescribeAutoMlJobV2Response job,
            Problem problem,
            Recipes.Recipe recipe,
            JobKey name,
            S3Place train,
            S3Place place) {
        if (training.find(name).isPresent()) {
            return; // an earlier run began it
        }
        boolean text = recipe.algorithm().equals("blazingtext");
        Integer seconds = problem.criteria().maxRuntimePerTrainingJobInSeconds();
        var request = CreateTrainingJobRequest.builder()
                .trainingJobName(name.name())
                .roleArn(job.roleArn())
                .algorithmSpecification(
                        algorithm -> algorithm.trainingImage(image(recipe)).trainingInputMode("File"))
                .hyperParameters(recipe.hyperparameters())
                .inputDataConfig(channel -> channel.channelName("train")
                        .contentType(text ? ContentTypes.TEXT : ContentTypes.CSV)
                        .dataSource(source -> source.s3DataSource(
                                data -> data.s3DataType("S3Prefix").s3Uri(train + "/"))))
                .outputDataConfig(output -> output.s3OutputPath(place.below("training") + "/"))
                .resourceConfig(resources ->
                        resources.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(1))
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(seconds == null ? TRAINING_SECONDS : seconds))
                .build();
        var _ = training.begin(key.scope(), request, null);
    }

    private String image(Recipes.Recipe recipe) {
        return "683313688378.dkr.ecr." + key.scope().region() + ".amazonaws.com/" + recipe.algorithm() + ":1";
    }

    /** Judges a candidate whose training has ended; whether it has. */
    private boolean ended(Recipes.Recipe recipe, int number, JobKey name, Judge judge) throws InterruptedException {
        var job = training.find(name);
        TrainingJobStatus status =
                job.map(DescribeTrainingJobResponse::trainingJobStatus).orElse(TrainingJobStatus.FAILED);
        switch (status) {
            case COMPLETED -> {
                try {
                    judge.judge(recipe, number, job.orElseThrow());
                } catch (IOException | RuntimeException e) {
                    if (Interruption.isBehind(e)) {
                        throw new InterruptedException();
                    }
                    log.warn("candidate {} cannot be judged", name.name(), e);
                    state.failed(
                            key, number, job.orElseThrow(), CandidateStatus.FAILED, String.valueOf(e.getMessage()));
                }
                return true;
            }
            case FAILED, STOPPED -> {
                job.ifPresent(one -> state.failed(
                        key,
                        number,
                        one,
                        status == TrainingJobStatus.FAILED ? CandidateStatus.FAILED : CandidateStatus.STOPPED,
                        one.failureReason()));
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private Outcome end(boolean ended) {
        boolean any = state.best(key).isPresent();
        if (!ended) {
            return Outcome.stopped(
                    _ -> state.end(key, AutoMLJobStatus.STOPPED, AutoMLJobSecondaryStatus.STOPPED, null));
        }
        if (!any) {
            return failed("No candidate could be trained. The FailureReasons of its candidates say why.");
        }
        return Outcome.done(_ -> state.end(key, AutoMLJobStatus.COMPLETED, AutoMLJobSecondaryStatus.COMPLETED, null));
    }

    /** Makes what would be deployed of a training job's model, and has it answer the rows that were kept apart. */
    private final class Judge {

        private final DescribeAutoMlJobV2Response job;
        private final Prepared prepared;
        private final AutoMLMetricEnum objective;
        private final S3Place place;
        private final Path folder;
        private final S3Client s3;

        Judge(
                DescribeAutoMlJobV2Response job,
                Prepared prepared,
                AutoMLMetricEnum objective,
                S3Place place,
                Path folder,
                S3Client s3) {
            this.job = job;
            this.prepared = prepared;
            this.objective = objective;
            this.place = place;
            this.folder = folder;
            this.s3 = s3;
        }

        void judge(Recipes.Recipe recipe, int number, DescribeTrainingJobResponse trained) throws IOException {
            Path files = folder.resolve("c" + number);
            try {
                unpack(trained, files.resolve("model"));
                prepared.table().save(files);
                Map<AutoMLMetricEnum, Double> scores = scores(recipe, files);
                S3Place archive = place.below("candidates/" + AutoMlState.candidate(key, number) + "/model.tar.gz");
                Path packed = folder.resolve("c" + number + ".tar.gz");
                try (var out = Files.newOutputStream(packed)) {
                    TarGz.pack(files, out);
                }
                new Store(s3).put(archive, packed);
                state.judged(key, number, trained, image(recipe), archive.toString(), objective, scores);
            } finally {
                delete(files);
            }
        }

        private void unpack(DescribeTrainingJobResponse trained, Path to) throws IOException {
            S3Place from = S3Place.of(trained.modelArtifacts().s3ModelArtifacts());
            try (var in = s3.getObject(get -> get.bucket(from.bucket()).key(from.key()))) {
                TarGz.unpack(in, to);
            }
        }

        private Map<AutoMLMetricEnum, Double> scores(Recipes.Recipe recipe, Path files) throws IOException {
            Predictor predictor =
                    BuiltIns.of(recipe.algorithm()).orElseThrow().algorithm().load(files.resolve("model"));
            List<TableModel.Verdict> verdicts = new ArrayList<>();
            try (var model = new TableModel(prepared.table(), predictor)) {
                for (int from = 0; from < prepared.rows().size(); from += ROWS) {
                    verdicts.addAll(model.of(prepared.rows()
                            .subList(from, Math.min(prepared.rows().size(), from + ROWS))));
                }
            }
            int classes = prepared.table().labels().size();
            return classes == 0
                    ? Scores.regression(verdicts, prepared.goals())
                    : Scores.classification(verdicts, prepared.goals(), classes);
        }
    }
}
