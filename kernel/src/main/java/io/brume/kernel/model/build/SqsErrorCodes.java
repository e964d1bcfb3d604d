package io.brume.kernel.model.build;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The codes that SQS's errors had in the query protocol and keep in {@code x-amzn-query-error}. They stand in AWS's Smithy model of
 * SQS ({@code aws.protocols#awsQueryError}); its C2J model lost them.
 */
final class SqsErrorCodes {

    private static final String PREFIX = "AWS.SimpleQueueService.";

    private static final Set<String> PREFIXED = Set.of(
            "BatchEntryIdsNotDistinct",
            "BatchRequestTooLong",
            "EmptyBatchRequest",
            "InvalidBatchEntryId",
            "MessageNotInflight",
            "PurgeQueueInProgress",
            "QueueDeletedRecently",
            "TooManyEntriesInBatchRequest",
            "UnsupportedOperation");

    private SqsErrorCodes() {}

    /** The code of an error; null where it is the error's name. */
    static @Nullable String of(String error) {
        return switch (error) {
            case "QueueDoesNotExist" -> PREFIX + "NonExistentQueue";
            case "QueueNameExists" -> "QueueAlreadyExists";
            default -> PREFIXED.contains(error) ? PREFIX + error : null;
        };
    }
}
