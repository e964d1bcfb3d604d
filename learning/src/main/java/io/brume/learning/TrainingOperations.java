package io.brume.learning;

import io.brume.learning.automl.AutoMlJobs;
import io.brume.learning.container.ContainerEngine;
import io.brume.learning.container.Containers;
import io.brume.learning.platform.Platform;
import io.brume.learning.processing.ProcessingJobs;
import io.brume.learning.training.TrainingJobs;
import io.brume.learning.tuning.TuningJobs;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobV2Request;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.CreateHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Request;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListAutoMlJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListAutoMlJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListCandidatesForAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.ListCandidatesForAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListHyperParameterTuningJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListHyperParameterTuningJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListProcessingJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListProcessingJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsForHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsForHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.StopAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.StopHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.StopProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.StopTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrainingJobResponse;

/** Training, tuning and processing jobs. */
abstract class TrainingOperations extends HostingOperations {

    private final TrainingJobs trainingJobs;
    private final TuningJobs tuningJobs;
    private final AutoMlJobs autoMlJobs;
    private final ProcessingJobs processingJobs;

    TrainingOperations(Platform platform) {
        super(platform);
        var containers = new Containers(ContainerEngine.ofThisMachine());
        trainingJobs = new TrainingJobs(platform, tags, containers);
        tuningJobs = new TuningJobs(platform, tags, trainingJobs);
        autoMlJobs = new AutoMlJobs(platform, tags, trainingJobs);
        processingJobs = new ProcessingJobs(platform, tags, containers);
    }

    @Override
    public CreateTrainingJobResponse createTrainingJob(CreateTrainingJobRequest request) {
        return trainingJobs.create(request);
    }

    @Override
    public DescribeTrainingJobResponse describeTrainingJob(DescribeTrainingJobRequest request) {
        return trainingJobs.describe(request);
    }

    @Override
    public ListTrainingJobsResponse listTrainingJobs(ListTrainingJobsRequest request) {
        return trainingJobs.list(request);
    }

    @Override
    public StopTrainingJobResponse stopTrainingJob(StopTrainingJobRequest request) {
        return trainingJobs.stop(request);
    }

    @Override
    public UpdateTrainingJobResponse updateTrainingJob(UpdateTrainingJobRequest request) {
        return trainingJobs.update(request);
    }

    @Override
    public DeleteTrainingJobResponse deleteTrainingJob(DeleteTrainingJobRequest request) {
        return trainingJobs.delete(request);
    }

    @Override
    public CreateHyperParameterTuningJobResponse createHyperParameterTuningJob(
            CreateHyperParameterTuningJobRequest request) {
        return tuningJobs.create(request);
    }

    @Override
    public DescribeHyperParameterTuningJobResponse describeHyperParameterTuningJob(
            DescribeHyperParameterTuningJobRequest request) {
        return tuningJobs.describe(request);
    }

    @Override
    public ListHyperParameterTuningJobsResponse listHyperParameterTuningJobs(
            ListHyperParameterTuningJobsRequest request) {
        return tuningJobs.list(request);
    }

    @Override
    public StopHyperParameterTuningJobResponse stopHyperParameterTuningJob(StopHyperParameterTuningJobRequest request) {
        return tuningJobs.stop(request);
    }

    @Override
    public DeleteHyperParameterTuningJobResponse deleteHyperParameterTuningJob(
            DeleteHyperParameterTuningJobRequest request) {
        return tuningJobs.delete(request);
    }

    @Override
    public ListTrainingJobsForHyperParameterTuningJobResponse listTrainingJobsForHyperParameterTuningJob(
            ListTrainingJobsForHyperParameterTuningJobRequest request) {
        return tuningJobs.listTrainingJobs(request);
    }

    @Override
    public CreateAutoMlJobResponse createAutoMLJob(CreateAutoMlJobRequest request) {
        return autoMlJobs.create(request);
    }

    @Override
    public DescribeAutoMlJobResponse describeAutoMLJob(DescribeAutoMlJobRequest request) {
        return autoMlJobs.describe(request);
    }

    @Override
    public CreateAutoMlJobV2Response createAutoMLJobV2(CreateAutoMlJobV2Request request) {
        return autoMlJobs.create(request);
    }

    @Override
    public DescribeAutoMlJobV2Response describeAutoMLJobV2(DescribeAutoMlJobV2Request request) {
        return autoMlJobs.describe(request);
    }

    @Override
    public ListAutoMlJobsResponse listAutoMLJobs(ListAutoMlJobsRequest request) {
        return autoMlJobs.list(request);
    }

    @Override
    public ListCandidatesForAutoMlJobResponse listCandidatesForAutoMLJob(ListCandidatesForAutoMlJobRequest request) {
        return autoMlJobs.candidates(request);
    }

    @Override
    public StopAutoMlJobResponse stopAutoMLJob(StopAutoMlJobRequest request) {
        return autoMlJobs.stop(request);
    }

    @Override
    public CreateProcessingJobResponse createProcessingJob(CreateProcessingJobRequest request) {
        return processingJobs.create(request);
    }

    @Override
    public DescribeProcessingJobResponse describeProcessingJob(DescribeProcessingJobRequest request) {
        return processingJobs.describe(request);
    }

    @Override
    public ListProcessingJobsResponse listProcessingJobs(ListProcessingJobsRequest request) {
        return processingJobs.list(request);
    }

    @Override
    public StopProcessingJobResponse stopProcessingJob(StopProcessingJobRequest request) {
        return processingJobs.stop(request);
    }

    @Override
    public DeleteProcessingJobResponse deleteProcessingJob(DeleteProcessingJobRequest request) {
        return processingJobs.delete(request);
    }

    @Override
    public void close() {
        tuningJobs.close();
    }
}
