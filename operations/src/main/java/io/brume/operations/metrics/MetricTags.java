package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** The tags of alarms and dashboards. */
final class MetricTags {

    private static final int MOST = 50;

    private final Tags tags;
    private final Alarms alarms;
    private final Dashboards dashboards;

    MetricTags(Database database, Alarms alarms, Dashboards dashboards) {
        tags = new Tags(database);
        this.alarms = alarms;
        this.dashboards = dashboards;
    }

    List<Tag> of(Scope scope, String arn) {
        check(scope, arn);
        return tags.of(arn).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    void add(Scope scope, String arn, Collection<Tag> added) {
        check(scope, arn);
        Map<String, String> byKey = new TreeMap<>();
        added.forEach(tag -> byKey.put(tag.key(), tag.value()));
        if (!tags.add(arn, byKey, MOST)) {
            throw Problems.invalid("A resource can have at most " + MOST + " tags.");
        }
    }

    void remove(Scope scope, String arn, Collection<String> keys) {
        check(scope, arn);
        tags.remove(arn, keys);
    }

    void removeAll(String arn) {
        tags.removeAll(arn);
    }

    private void check(Scope scope, String arn) {
        String alarm = Alarms.arn(scope, "");
        String dashboard = scope.global().arn("cloudwatch", "dashboard/");
        boolean exists = arn.startsWith(alarm)
                ? alarms.find(scope, arn.substring(alarm.length())).isPresent()
                : arn.startsWith(dashboard) && dashboards.exists(scope, arn.substring(dashboard.length()));
        if (!exists) {
            throw ResourceNotFoundException.builder()
                    .message("The resource " + arn + " does not exist.")
                    .resourceId(arn)
                    .build();
        }
    }
}
