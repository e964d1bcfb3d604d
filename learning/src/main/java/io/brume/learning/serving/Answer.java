package io.brume.learning.serving;

import org.jspecify.annotations.Nullable;

/**
 * What a model answered.
 *
 * @param customAttributes what a container has to say besides; null for nothing
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(
        byte[] body, String contentType, @Nullable String customAttributes) {}
