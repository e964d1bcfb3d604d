package io.brume.learning.processing;

import io.brume.learning.channel.S3Place;
import io.brume.learning.platform.Errors;
import software.amazon.awssdk.services.sagemaker.model.CreateProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.ProcessingInput;
import software.amazon.awssdk.services.sagemaker.model.ProcessingOutput;
import software.amazon.awssdk.services.sagemaker.model.ProcessingS3InputMode;

/** What a request for a processing job must be, beyond what its model says. */
final class ProcessingRequest {

    private static final int DAY = 86_400;

    private ProcessingRequest() {}

    static void check(CreateProcessingJobRequest request) {
        for (ProcessingInput input : request.processingInputs()) {
            if (input.s3Input() == null) {
                throw Errors.validation(
                        "The input " + input.inputName() + " has no S3Input, and data comes from S3 only here.");
            }
            if (input.s3Input().localPath() == null && !Boolean.TRUE.equals(input.appManaged())) {
                throw Errors.validation("LocalPath is required for the input " + input.inputName() + ".");
            }
            if (input.s3Input().s3InputMode() == ProcessingS3InputMode.PIPE) {
                throw Errors.validation("S3InputMode Pipe is not available here: use File.");
            }
            checkPlace(input.s3Input().s3Uri());
        }
        if (request.processingOutputConfig() != null) {
            for (ProcessingOutput output : request.processingOutputConfig().outputs()) {
                if (output.s3Output() == null) {
                    throw Errors.validation(
                            "The output " + output.outputName() + " has no S3Output, and results go to S3 only here.");
                }
                checkPlace(output.s3Output().s3Uri());
            }
        }
    }

    private static void checkPlace(String uri) {
        try {
            var _ = S3Place.of(uri);
        } catch (IllegalArgumentException e) {
            throw Errors.validation(String.valueOf(e.getMessage()));
        }
    }

    static int seconds(CreateProcessingJobRequest request) {
        var stop = request.stoppingCondition();
        return stop == null || stop.maxRuntimeInSeconds() == null ? DAY : stop.maxRuntimeInSeconds();
    }
}
