package io.brume.language.comprehend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.comprehend.model.BatchItemError;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.UnsupportedLanguageException;

/**
 * The results of a batch's documents in their order, and the errors of those that failed.
 *
 * @param <R> one document's result
 */
record Batch<R>(List<R> results, List<BatchItemError> errors) {

    /**
     * Takes every document by itself, so that one that is too large spoils none of the others.
     *
     * @param each the result of a document and its index
     * @throws UnsupportedLanguageException when the language is not served: that holds for all
     */
    static <R> Batch<R> of(List<String> texts, BiFunction<String, Integer, R> each) {
        List<R> results = new ArrayList<>();
        List<BatchItemError> errors = new ArrayList<>();
        Limits.batch(texts);
        IntStream.range(0, texts.size()).forEach(i -> {
            try {
                results.add(each.apply(Limits.document(texts.get(i), Limits.SHORT), i));
            } catch (TextSizeLimitExceededException e) {
                errors.add(error(i, "TEXT_SIZE_LIMIT_EXCEEDED", e));
            }
        });
        return new Batch<>(results, errors);
    }

    private static BatchItemError error(int index, String code, AwsServiceException cause) {
        return BatchItemError.builder()
                .index(index)
                .errorCode(code)
                .errorMessage(cause.getMessage())
                .build();
    }
}
