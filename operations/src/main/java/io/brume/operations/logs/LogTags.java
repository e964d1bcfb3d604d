package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.model.TooManyTagsException;

/** The tags of log groups. */
final class LogTags {

    private static final int MOST = 50;

    private final Tags tags;
    private final LogGroups groups;

    LogTags(Database database, LogGroups groups) {
        tags = new Tags(database);
        this.groups = groups;
    }

    /** @param group a name or an ARN */
    Map<String, String> of(Scope scope, String group) {
        return tags.of(arn(scope, group));
    }

    void add(Scope scope, String group, Map<String, String> added) {
        String arn = arn(scope, group);
        if (!tags.add(arn, added, MOST)) {
            throw TooManyTagsException.builder()
                    .message("The resource has more than " + MOST + " tags.")
                    .resourceName(arn)
                    .build();
        }
    }

    void remove(Scope scope, String group, Collection<String> keys) {
        tags.remove(arn(scope, group), keys);
    }

    void removeAll(Group group) {
        tags.removeAll(group.arn());
    }

    private String arn(Scope scope, String group) {
        return groups.find(scope, group)
                .orElseThrow(() -> Problems.notFound("The specified resource does not exist."))
                .arn();
    }
}
