package io.brume.learning.serving;

import io.brume.learning.platform.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** One model of a container that serves many, by the contract for those: it is told of models under {@code /models}. */
final class MultiModelContainer implements ModelServer {

    private static final Duration LOADING = Duration.ofMinutes(5);

    private final ContainerServer container;
    private final String name;

    private MultiModelContainer(ContainerServer container, String name) {
        this.container = container;
        this.name = name;
    }

    /**
     * Has a container load a model.
     *
     * @param folder where the model's files are, as the container sees it
     */
    static MultiModelContainer load(ContainerServer container, String name, String folder)
            throws LoadException, InterruptedException {
        try {
            var request = HttpRequest.newBuilder()
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("model_name", name, "url", folder))));
            HttpResponse<byte[]> response = container.send("/models", request, LOADING);
            if (response.statusCode() / 100 != 2 && response.statusCode() != 409) {
                throw new LoadException("the container answered " + response.statusCode() + ": "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            return new MultiModelContainer(container, name);
        } catch (ModelFailure e) {
            throw new LoadException(e.body(), e);
        }
    }

    private String path(String rest) {
        return "/models/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + rest;
    }

    @Override
    public Answer answer(Call call) throws ModelFailure, InterruptedException {
        return container.answer(path("/invoke"), call);
    }

    @Override
    public void close() {
        try {
            var _ = container.send(path(""), HttpRequest.newBuilder().DELETE(), Duration.ofSeconds(10));
        } catch (ModelFailure e) {
            return; // then it goes with the container
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
