package io.brume.kernel.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a connection's next request for a moment before it leaves that to the selector, as long as nobody else is served. To be
 * woken by the selector takes several changes of threads, and a client that asks one thing after another would wait for them each
 * time.
 */
final class EagerConnector extends ServerConnector {

    /** How long after an answer the next request is looked for, in nanoseconds: not at all where that would keep the only core. */
    private static final long MOMENT = Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 0;

    private final AtomicInteger served;

    /** @param served how many requests are served right now */
    EagerConnector(Server server, AtomicInteger served, ConnectionFactory... factories) {
        super(server, 1, 1, factories);
        this.served = served;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var endPoint = new EagerEndPoint(channel, selector, key);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    private final class EagerEndPoint extends SocketChannelEndPoint {

        private static final int LOOKED_AT = 64;

        /** What was read while looking; the next fill begins with it. Looking and filling take turns, never at once. */
        private final ByteBuffer found = ByteBuffer.allocate(LOOKED_AT).limit(0);

        private volatile long lastAnswer = System.nanoTime() - MOMENT;
        private volatile @Nullable Turns turns;

        EagerEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            super(channel, selector, key, EagerConnector.this.getScheduler());
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws IOException {
            boolean flushed = super.flush(buffers);
            lastAnswer = System.nanoTime();
            return flushed;
        }

        @Override
        public void fillInterested(Callback callback) {
            if (!hasNext()) {
                super.fillInterested(callback);
                return;
            }
            Turns current = turns;
            if (current != null && current.thread == Thread.currentThread()) {
                current.next = callback;
            } else {
                getExecutor().execute(new Turns(callback));
            }
        }

        /** Answers request after request on one thread. A call of the connection from within its own call would go ever deeper. */
        private final class Turns implements Runnable {

            private @Nullable Callback next;
            private @Nullable Thread thread;

            Turns(Callback first) {
                next = first;
            }

            @Override
            public void run() {
                thread = Thread.currentThread();
                turns = this;
                for (Callback now = next; now != null; now = next) {
                    next = null;
                    now.succeeded();
                }
                thread = null;
            }
        }

        /** Whether there is something to be filled with, be it the end. */
        private boolean hasNext() {
            if (found.hasRemaining()) {
                return true; // the buffer that was filled had no room for all of it
            }
            while (served.get() == 0 && System.nanoTime() - lastAnswer < MOMENT) {
                try {
                    int read = getChannel().read(found.clear());
                    found.flip();
                    if (read != 0) {
                        return true;
                    }
                } catch (IOException e) {
                    found.limit(0);
                    return false; // the selector will tell
                }
                Thread.onSpinWait();
            }
            return false;
        }

        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            if (!found.hasRemaining()) {
                return super.fill(buffer);
            }
            int appended = BufferUtil.append(buffer, found);
            return appended + Math.max(0, super.fill(buffer));
        }
    }
}
