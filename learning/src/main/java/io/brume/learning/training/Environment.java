package io.brume.learning.training;

import io.brume.learning.container.Image;
import io.brume.learning.container.WorkFolder;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/**
 * The variables that a training container sees: the contract's, the user's and, for programs of this machine, the places of
 * {@code /opt/ml} by the names that SageMaker's training toolkit gives them.
 */
final class Environment {

    static final String CHECKPOINTS = "/opt/ml/checkpoints";

    private Environment() {}

    static Map<String, String> of(
            DescribeTrainingJobResponse job,
            JobKey key,
            Image image,
            String host,
            List<String> hosts,
            WorkFolder folder) {
        Map<String, String> all = new TreeMap<>();
        all.put("TRAINING_JOB_NAME", key.name());
        all.put("TRAINING_JOB_ARN", job.trainingJobArn());
        all.put("AWS_REGION", key.scope().region());
        all.put("AWS_DEFAULT_REGION", key.scope().region());
        if (image instanceof Image.OfProgram) {
            places(job, host, hosts, folder, all);
        }
        all.putAll(job.environment());
        return all;
    }

    private static void places(
            DescribeTrainingJobResponse job,
            String host,
            List<String> hosts,
            WorkFolder folder,
            Map<String, String> all) {
        all.put("BRUME_OPT_ML", folder.root().toString());
        all.put("SM_INPUT_DIR", folder.root().resolve("input").toString());
        all.put("SM_INPUT_CONFIG_DIR", folder.config().toString());
        all.put("SM_MODEL_DIR", folder.model().toString());
        all.put("SM_OUTPUT_DIR", folder.output().toString());
        all.put("SM_OUTPUT_DATA_DIR", folder.outputData().toString());
        all.put("SM_CHECKPOINT_DIR", folder.checkpoints().toString());
        all.put("SM_CURRENT_HOST", host);
        all.put("SM_HOSTS", Json.write(hosts));
        all.put("SM_NUM_CPUS", Integer.toString(Runtime.getRuntime().availableProcessors()));
        all.put("SM_NUM_GPUS", "0");
        all.put("SM_HPS", Json.write(job.hyperParameters()));
        job.hyperParameters().forEach((name, value) -> all.put("SM_HP_" + variable(name), value));
        List<String> channels =
                job.inputDataConfig().stream().map(Channel::channelName).toList();
        all.put("SM_CHANNELS", Json.write(channels));
        channels.forEach(channel -> all.put(
                "SM_CHANNEL_" + variable(channel), folder.channel(channel).toString()));
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }
}
