package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.ValidationException;

/** Log groups. */
final class LogGroups {

    private static final int PAGE = 50;
    private static final Set<Integer> RETENTIONS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);
    private static final String SELECT =
            "SELECT g.*, (SELECT count(*) FROM log_metric_filter f WHERE f.group_id = g.id) AS filters FROM log_group g";

    private final Database database;
    private final Clock clock;

    LogGroups(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void create(Scope scope, CreateLogGroupRequest request) {
        String logClass = request.logGroupClassAsString() == null ? "STANDARD" : request.logGroupClassAsString();
        boolean isProtected = Boolean.TRUE.equals(request.deletionProtectionEnabled());
        if (!add(scope, request.logGroupName(), logClass, request.kmsKeyId(), isProtected)) {
            throw Problems.exists("The specified log group already exists");
        }
    }

    /** Makes a group of that name unless there is one. */
    void ensure(Scope scope, String name) {
        boolean unused = add(scope, name, "STANDARD", null, false);
    }

    private boolean add(Scope scope, String name, String logClass, @Nullable String kmsKey, boolean isProtected) {
        return database.write(transaction -> transaction.update(
                        "INSERT INTO log_group"
                                + " (account, region, name, class, kms_key, deletion_protected, created, stored)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
                        scope.account(),
                        scope.region(),
                        name,
                        logClass,
                        kmsKey,
                        isProtected,
                        clock.instant()))
                == 1;
    }

    /** The group with that name, or with the one that an ARN ends with. */
    Group get(Scope scope, @Nullable String name, @Nullable String identifier) {
        if (name != null && identifier != null) {
            throw Problems.invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        String wanted = name != null ? name : identifier;
        if (wanted == null) {
            throw Problems.invalid("Either LogGroup name or LogGroup ARN must be provided.");
        }
        return find(scope, wanted).orElseThrow(Problems::noGroup);
    }

    Group get(Scope scope, String name) {
        return find(scope, name).orElseThrow(Problems::noGroup);
    }

    /** The group of that name or ARN; empty when there is none, or when it is another account's or region's. */
    Optional<Group> find(Scope scope, String identifier) {
        String name = name(scope, identifier);
        return name == null
                ? Optional.empty()
                : database.read(transaction -> transaction.first(
                        SELECT + " WHERE g.account = ? AND g.region = ? AND g.name = ?",
                        LogGroups::group,
                        scope.account(),
                        scope.region(),
                        name));
    }

    private static @Nullable String name(Scope scope, String identifier) {
        if (!identifier.startsWith("arn:")) {
            return identifier;
        }
        String own = scope.arn("logs", "log-group:");
        if (!identifier.startsWith(own)) {
            return null;
        }
        String name = identifier.substring(own.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    List<Group> withRetention() {
        return database.read(
                transaction -> transaction.query(SELECT + " WHERE g.retention IS NOT NULL", LogGroups::group));
    }

    void retain(Scope scope, String name, @Nullable Integer days) {
        if (days != null && !RETENTIONS.contains(days)) {
            throw Problems.invalid("Specified retention period for a log group is invalid. Valid values are: "
                    + RETENTIONS.stream().sorted().toList());
        }
        update(scope, name, "retention", days);
    }

    void protect(Scope scope, String name, boolean isProtected) {
        update(scope, name, "deletion_protected", isProtected);
    }

    private void update(Scope scope, String name, String column, @Nullable Object value) {
        long id = get(scope, name).id();
        database.change(
                transaction -> transaction.update("UPDATE log_group SET " + column + " = ? WHERE id = ?", value, id));
    }

    /** Deletes a group at once, and leaves its events to {@link LogHousekeeping}. */
    Group delete(Scope scope, String name) {
        return database.write(transaction -> {
            Group group = get(scope, name);
            if (group.deletionProtected()) {
                throw ValidationException.builder()
                        .message("The log group cannot be deleted because deletion protection is enabled.")
                        .build();
            }
            transaction.update("DELETE FROM log_group WHERE id = ?", group.id());
            transaction.update("DELETE FROM log_stream WHERE group_id = ?", group.id());
            transaction.update("DELETE FROM log_metric_filter WHERE group_id = ?", group.id());
            transaction.update("INSERT INTO log_deleted (group_id) VALUES (?)", group.id());
            return group;
        });
    }

    DescribeLogGroupsResponse describe(Scope scope, DescribeLogGroupsRequest request) {
        String prefix = request.logGroupNamePrefix();
        String pattern = request.logGroupNamePattern();
        if (prefix != null && pattern != null) {
            throw Problems.invalid("LogGroup prefix and LogGroup pattern are mutually exclusive parameters.");
        }
        var where = new Where("g.account = ?", scope.account()).and("g.region = ?", scope.region());
        if (prefix != null) {
            where.and("g.name >= ?", prefix).and("substr(g.name, 1, " + prefix.length() + ") = ?", prefix);
        }
        if (pattern != null) {
            where.and("replace(g.name, ?, '') <> g.name", pattern);
        }
        if (request.logGroupClassAsString() != null) {
            where.and("g.class = ?", request.logGroupClassAsString());
        }
        if (request.hasLogGroupIdentifiers()) {
            List<String> names = new ArrayList<>();
            for (String identifier : request.logGroupIdentifiers()) {
                String name = name(scope, identifier);
                names.add(name == null ? "" : name);
            }
            where.andIn("g.name", names);
        }
        if (request.nextToken() != null) {
            where.and("g.name > ?", place(request.nextToken()));
        }
        int limit = request.limit() == null ? PAGE : request.limit();
        List<Group> groups = database.read(transaction -> transaction.query(
                SELECT + where + " ORDER BY g.name LIMIT " + (limit + 1), LogGroups::group, where.arguments()));
        boolean more = groups.size() > limit;
        List<Group> page = more ? groups.subList(0, limit) : groups;
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.stream().map(LogGroups::described).toList())
                .nextToken(
                        more
                                ? PageToken.of(
                                        "logs/groups", List.of(page.getLast().name()))
                                : null)
                .build();
    }

    private static String place(String token) {
        return PageToken.read("logs/groups", token)
                .filter(values -> values.size() == 1)
                .orElseThrow(Problems::invalidToken)
                .getFirst();
    }

    private static LogGroup described(Group group) {
        return LogGroup.builder()
                .logGroupName(group.name())
                .arn(group.arn() + ":*")
                .logGroupArn(group.arn())
                .creationTime(group.created())
                .retentionInDays(group.retention())
                .metricFilterCount(group.metricFilters())
                .storedBytes(group.stored())
                .kmsKeyId(group.kmsKey())
                .logGroupClass(group.logClass())
                .deletionProtectionEnabled(group.deletionProtected())
                .build();
    }

    private static Group group(Row row) throws SQLException {
        Long retention = row.numberOrNull("retention");
        return new Group(
                row.number("id"),
                new Scope(row.text("account"), row.text("region")),
                row.text("name"),
                row.text("class"),
                row.textOrNull("kms_key"),
                row.bool("deletion_protected"),
                retention == null ? null : Math.toIntExact(retention),
                row.number("created"),
                row.number("stored"),
                row.integer("filters"));
    }
}
