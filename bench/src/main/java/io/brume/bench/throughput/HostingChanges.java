package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** Calls an endpoint with many clients while it is given other models, other weights and more and fewer instances, again and again. */
final class HostingChanges {

    private static final String ENDPOINT = "forest";
    private static final int CLIENTS = 16;
    private static final int MOST_INSTANCES = 4;

    private final URI brume;
    private final HostedModels models;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    HostingChanges(URI brume, HostedModels models) {
        this.brume = brume;
        this.models = models;
    }

    /** Returns whether no call failed. */
    boolean run(int calls) throws IOException, InterruptedException {
        models.config("both", List.of("forest", "tree"));
        left.set(calls);
        int updates = 0;
        int scalings = 0;
        long began = System.nanoTime();
        try (var executor = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(executor.submit(this::client));
            }
            while (left.get() > 0) {
                boolean both = updates++ % 2 == 0;
                var _ = models.sageMaker()
                        .updateEndpoint(
                                update -> update.endpointName(ENDPOINT).endpointConfigName(both ? "both" : ENDPOINT));
                awaitInService();
                for (int count = 1; count <= MOST_INSTANCES + 1 && left.get() > 0; count++) {
                    scale(count > MOST_INSTANCES ? 1 : count);
                    scalings++;
                    awaitInService();
                }
            }
            for (Future<?> client : running) {
                var _ = client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        System.out.printf(
                Locale.ROOT,
                "%,d calls by %d clients in %.1f s, %d updates of the endpoint, %d of its instances: %d calls"
                        + " failed%s%n",
                calls,
                CLIENTS,
                (System.nanoTime() - began) / 1e9,
                updates,
                scalings,
                failed.get(),
                firstFailure.get() == null ? "" : ", the first: " + firstFailure.get());
        return failed.get() == 0;
    }

    private @Nullable Void client() throws IOException {
        List<byte[]> requests = models.requests();
        while (left.get() > 0) {
            try (var connection = new Connection(brume, InvocationLoad.HEADERS)) {
                for (int at = left.decrementAndGet(); at >= 0; at = left.decrementAndGet()) {
                    if (connection.call("POST", InvocationLoad.path(ENDPOINT), requests.get(at % requests.size()))
                            == 0) {
                        throw new IOException("an answer was empty");
                    }
                }
            } catch (IOException e) {
                failed.incrementAndGet();
                firstFailure.compareAndSet(null, e.getMessage());
            }
        }
        return null;
    }

    private void scale(int instances) {
        SageMakerClient sageMaker = models.sageMaker();
        var variants = sageMaker
                .describeEndpoint(describe -> describe.endpointName(ENDPOINT))
                .productionVariants();
        var _ = sageMaker.updateEndpointWeightsAndCapacities(update -> update.endpointName(ENDPOINT)
                .desiredWeightsAndCapacities(variants.stream()
                        .map(variant -> DesiredWeightAndCapacity.builder()
                                .variantName(variant.variantName())
                                .desiredWeight((float) instances)
                                .desiredInstanceCount(instances)
                                .build())
                        .toList()));
    }

    private void awaitInService() throws IOException, InterruptedException {
        while (true) {
            var endpoint = models.sageMaker().describeEndpoint(describe -> describe.endpointName(ENDPOINT));
            if (endpoint.endpointStatus() == EndpointStatus.IN_SERVICE) {
                if (endpoint.failureReason() != null) {
                    throw new IOException("an update failed: " + endpoint.failureReason());
                }
                return;
            }
            Thread.sleep(20);
        }
    }
}
