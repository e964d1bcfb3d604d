package io.brume.serverless.lambda;

/** Reads an event source and calls a function with what it finds, until it is closed. */
interface Poller extends AutoCloseable {

    @Override
    void close();
}
