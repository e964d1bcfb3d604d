package io.brume.server;

import java.net.URI;

/** Starts the kernel with every service. The only door between the command line and the rest of Brume. */
@FunctionalInterface
public interface Server {

    /**
     * Starts, and returns once requests are answered. Engines may still be loading.
     *
     * @throws java.net.BindException when the port is taken (it may be the cause of another exception)
     */
    Running start(Configuration configuration) throws Exception;

    /** A started server. Closing it stops accepting, finishes the requests in flight, then returns. */
    interface Running extends AutoCloseable {

        /** Where clients on this machine reach it; holds the real port when the configuration asked for port 0. */
        URI endpoint();

        @Override
        void close();
    }
}
