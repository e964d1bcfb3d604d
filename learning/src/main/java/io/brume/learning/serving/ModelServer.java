package io.brume.learning.serving;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A model that is ready to answer. Thread-safe. */
public interface ModelServer extends AutoCloseable {

    /**
     * Answers a call.
     *
     * @throws ModelFailure when the model does not answer it with a success
     */
    Answer answer(Call call) throws ModelFailure, InterruptedException;

    /** An answer that comes in parts. */
    record Streamed(
            InputStream body, String contentType, @Nullable String customAttributes) {}

    /** Answers a call with whatever comes as soon as it comes, where the model can. The stream is to be closed. */
    default Streamed stream(Call call) throws ModelFailure, InterruptedException, IOException {
        Answer answer = answer(call);
        return new Streamed(new ByteArrayInputStream(answer.body()), answer.contentType(), answer.customAttributes());
    }

    /** Frees what the model holds; nobody asks it anything any more. */
    @Override
    void close();
}
