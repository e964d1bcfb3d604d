package io.brume.engines;

import java.util.Set;

/**
 * What an engine says of itself before it is loaded, and how it is loaded. Found through {@link java.util.ServiceLoader};
 * constructing a factory must be cheap and must not touch the engine's library.
 *
 * @param <E> the task's interface
 */
public interface EngineFactory<E extends Engine> {

    /** The name that configuration and reports use, such as {@code opennlp-language-identifier}. */
    String name();

    /** The task's interface. */
    Class<E> task();

    /** The languages that it serves, as BCP 47 tags; {@link #ANY_LANGUAGE} alone when it takes any. */
    Set<String> languages();

    /** Higher is chosen first when configuration names none. */
    default int rank() {
        return 0;
    }

    /** Whether everything that it needs is there; cheap, checked again on every call. */
    default Availability availability() {
        return Availability.ready();
    }

    /**
     * Loads the engine. Slow; called at most once, on a background thread.
     *
     * @param engines the other engines, for one that builds on them
     * @throws Exception when it cannot be loaded; the message is shown to the user
     */
    E load(Engines engines) throws Exception;

    /** Stands for every language in {@link #languages()}. */
    String ANY_LANGUAGE = "*";
}
