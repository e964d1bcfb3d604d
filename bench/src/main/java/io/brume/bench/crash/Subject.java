package io.brume.bench.crash;

import java.util.List;
import java.util.random.RandomGenerator;

/** Something that the server keeps, with a record of what it acknowledged. Thread-safe. */
interface Subject {

    String name();

    /**
     * Does one operation and notes its acknowledgement. An exception means that the server was killed meanwhile: whether the
     * operation was done is then open, and either is right.
     */
    void act(RandomGenerator random) throws Exception;

    /** Compares what the restarted server has with what was acknowledged; returns a sentence for each violation. */
    List<String> check();

    /** The same once all is over, and everything that should come to an end may be waited for. */
    List<String> checkAtTheEnd() throws Exception;

    /** How many operations were acknowledged. */
    long acknowledged();
}
