package io.brume.server;

import io.brume.kernel.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** A Brume that answers on a port. */
record Listening(HttpServer server, Brume brume) implements Server.Running {

    @Override
    public URI endpoint() {
        InetSocketAddress address = server.address();
        String host = address.getHostString();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    @Override
    public void close() {
        try (brume) {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
