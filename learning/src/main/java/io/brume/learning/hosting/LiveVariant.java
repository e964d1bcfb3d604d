package io.brume.learning.hosting;

import io.brume.learning.platform.JobLog;
import io.brume.learning.serving.LoadException;
import io.brume.learning.serving.ModelServer;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** A variant of an endpoint, ready to answer. */
final class LiveVariant implements AutoCloseable {

    private final ProductionVariant definition;
    private final ModelServer server;
    private final @Nullable InstancePool pool;
    private final JobLog log;
    private final @Nullable Semaphore atOnce;
    private volatile float weight;
    private volatile int instances;

    /**
     * @param server answers for all instances
     * @param instances how many it stands for; how many it has, if it is a pool
     */
    LiveVariant(ProductionVariant definition, ModelServer server, int instances, JobLog log) {
        this.definition = definition;
        this.server = server;
        this.instances = instances;
        pool = server instanceof InstancePool several ? several : null;
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

    /** How many instances share the calls. */
    int instances() {
        return instances;
    }

    /**
     * Has another number of instances share the calls, which may take as long as they take to start.
     *
     * @throws LoadException when one cannot be made ready; then all is as before
     */
    void instances(int count) throws LoadException, InterruptedException {
        if (pool != null) {
            pool.resize(count);
        }
        instances = count;
    }

    /** Writes log lines, and closes a serverless variant that has had no calls since then. */
    void flush(long idleSince) {
        if (pool != null) {
            pool.sleepUnlessCalledSince(idleSince);
        }
        log.flush();
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
