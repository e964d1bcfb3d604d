package io.brume.learning.serving;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

/**
 * Many models below one place in S3: callers name the one that they mean, which is loaded when it is first asked for. When there are
 * too many, the one that was asked least recently makes room.
 */
final class ManyModels implements ModelServer {

    /** How many models stay loaded. */
    static final int MOST = 100;

    /** Makes a model ready. */
    @FunctionalInterface
    interface Loader {
        /** @param number unique among the models of this endpoint */
        ModelServer load(String name, long number) throws LoadException, InterruptedException;
    }

    /** A model, with how many calls it answers right now. */
    private static final class Loaded {
        final CompletableFuture<ModelServer> server = new CompletableFuture<>();
        int users;
        boolean evicted;
    }

    private final Loader loader;
    private final int most;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Loaded> models = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    ManyModels(Loader loader, int most) {
        this.loader = loader;
        this.most = most;
    }

    @Override
    public Answer answer(Call call) throws ModelFailure, InterruptedException {
        String name = call.targetModel();
        if (name == null) {
            throw refused("TargetModel header is required for an endpoint that hosts multiple models.");
        }
        Loaded model = enter(name);
        try {
            return server(name, model).answer(call);
        } finally {
            leave(model);
        }
    }

    private static ValidationErrorException refused(String message) {
        return (ValidationErrorException)
                ValidationErrorException.builder().message(message).build();
    }

    /** The name of a place below another one; it must not lead out of it. */
    static String checked(String name) {
        if (name.isEmpty()
                || Path.of("/", name).normalize().toString().length() < name.length()
                || name.contains("\0")) {
            throw refused("Invalid TargetModel: " + name);
        }
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private Loaded enter(String name) {
        checked(name);
        synchronized (models) {
            Loaded known = models.get(name);
            if (known != null) {
                known.users++;
                return known;
            }
        }
        return begin(name);
    }

    private Loaded begin(String name) {
        Loaded model;
        Loaded oldest = null;
        synchronized (models) {
            model = models.get(name);
            if (model != null) {
                model.users++;
                return model;
            }
            if (closed) {
                throw refused("The endpoint is being deleted.");
            }
            if (models.size() >= most) {
                oldest = models.remove(models.keySet().iterator().next());
                oldest.evicted = true;
                oldest = oldest.users == 0 ? oldest : null;
            }
            model = new Loaded();
            model.users = 1;
            models.put(name, model);
        }
        if (oldest != null) {
            end(oldest);
        }
        load(name, model);
        return model;
    }

    private void load(String name, Loaded model) {
        try {
            model.server.complete(loader.load(checked(name), numbers.incrementAndGet()));
        } catch (LoadException | RuntimeException | Error e) {
            model.server.completeExceptionally(e);
        } catch (InterruptedException e) {
            model.server.completeExceptionally(e);
            Thread.currentThread().interrupt();
        }
        if (model.server.isCompletedExceptionally()) {
            synchronized (models) {
                models.remove(name, model);
            }
        }
    }

    private static ModelServer server(String name, Loaded model) throws InterruptedException {
        try {
            return model.server.get();
        } catch (ExecutionException e) {
            throw refused("Model " + name + " cannot be loaded: " + e.getCause().getMessage());
        }
    }

    private void leave(Loaded model) {
        boolean last;
        synchronized (models) {
            model.users--;
            last = model.evicted && model.users == 0;
        }
        if (last) {
            end(model);
        }
    }

    private static void end(Loaded model) {
        @Nullable ModelServer server = model.server.exceptionally(_ -> null).getNow(null);
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void close() {
        Map<String, Loaded> all;
        synchronized (models) {
            closed = true;
            all = new LinkedHashMap<>(models);
            models.clear();
        }
        all.values().forEach(ManyModels::end);
    }
}
