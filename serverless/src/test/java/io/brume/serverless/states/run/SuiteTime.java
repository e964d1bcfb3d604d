package io.brume.serverless.states.run;

import java.time.Instant;

/** Time that passes only when somebody waits. */
final class SuiteTime implements Pauses {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void until(Instant moment) {
        now = moment.isAfter(now) ? moment : now;
    }
}
