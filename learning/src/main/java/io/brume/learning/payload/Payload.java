package io.brume.learning.payload;

/** A body with what it is. */
@SuppressWarnings("ArrayRecordComponent")
public record Payload(byte[] body, String contentType) {}
