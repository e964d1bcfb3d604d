package io.brume.learning.training;

import io.brume.kernel.telemetry.Datum;
import io.brume.learning.builtin.MetricLine;
import io.brume.learning.container.Image;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;

/** The metrics that a job's log speaks of, on their way to CloudWatch. Thread-safe. */
final class Metrics {

    static final String NAMESPACE = "/aws/sagemaker/TrainingJobs";

    private record Definition(String name, Pattern pattern) {}

    /** One value. */
    record Value(String name, double value) {}

    private final Platform platform;
    private final JobKey job;
    private final boolean builtIn;
    private final List<Definition> definitions = new ArrayList<>();
    private final List<Datum> waiting = new ArrayList<>();
    private final Map<String, Datum> last = new LinkedHashMap<>();

    Metrics(Platform platform, JobKey job, Image image, List<MetricDefinition> defined) {
        this.platform = platform;
        this.job = job;
        builtIn = image instanceof Image.OfBuiltIn;
        defined.forEach(one -> definitions.add(new Definition(one.name(), Pattern.compile(one.regex()))));
    }

    /** Looks at a line of the log. */
    void line(String line, String host) {
        if (builtIn) {
            Matcher found = MetricLine.PATTERN.matcher(line);
            if (found.find()) {
                add(found.group(1), found.group(2), host);
            }
        }
        for (Definition definition : definitions) {
            Matcher found = definition.pattern.matcher(line);
            if (found.find() && found.groupCount() > 0 && found.group(1) != null) {
                add(definition.name, found.group(1), host);
            }
        }
    }

    private synchronized void add(String name, String text, String host) {
        try {
            double value = Double.parseDouble(text);
            Instant now = platform.clock().instant();
            var datum = Datum.of(name, Map.of("Host", job.name() + "/" + host), now, value);
            waiting.add(datum);
            last.put(name, datum);
        } catch (NumberFormatException e) {
            return; // what its pattern found is no number
        }
    }

    /** Hands on what has come since the last time, and returns it. */
    List<Value> flush() {
        List<Datum> batch;
        synchronized (this) {
            batch = List.copyOf(waiting);
            waiting.clear();
        }
        if (!batch.isEmpty()) {
            platform.metrics().put(job.scope(), NAMESPACE, batch);
        }
        return batch.stream().map(one -> new Value(one.metric(), one.value())).toList();
    }

    /** The last value of each metric. */
    synchronized List<MetricData> last() {
        return last.values().stream()
                .map(one -> MetricData.builder()
                        .metricName(one.metric())
                        .value((float) one.value())
                        .timestamp(one.at())
                        .build())
                .toList();
    }
}
