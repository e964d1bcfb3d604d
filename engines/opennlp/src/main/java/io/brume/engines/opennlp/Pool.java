package io.brume.engines.opennlp;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lends out tools that only one thread at a time may use. OpenNLP's own thread-safe wrappers keep a tool a thread, which is
 * one a request where every request has its virtual thread; this keeps as many as were ever in use at once.
 */
final class Pool<T> {

    private final ConcurrentLinkedDeque<T> idle = new ConcurrentLinkedDeque<>();
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    <R> R with(Function<T, R> use) {
        T tool = idle.pollFirst();
        if (tool == null) {
            tool = maker.get();
        }
        try {
            return use.apply(tool);
        } finally {
            idle.addFirst(tool);
        }
    }
}
