package io.brume.learning.hosting;

import io.brume.learning.platform.JobKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it is served by this process. It is used by those who {@link #enter} it, and closed when it is retired and the last
 * of them has left: another one takes its place without a call being lost. Thread-safe.
 */
final class LiveEndpoint {

    /** How many asynchronous calls are made at once when the configuration does not say. */
    private static final int ASYNC_CALLS = 4;

    private final JobKey key;
    private final Deployment deployment;
    private final List<LiveVariant> variants;
    private final List<LiveVariant> shadows;
    private final @Nullable Capture capture;
    private final Semaphore asyncCalls;
    private final Occupancy occupancy = new Occupancy(this::close);
    private volatile long checked = System.nanoTime();

    LiveEndpoint(
            JobKey key,
            Deployment deployment,
            List<LiveVariant> variants,
            List<LiveVariant> shadows,
            @Nullable Capture capture) {
        this.key = key;
        this.deployment = deployment;
        this.variants = List.copyOf(variants);
        this.shadows = List.copyOf(shadows);
        this.capture = capture;
        var async = deployment.config().asyncInferenceConfig();
        var client = async == null ? null : async.clientConfig();
        Integer most = client == null ? null : client.maxConcurrentInvocationsPerInstance();
        asyncCalls = new Semaphore(most == null ? ASYNC_CALLS : most);
    }

    /** Whether it may be used; to be followed by {@link #leave} then. */
    boolean enter() {
        return occupancy.enter();
    }

    void leave() {
        occupancy.leave();
    }

    /** Nobody enters it any more. */
    void retire() {
        occupancy.retire();
    }

    private void close() {
        variants.forEach(LiveVariant::close);
        shadows.forEach(LiveVariant::close);
        if (capture != null) {
            capture.flush();
        }
    }

    JobKey key() {
        return key;
    }

    Deployment deployment() {
        return deployment;
    }

    List<LiveVariant> variants() {
        return variants;
    }

    List<LiveVariant> shadows() {
        return shadows;
    }

    @Nullable
    Capture capture() {
        return capture;
    }

    /** Asynchronous calls that may be made right now. */
    Semaphore asyncCalls() {
        return asyncCalls;
    }

    /** Writes what has gathered: log lines, captured data; and closes what has had no calls since then. */
    void flush(long idleSince) {
        variants.forEach(variant -> variant.flush(idleSince));
        shadows.forEach(variant -> variant.flush(idleSince));
        if (capture != null) {
            capture.flushWhenDue();
        }
    }

    /** The variant of a name. */
    Optional<LiveVariant> variant(String name) {
        return variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
    }

    /** One of the variants, each as often as its weight is large beside the others'. */
    LiveVariant any() {
        if (variants.size() == 1) {
            return variants.getFirst();
        }
        float sum = 0;
        for (LiveVariant variant : variants) {
            sum += variant.weight();
        }
        float point = ThreadLocalRandom.current().nextFloat() * sum;
        LiveVariant last = variants.getFirst();
        for (LiveVariant variant : variants) {
            if (variant.weight() > 0) {
                last = variant;
                point -= variant.weight();
                if (point < 0) {
                    return variant;
                }
            }
        }
        return last;
    }

    /** When its state in the database was last looked at, as {@link System#nanoTime}. */
    long checked() {
        return checked;
    }

    void check() {
        checked = System.nanoTime();
    }
}
