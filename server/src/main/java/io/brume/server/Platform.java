package io.brume.server;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.job.Jobs;
import io.brume.kernel.object.FileObjects;
import io.brume.kernel.object.Objects;
import java.time.Clock;

/** What services that remember are built on. */
public record Platform(Database database, Objects objects, Jobs jobs, Outbox outbox, Clock clock) {

    static Platform of(Configuration configuration) {
        Clock clock = Clock.systemUTC();
        String url = configuration.state().database();
        Database database =
                url == null ? Database.file(configuration.data().resolve("brume.db")) : Database.postgres(url);
        return new Platform(
                database,
                new FileObjects(configuration.data().resolve("objects")),
                new Jobs(database, clock, configuration.state().jobsAtOnce()),
                new Outbox(database, clock),
                clock);
    }

    /** Once every service has defined its jobs and said what it delivers. */
    void start() {
        jobs.start();
        outbox.start();
    }

    void close() {
        jobs.close();
        outbox.close();
        database.close();
    }
}
