package io.brume.server;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.job.Jobs;
import java.time.Clock;

/** What services that remember are built on. */
public record Platform(Database database, Jobs jobs, Outbox outbox, Clock clock) {}
