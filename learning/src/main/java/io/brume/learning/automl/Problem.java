package io.brume.learning.automl;

import io.brume.learning.platform.Errors;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobChannel;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobCompletionCriteria;
import software.amazon.awssdk.services.sagemaker.model.AutoMLProblemTypeConfig;
import software.amazon.awssdk.services.sagemaker.model.AutoMLS3DataType;
import software.amazon.awssdk.services.sagemaker.model.ProblemType;

/**
 * What a job is asked to learn.
 *
 * @param target the column that is learnt
 * @param text the column with texts; null for tables
 * @param type null where it is to be found out
 */
record Problem(
        String target, @Nullable String text, @Nullable ProblemType type, AutoMLJobCompletionCriteria criteria) {

    private static final int CANDIDATES = 8;

    static Problem of(AutoMLProblemTypeConfig config) {
        if (config.tabularJobConfig() != null) {
            var table = config.tabularJobConfig();
            if (table.sampleWeightAttributeName() != null || table.featureSpecificationS3Uri() != null) {
                throw Errors.validation(
                        "SampleWeightAttributeName and FeatureSpecificationS3Uri are not available here.");
            }
            return new Problem(
                    table.targetAttributeName(), null, table.problemType(), criteria(table.completionCriteria()));
        }
        if (config.textClassificationJobConfig() != null) {
            var texts = config.textClassificationJobConfig();
            if (texts.contentColumn() == null || texts.targetLabelColumn() == null) {
                throw Errors.validation("ContentColumn and TargetLabelColumn are required.");
            }
            return new Problem(
                    texts.targetLabelColumn(), texts.contentColumn(), null, criteria(texts.completionCriteria()));
        }
        throw Errors.validation(
                "AutoMLProblemTypeConfig has to be a TabularJobConfig or a TextClassificationJobConfig here.");
    }

    private static AutoMLJobCompletionCriteria criteria(@Nullable AutoMLJobCompletionCriteria given) {
        return given == null ? AutoMLJobCompletionCriteria.builder().build() : given;
    }

    /** How many candidates there will be at the most. */
    int candidates() {
        return criteria.maxCandidates() == null ? CANDIDATES : criteria.maxCandidates();
    }

    /** Refuses channels that cannot be read. */
    static void check(List<AutoMLJobChannel> channels) {
        if (channels.stream().noneMatch(channel -> !isValidation(channel))) {
            throw Errors.validation("At least one channel of the type training is required.");
        }
        for (AutoMLJobChannel channel : channels) {
            var source =
                    channel.dataSource() == null ? null : channel.dataSource().s3DataSource();
            if (source == null || source.s3DataType() != AutoMLS3DataType.S3_PREFIX) {
                throw Errors.validation("Channels have to name an S3Prefix here.");
            }
            if (channel.contentType() != null
                    && !channel.contentType().toLowerCase(Locale.ROOT).startsWith("text/csv")) {
                throw Errors.validation("ContentType has to be text/csv;header=present here.");
            }
        }
    }

    static boolean isValidation(AutoMLJobChannel channel) {
        return "validation".equals(channel.channelTypeAsString());
    }
}
