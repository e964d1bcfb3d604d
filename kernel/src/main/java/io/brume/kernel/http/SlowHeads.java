package io.brume.kernel.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off connections whose next request does not come to the end of its head in time. An idle time-out cannot: every byte starts
 * it again. Looks at all connections in turn, so a request costs nothing more.
 */
final class SlowHeads extends AbstractLifeCycle implements Connection.Listener {

    private static final Logger log = LoggerFactory.getLogger(SlowHeads.class);

    /** How often a connection is looked at within the time that a head may take. */
    private static final int LOOKS = 4;

    private final Scheduler scheduler;
    private final Duration head;
    private final Duration idle;
    private final Map<Connection, Waiting> connections = new ConcurrentHashMap<>();

    /** Since when a connection waits for the same head, and since when that head has begun; used by the sweep alone. */
    private static final class Waiting {
        private long requests = -1;
        private long since;
        private long begun;
    }

    /**
     * @param head how long a head may take that has begun
     * @param idle how long a connection may be without a request, whatever else it sends
     */
    SlowHeads(Scheduler scheduler, Duration head, Duration idle) {
        this.scheduler = scheduler;
        this.head = head;
        this.idle = idle;
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Waiting());
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    protected void doStart() {
        scheduler.schedule(this::sweep, head.toMillis() / LOOKS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        long now = System.nanoTime();
        connections.forEach((connection, waiting) -> {
            if (isLate(connection, waiting, now)) {
                log.debug("the head of a request took too long: {}", connection);
                connection.getEndPoint().close(new TimeoutException("the head of a request took too long"));
            }
        });
        if (isRunning() || isStarting()) {
            scheduler.schedule(this::sweep, head.toMillis() / LOOKS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isLate(Connection connection, Waiting waiting, long now) {
        boolean waits;
        boolean begun;
        switch (connection) {
            case HttpConnection http1 -> {
                HttpParser.State state = http1.getParser().getState();
                waits = state.ordinal() < HttpParser.State.CONTENT.ordinal();
                begun = waits && state != HttpParser.State.START;
            }
            case HTTP2Connection http2 -> {
                waits = http2.getSession().getStreamCount() == 0;
                begun = false; // a head in several frames does not show until it is whole
            }
            default -> {
                return false;
            }
        }
        long requests = connection.getMessagesIn();
        if (!waits || requests != waiting.requests) {
            waiting.requests = requests;
            waiting.since = now;
            waiting.begun = now;
        } else if (!begun) {
            waiting.begun = now;
        }
        return waits && (now - waiting.since > idle.toNanos() || now - waiting.begun > head.toNanos());
    }
}
