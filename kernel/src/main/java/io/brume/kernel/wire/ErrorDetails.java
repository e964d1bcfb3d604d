package io.brume.kernel.wire;

import java.util.Map;

/** What an exception of a service says besides its code and its message. */
public interface ErrorDetails {

    /** What S3's answers carry behind the message, by element names, in order. */
    Map<String, String> details();

    /** Headers of the answer. */
    Map<String, String> headers();
}
