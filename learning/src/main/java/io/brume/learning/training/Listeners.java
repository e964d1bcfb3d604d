package io.brume.learning.training;

import io.brume.learning.platform.JobKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who hear of training jobs. */
final class Listeners implements TrainingListener {

    private final List<TrainingListener> all = new CopyOnWriteArrayList<>();

    void add(TrainingListener listener) {
        all.add(listener);
    }

    @Override
    public void measured(JobKey job, String metric, double value) {
        all.forEach(listener -> listener.measured(job, metric, value));
    }

    @Override
    public void ended(JobKey job) {
        all.forEach(listener -> listener.ended(job));
    }
}
