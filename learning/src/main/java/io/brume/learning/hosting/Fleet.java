package io.brume.learning.hosting;

import io.brume.learning.container.WorkFolder;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.JobLog;
import io.brume.learning.platform.Platform;
import io.brume.learning.serving.LoadException;
import io.brume.learning.serving.ModelServer;
import io.brume.learning.serving.ModelServers;
import io.brume.learning.serving.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemakerruntime.model.ServiceUnavailableException;

/**
 * The endpoints that this process serves. One that it does not have yet, since the process is new or another one deployed it, is
 * made ready when it is first called. Thread-safe.
 */
final class Fleet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final String LOGS = "/aws/sagemaker/Endpoints/";
    private static final Duration STARTUP = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ASYNC_PATIENCE = Duration.ofMinutes(60);
    private static final long BROKEN_NANOS = 10_000_000_000L;
    /** How long this process may go on with what another one replaced. */
    private static final long STALE_NANOS = 1_000_000_000;
    /** After how long without a call serverless variants give back what they hold. */
    private static final long IDLE_NANOS = Duration.ofMinutes(5).toNanos();

    /** Says which endpoints there are. */
    interface Register {
        /** What a served endpoint has by now, with its weights and instances by variant; empty when there is no such endpoint, or not yet. */
        Optional<Standing> standing(JobKey endpoint);
    }

    /** What an endpoint serves, with the weights and the numbers of instances of its variants. */
    record Standing(Deployment deployment, Map<String, Float> weights, Map<String, Integer> instances) {}

    private final Platform platform;
    private final ModelServers servers;
    private final Meter meter;
    private final Register register;
    private final Path work;
    private final Map<JobKey, LiveEndpoint> endpoints = new ConcurrentHashMap<>();
    private final Map<JobKey, ReentrantLock> loading = new ConcurrentHashMap<>();
    private final Map<JobKey, Broken> broken = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("endpoints").factory());
    private volatile boolean closed;

    /** What could not be made ready, and until when it is not tried again. */
    private record Broken(long until, String reason) {}

    Fleet(Platform platform, ModelServers servers, Meter meter, Register register) {
        this.platform = platform;
        this.servers = servers;
        this.meter = meter;
        this.register = register;
        work = platform.work()
                .resolve("hosting")
                .resolve(UUID.randomUUID().toString().substring(0, 8));
        var _ = ticker.scheduleWithFixedDelay(this::flush, 1, 1, TimeUnit.SECONDS);
    }

    private void flush() {
        try {
            meter.flush();
            long idleSince = System.nanoTime() - IDLE_NANOS;
            endpoints.values().forEach(endpoint -> endpoint.flush(idleSince));
        } catch (RuntimeException e) {
            log.warn("metrics of endpoints cannot be kept", e);
        }
    }

    /** An endpoint that is ready and entered: the caller has to leave it. Empty when there is none of that name. */
    Optional<LiveEndpoint> enter(JobKey key) throws InterruptedException {
        while (true) {
            LiveEndpoint live = endpoints.get(key);
            if (live == null || isStale(live)) {
                live = refresh(key);
            }
            if (live == null) {
                return Optional.empty();
            }
            if (live.enter()) {
                return Optional.of(live);
            }
        }
    }

    private boolean isStale(LiveEndpoint live) {
        return platform.database().isShared() && System.nanoTime() - live.checked() > STALE_NANOS;
    }

    /** What there is now by the database; null when there is nothing. */
    private @Nullable LiveEndpoint refresh(JobKey key) throws InterruptedException {
        ReentrantLock lock = loading.computeIfAbsent(key, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            Optional<Standing> standing = closed ? Optional.empty() : register.standing(key);
            if (standing.isEmpty()) {
                remove(key);
                loading.remove(key);
                return null;
            }
            Broken known = broken.get(key);
            if (known != null && System.nanoTime() < known.until()) {
                throw unavailable(known.reason());
            }
            broken.remove(key);
            LiveEndpoint live = endpoints.get(key);
            if (live == null
                    || !live.deployment()
                            .job()
                            .equals(standing.get().deployment().job())) {
                live = build(key, standing.get().deployment(), standing.get().instances());
                swap(live);
            } else {
                resizeLater(live, standing.get().instances());
            }
            weights(live, standing.get().weights());
            live.check();
            return live;
        } catch (LoadException e) {
            log.warn("endpoint {} cannot be made ready again: {}", key.name(), e.getMessage());
            String reason = "Endpoint " + key.name() + " cannot be made ready again: " + e.getMessage();
            broken.put(key, new Broken(System.nanoTime() + BROKEN_NANOS, reason));
            throw unavailable(reason);
        } finally {
            lock.unlock();
        }
    }

    private static RuntimeException unavailable(String reason) {
        return ServiceUnavailableException.builder().message(reason).build();
    }

    private static void weights(LiveEndpoint live, Map<String, Float> weights) {
        live.variants().forEach(variant -> variant.weight(weights.getOrDefault(variant.name(), variant.weight())));
    }

    /** Gives variants other weights. */
    void weights(JobKey key, Map<String, Float> weights) {
        LiveEndpoint live = endpoints.get(key);
        if (live != null) {
            weights(live, weights);
        }
    }

    /** Gives variants other numbers of instances, and returns when those are ready. */
    void resize(JobKey key, Map<String, Integer> instances) throws LoadException, InterruptedException {
        LiveEndpoint live = endpoints.get(key);
        if (live != null && live.enter()) {
            try {
                resize(live, instances);
            } finally {
                live.leave();
            }
        }
    }

    private static void resize(LiveEndpoint live, Map<String, Integer> instances)
            throws LoadException, InterruptedException {
        for (LiveVariant variant : live.variants()) {
            Integer count = instances.get(variant.name());
            if (count != null && count != variant.instances()) {
                variant.instances(count);
            }
        }
    }

    /** The same for what another server has changed, while calls go on. */
    private static void resizeLater(LiveEndpoint live, Map<String, Integer> instances) {
        if (live.variants().stream()
                .allMatch(one -> instances.getOrDefault(one.name(), one.instances()) == one.instances())) {
            return;
        }
        Thread.ofVirtual().name("endpoint-resize").start(() -> {
            try {
                resize(live, instances);
            } catch (LoadException e) {
                log.warn("endpoint {} has fewer instances: {}", live.key().name(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Makes an endpoint ready without serving it yet.
     *
     * @param instances how many each variant has, by name, where it is not as the configuration says
     */
    LiveEndpoint build(JobKey key, Deployment deployment, Map<String, Integer> instances)
            throws LoadException, InterruptedException {
        List<LiveVariant> production = new ArrayList<>();
        List<LiveVariant> shadows = new ArrayList<>();
        try {
            for (ProductionVariant variant : deployment.config().productionVariants()) {
                production.add(variant(key, deployment, variant, instances.get(variant.variantName())));
            }
            for (ProductionVariant variant : deployment.config().shadowProductionVariants()) {
                shadows.add(variant(key, deployment, variant, null));
            }
        } catch (LoadException | InterruptedException | RuntimeException e) {
            production.forEach(LiveVariant::close);
            shadows.forEach(LiveVariant::close);
            throw e;
        }
        DataCaptureConfig capture = deployment.config().dataCaptureConfig();
        boolean captures = capture != null && !Boolean.FALSE.equals(capture.enableCapture());
        return new LiveEndpoint(
                key, deployment, production, shadows, captures ? new Capture(platform, key, capture) : null);
    }

    private LiveVariant variant(
            JobKey key, Deployment deployment, ProductionVariant variant, @Nullable Integer instances)
            throws LoadException, InterruptedException {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        var lines = new JobLog(platform, key.scope(), LOGS + key.name(), variant.variantName() + "/i-" + unique);
        DescribeModelResponse model = deployment.models().get(variant.modelName());
        if (model == null) {
            throw new LoadException("Could not find model \"" + variant.modelName() + "\".");
        }
        InstancePool.Opener opener = () -> servers.open(model, place(key, deployment, variant, lines));
        int count = instances != null ? instances : Variants.instances(variant);
        boolean sleeps =
                variant.serverlessConfig() != null && variant.serverlessConfig().provisionedConcurrency() == null;
        try {
            ModelServer server =
                    !sleeps && ModelServers.isShared(model) ? opener.open() : InstancePool.open(opener, count, sleeps);
            return new LiveVariant(variant, server, count, lines);
        } catch (LoadException e) {
            throw new LoadException(e.getMessage() + " (production variant " + variant.variantName() + ")", e);
        } finally {
            lines.flush();
        }
    }

    /** Where one more instance of a variant lives. */
    private Place place(JobKey key, Deployment deployment, ProductionVariant variant, JobLog lines) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        boolean async = deployment.config().asyncInferenceConfig() != null;
        return new Place(
                key.scope(),
                "brume-" + key.fileName() + "-" + unique,
                work.resolve(key.fileName() + "-" + unique).toAbsolutePath(),
                Map.of(),
                seconds(variant.containerStartupHealthCheckTimeoutInSeconds(), STARTUP),
                async ? ASYNC_PATIENCE : PATIENCE,
                lines::add);
    }

    private static Duration seconds(@Nullable Integer seconds, Duration otherwise) {
        return seconds == null ? otherwise : Duration.ofSeconds(seconds);
    }

    /** Serves an endpoint in the place of the one of that name, which is closed when its last call is answered. */
    void swap(LiveEndpoint live) {
        LiveEndpoint before = endpoints.put(live.key(), live);
        if (before != null) {
            before.retire();
        }
        if (closed) {
            remove(live.key());
        }
    }

    void remove(JobKey key) {
        LiveEndpoint live = endpoints.remove(key);
        if (live != null) {
            live.retire();
        }
    }

    /** Makes endpoints ready again that an earlier process served, one after the other, in the background. */
    void restore(List<JobKey> keys) {
        Thread.ofPlatform().daemon().name("endpoints-restore").start(() -> {
            forgetEarlierProcesses();
            for (JobKey key : keys) {
                try {
                    enter(key).ifPresent(LiveEndpoint::leave);
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException e) {
                    log.warn("endpoint {} is not ready: {}", key.name(), e.getMessage());
                }
            }
        });
    }

    private void forgetEarlierProcesses() {
        try (Stream<Path> folders = Files.list(work.resolveSibling("."))) {
            for (Path folder : folders.filter(one -> !one.getFileName().equals(work.getFileName()))
                    .toList()) {
                new WorkFolder(folder).delete();
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            log.warn("files of earlier endpoints cannot be deleted: {}", e.getMessage());
        }
    }

    Meter meter() {
        return meter;
    }

    @Override
    public void close() {
        closed = true;
        ticker.shutdownNow();
        List.copyOf(endpoints.keySet()).forEach(this::remove);
        try {
            meter.flush();
        } catch (RuntimeException e) {
            log.warn("metrics of endpoints cannot be kept", e);
        }
    }
}
