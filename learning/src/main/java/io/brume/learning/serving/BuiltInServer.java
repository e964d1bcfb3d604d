package io.brume.learning.serving;

import io.brume.algorithms.Predictor;
import io.brume.learning.payload.Conversation;
import io.brume.learning.payload.Payload;
import io.brume.learning.payload.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model of a built-in algorithm, in this process. */
final class BuiltInServer implements ModelServer {

    private static final Logger log = LoggerFactory.getLogger(BuiltInServer.class);

    private final String container;
    private final Predictor model;
    private final Conversation conversation;

    BuiltInServer(String container, Predictor model, Conversation conversation) {
        this.container = container;
        this.model = model;
        this.conversation = conversation;
    }

    @Override
    public Answer answer(Call call) throws ModelFailure {
        try {
            Payload payload = conversation.answer(call.body(), call.contentType(), call.accept(), call.batch());
            return new Answer(payload.body(), payload.contentType(), null);
        } catch (Refused e) {
            throw new ModelFailure(e.status(), container, String.valueOf(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            log.error("a model failed", e);
            throw new ModelFailure(500, container, "Internal Server Error: " + e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
