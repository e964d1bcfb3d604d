package io.brume.learning.container;

import io.brume.algorithms.MetricEvent;
import io.brume.algorithms.Progress;
import io.brume.learning.builtin.MetricLine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What a built-in algorithm writes of its progress and its metrics. Thread-safe. */
final class TrainingReport {

    private static final String HOST = "algo-1";
    private static final int STEPS = 20;

    private final Consumer<String> out;
    private final Map<String, Double> last = new ConcurrentHashMap<>();
    private int step;

    TrainingReport(Consumer<String> out) {
        this.out = out;
    }

    void metric(MetricEvent metric) {
        last.put(metric.name(), metric.value());
        out.accept(MetricLine.of(HOST, metric.step(), metric.name(), metric.value()));
    }

    synchronized void progress(Progress progress) {
        int reached = (int) (progress.fraction() * STEPS);
        if (reached > step) {
            step = reached;
            String left = progress.left()
                    .map(time -> ", about " + Math.max(1, time.toSeconds()) + " s left")
                    .orElse("");
            out.accept("#progress_metric: host=" + HOST + ", completed " + 100 * reached / STEPS + " %" + left);
        }
    }

    /** Says the final metrics, where they are not what was said last. */
    void end(Map<String, Double> metrics) {
        metrics.forEach((name, value) -> {
            if (!value.equals(last.get(name))) {
                out.accept(MetricLine.of(HOST, null, name, value));
            }
        });
    }
}
