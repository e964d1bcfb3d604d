package io.brume.language.comprehend;

import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;

/** How much text Comprehend takes in one request: "Guidelines and quotas" in its developer guide. */
final class Limits {

    /** Bytes of a document for sentiment and syntax, and of every document of a batch. */
    static final int SHORT = 5_000;

    /** Bytes of a document for all else. */
    static final int LONG = 100_000;

    private static final int BATCH = 25;

    private Limits() {}

    /**
     * The document, if it is within the limit.
     *
     * @throws TextSizeLimitExceededException when its UTF-8 is longer than the limit
     */
    static String document(String text, int limit) {
        int size = utf8Length(text, limit);
        if (size > limit) {
            throw TextSizeLimitExceededException.builder()
                    .message("Input text size exceeds limit. Max length of request text allowed is " + limit
                            + " bytes while in this request the text size is " + size + " bytes")
                    .build();
        }
        return text;
    }

    /** @throws BatchSizeLimitExceededException when there are more documents than a batch takes */
    static List<String> batch(List<String> texts) {
        if (texts.size() > BATCH) {
            throw BatchSizeLimitExceededException.builder()
                    .message("Input batch size exceeds limit. Max number of documents allowed in a batch is " + BATCH
                            + " while in this request the number of documents is " + texts.size())
                    .build();
        }
        return texts;
    }

    /** No text is encoded that is short enough in any case. */
    private static int utf8Length(String text, int limit) {
        return text.length() * 3 <= limit ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
