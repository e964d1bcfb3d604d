package io.brume.engines;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines at hand: chosen by configuration, by language, then by rank, each loaded once. A call for an engine that is
 * still loading waits for it.
 */
public final class Engines {

    private static final Logger log = LoggerFactory.getLogger(Engines.class);

    private final List<EngineFactory<?>> factories;
    private final Map<EngineFactory<?>, FutureTask<Engine>> loading = new ConcurrentHashMap<>();

    /**
     * @param factories in any order
     * @param preferred engine names by task name, such as {@code EntityRecognizer -> nlp4j-entity-recognizer}: a named one comes
     *     before all others of its task
     * @throws IllegalArgumentException when a named engine does not exist
     */
    public Engines(List<EngineFactory<?>> factories, Map<String, String> preferred) {
        preferred.forEach((task, name) -> {
            if (factories.stream().noneMatch(f -> isNamed(f, task, name))) {
                throw new IllegalArgumentException("no engine '" + name + "' does " + task + "; there are: "
                        + factories.stream()
                                .map(f -> f.task().getSimpleName() + "=" + f.name())
                                .toList());
            }
        });
        this.factories = factories.stream()
                .sorted(comparing((EngineFactory<?> f) -> !isPreferred(f, preferred))
                        .thenComparing(EngineFactory::rank, reverseOrder()))
                .toList();
    }

    /** The engines on the class path. */
    public static Engines discover(Map<String, String> preferred) {
        List<EngineFactory<?>> found = new ArrayList<>();
        ServiceLoader.load(EngineFactory.class).forEach(found::add);
        return new Engines(found, preferred);
    }

    private static boolean isPreferred(EngineFactory<?> factory, Map<String, String> preferred) {
        return factory.name().equals(preferred.get(factory.task().getSimpleName()));
    }

    private static boolean isNamed(EngineFactory<?> factory, String task, String name) {
        return factory.task().getSimpleName().equals(task) && factory.name().equals(name);
    }

    /** Every engine there is, loaded or not, the preferred ones first. */
    public List<EngineFactory<?>> all() {
        return factories;
    }

    /** Starts loading every engine that is ready, one after another, on a background thread. */
    public void preload() {
        Thread.ofPlatform().name("engine-loader").daemon(true).start(() -> {
            for (EngineFactory<?> factory : factories) {
                if (factory.availability() instanceof Availability.Ready) {
                    try {
                        load(factory);
                    } catch (IllegalStateException | NoEngineException e) {
                        log.warn("{}", e.getMessage(), e.getCause());
                    }
                }
            }
        });
    }

    /** How far an engine is. */
    public enum State {
        MISSING,
        READY,
        LOADING,
        LOADED,
        FAILED
    }

    /** How far an engine is by now; {@link State#READY} is one that nobody has asked for yet. */
    public State state(EngineFactory<?> factory) {
        FutureTask<Engine> task = loading.get(factory);
        if (task == null) {
            return factory.availability() instanceof Availability.Ready ? State.READY : State.MISSING;
        }
        return switch (task.state()) {
            case RUNNING -> State.LOADING;
            case SUCCESS -> State.LOADED;
            case FAILED, CANCELLED -> State.FAILED;
        };
    }

    /**
     * The engine for a task in a language; waits until it is loaded.
     *
     * @throws NoEngineException when none serves the language, or the one that does lacks something
     * @throws IllegalStateException when the engine failed to load, now or before
     */
    public <E extends Engine> E require(Class<E> task, String language) {
        List<EngineFactory<?>> serving = factories.stream()
                .filter(f -> f.task() == task)
                .filter(f -> f.languages().contains(language) || f.languages().contains(EngineFactory.ANY_LANGUAGE))
                .toList();
        for (EngineFactory<?> factory : serving) {
            if (factory.availability() instanceof Availability.Ready) {
                return task.cast(load(factory));
            }
        }
        throw new NoEngineException(serving.isEmpty() ? unserved(task, language) : missing(serving));
    }

    private <E extends Engine> String unserved(Class<E> task, String language) {
        TreeSet<String> served = factories.stream()
                .filter(f -> f.task() == task)
                .flatMap(f -> f.languages().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return "No installed engine does " + task.getSimpleName() + " in '" + language + "'; installed ones serve "
                + served + ". Put an engine for '" + language + "' on the class path.";
    }

    private static String missing(List<EngineFactory<?>> serving) {
        return serving.stream()
                .map(f -> f.availability() instanceof Availability.Missing m
                        ? "Engine " + f.name() + ": " + m.sentence()
                        : "")
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private Engine load(EngineFactory<?> factory) {
        FutureTask<Engine> task = loading.computeIfAbsent(factory, f -> new FutureTask<>(() -> timed(f)));
        task.run();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while engine " + factory.name() + " was loading", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Engine " + factory.name() + " failed to load", e.getCause());
        }
    }

    private Engine timed(EngineFactory<?> factory) throws Exception {
        long start = System.nanoTime();
        Engine engine = factory.load(this);
        log.info("engine {} loaded in {} ms", factory.name(), (System.nanoTime() - start) / 1_000_000);
        return engine;
    }
}
