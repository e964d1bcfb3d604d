package io.brume.learning.builtin;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How built-in algorithms log a metric, and how it is found in the log. */
public final class MetricLine {

    /** Matches a line; the groups are the metric's name and its value. */
    public static final Pattern PATTERN =
            Pattern.compile("#quality_metric: host=[^,]+,(?: epoch=[0-9]+,)? ([^ =]+)=([^ ]+)");

    private MetricLine() {}

    /**
     * The line that says a metric's value.
     *
     * @param epoch null for what holds for the whole training
     */
    public static String of(String host, @Nullable Long epoch, String name, double value) {
        return "#quality_metric: host=" + host + "," + (epoch == null ? "" : " epoch=" + epoch + ",") + " " + name + "="
                + value;
    }
}
