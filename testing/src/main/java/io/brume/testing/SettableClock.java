package io.brume.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. */
public final class SettableClock extends Clock {

    private volatile Instant now;

    /** @param now in ISO 8601, with {@code Z} */
    public SettableClock(String now) {
        this(Instant.parse(now));
    }

    public SettableClock(Instant now) {
        this.now = now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    public void set(Instant moment) {
        now = moment;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
