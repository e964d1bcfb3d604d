package io.brume.kernel.wire;

import io.brume.kernel.identity.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** One HTTP request and the way to answer it, whatever carries them. Used by one thread at a time. */
public interface Exchange extends RequestHead {

    /** The IP address that the request came from. */
    default String sourceAddress() {
        return "127.0.0.1";
    }

    /** The body; the same stream on every call. */
    InputStream body() throws IOException;

    /** Sets the status; before {@link #respond}. */
    void status(int status);

    /** The status set last; 200 before. */
    int status();

    /** Sets a response header, in place of an earlier value; before {@link #respond}. */
    void setHeader(String name, String value);

    /**
     * Ends the head of the answer and begins its body.
     *
     * @param length the body's length in bytes, −1 when it is not known yet
     * @return the body; closing it ends the answer
     */
    OutputStream respond(long length) throws IOException;

    /** Whether the head of the answer is out, so that no error can be answered any more. */
    boolean isCommitted();

    /** Answers with a whole body. */
    default void respond(int status, @Nullable String contentType, byte[] body) throws IOException {
        status(status);
        if (contentType != null) {
            setHeader("Content-Type", contentType);
        }
        try (OutputStream out = respond(body.length)) {
            if (!method().equals("HEAD")) {
                out.write(body);
            }
        }
    }
}
