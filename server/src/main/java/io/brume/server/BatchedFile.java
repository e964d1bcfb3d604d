package io.brume.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.time.Duration;

/**
 * A rolling log file that is written out several times a second rather than once a line, so that an access log of tens of
 * thousands of lines a second costs little. Warnings and errors are written at once.
 */
final class BatchedFile extends RollingFileAppender<ILoggingEvent> {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    @Override
    public void start() {
        setImmediateFlush(false);
        super.start();
        Thread.ofVirtual().name("log-flush").start(this::flushNowAndThen);
    }

    @Override
    protected void append(ILoggingEvent event) {
        super.append(event);
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            flush();
        }
    }

    private void flushNowAndThen() {
        try {
            while (isStarted()) {
                Thread.sleep(LONGEST_WAIT);
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush() {
        streamWriteLock.lock();
        try {
            if (getOutputStream() != null) {
                getOutputStream().flush();
            }
        } catch (IOException e) {
            addError("the log could not be written", e);
        } finally {
            streamWriteLock.unlock();
        }
    }
}
