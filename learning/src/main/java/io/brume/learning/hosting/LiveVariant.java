package io.brume.learning.hosting;

import io.brume.learning.platform.JobLog;
import io.brume.learning.serving.ModelServer;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** A variant of an endpoint, ready to answer. */
final class LiveVariant implements AutoCloseable {

    private final ProductionVariant definition;
    private final ModelServer server;
    private final JobLog log;
    private final @Nullable Semaphore atOnce;
    private volatile float weight;

    LiveVariant(ProductionVariant definition, ModelServer server, JobLog log) {
        this.definition = definition;
        this.server = server;
        this.log = log;
        weight = definition.initialVariantWeight();
        atOnce = definition.serverlessConfig() == null
                ? null
                : new Semaphore(definition.serverlessConfig().maxConcurrency());
    }

    String name() {
        return definition.variantName();
    }

    ProductionVariant definition() {
        return definition;
    }

    ModelServer server() {
        return server;
    }

    float weight() {
        return weight;
    }

    void weight(float newWeight) {
        weight = newWeight;
    }

    /** Whether one more call may be made; to be followed by {@link #leave}. */
    boolean enter() {
        return atOnce == null || atOnce.tryAcquire();
    }

    void leave() {
        if (atOnce != null) {
            atOnce.release();
        }
    }

    JobLog log() {
        return log;
    }

    @Override
    public void close() {
        server.close();
        log.flush();
    }
}
