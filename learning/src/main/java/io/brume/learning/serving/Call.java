package io.brume.learning.serving;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param contentType null when the caller named none
 * @param accept what the answer is to be; null when the caller does not care
 * @param customAttributes what the caller and a container tell one another
 * @param targetModel which of many models; null for the only one
 * @param targetContainer which container of a model whose containers are called directly; null for all of them in turn
 * @param batch whether a batch transform job asks
 * @param patience how long the answer may take
 */
@SuppressWarnings("ArrayRecordComponent")
public record Call(
        byte[] body,
        @Nullable String contentType,
        @Nullable String accept,
        @Nullable String customAttributes,
        @Nullable String targetModel,
        @Nullable String targetContainer,
        boolean batch,
        Duration patience) {

    /** The same with another body. */
    public Call with(byte[] newBody, @Nullable String newContentType) {
        return new Call(
                newBody, newContentType, accept, customAttributes, targetModel, targetContainer, batch, patience);
    }
}
