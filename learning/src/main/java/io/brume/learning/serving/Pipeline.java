package io.brume.learning.serving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

/** Several containers: each takes what the one before it answered, or callers name the one that they mean. */
final class Pipeline implements ModelServer {

    private final Map<String, ModelServer> containers;
    private final boolean direct;

    /**
     * A pipeline.
     *
     * @param containers by host name, in order
     * @param direct whether callers name the container that they mean
     */
    Pipeline(Map<String, ModelServer> containers, boolean direct) {
        this.containers = new LinkedHashMap<>(containers);
        this.direct = direct;
    }

    @Override
    public Answer answer(Call call) throws ModelFailure, InterruptedException {
        if (direct) {
            return target(call).answer(call);
        }
        List<ModelServer> all = List.copyOf(containers.values());
        Call next = call;
        for (ModelServer container : all.subList(0, all.size() - 1)) {
            Answer answer = container.answer(withoutAccept(next));
            next = call.with(answer.body(), answer.contentType());
        }
        return all.getLast().answer(next);
    }

    /** What the caller accepts is for the last container. */
    private static Call withoutAccept(Call call) {
        return new Call(
                call.body(),
                call.contentType(),
                null,
                call.customAttributes(),
                call.targetModel(),
                null,
                call.batch(),
                call.patience());
    }

    private ModelServer target(Call call) {
        ModelServer found = call.targetContainer() == null ? null : containers.get(call.targetContainer());
        if (found == null) {
            throw ValidationErrorException.builder()
                    .message(
                            call.targetContainer() == null
                                    ? "TargetContainerHostname is required for an endpoint whose containers are invoked"
                                            + " directly."
                                    : "Container " + call.targetContainer() + " does not exist.")
                    .build();
        }
        return found;
    }

    @Override
    public void close() {
        containers.values().forEach(ModelServer::close);
    }
}
