package io.brume.learning.platform;

import io.brume.engines.tensor.TensorModelLoader;
import io.brume.kernel.database.Database;
import io.brume.kernel.event.Announcements;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.job.Jobs;
import io.brume.kernel.telemetry.LogSink;
import io.brume.kernel.telemetry.MetricSink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What SageMaker is built on.
 *
 * @param buckets where data comes from and models go to
 * @param work the folder of work folders, in the server's data folder; what is in it can be lost
 * @param torchScript what loads TorchScript models, when that part is there; asked with every such model
 * @param longAtOnce how many long jobs, such as training jobs, run at once on this server
 */
public record Platform(
        Database database,
        Jobs jobs,
        Outbox outbox,
        Buckets buckets,
        LogSink logs,
        MetricSink metrics,
        Path work,
        Supplier<Optional<TensorModelLoader>> torchScript,
        int longAtOnce,
        Clock clock) {

    public Announcements announcements() {
        return new Announcements(outbox);
    }
}
