package io.brume.serverless.sns;

import java.util.Map;

/**
 * A topic.
 *
 * @param attributes those that somebody has set
 */
record Topic(SnsArn arn, Map<String, String> attributes) {

    static final String FIFO = "FifoTopic";
    static final String CONTENT_BASED = "ContentBasedDeduplication";
    static final String THROUGHPUT = "FifoThroughputScope";

    boolean isFifo() {
        return "true".equals(attributes.get(FIFO));
    }

    boolean deduplicatesByContent() {
        return "true".equals(attributes.get(CONTENT_BASED));
    }

    /** Whether deduplication ids are unique within a message group only. */
    boolean deduplicatesByGroup() {
        return "MessageGroup".equals(attributes.get(THROUGHPUT));
    }

    /** 1 signs with SHA-1, 2 with SHA-256. */
    String signatureVersion() {
        return attributes.getOrDefault("SignatureVersion", "1");
    }
}
