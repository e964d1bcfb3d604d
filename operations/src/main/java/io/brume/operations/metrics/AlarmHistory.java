package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** What happened to alarms; kept for 30 days. */
final class AlarmHistory {

    private static final int PAGE = 100;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final String TOKENS = "cloudwatch/alarm-history";

    private final Database database;
    private final Clock clock;

    AlarmHistory(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void note(Scope scope, String alarm, HistoryItemType type, String summary, String data) {
        database.change(transaction -> transaction.update(
                "INSERT INTO alarm_history (account, region, alarm, happened, type, summary, data)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                scope.account(),
                scope.region(),
                alarm,
                clock.instant(),
                type,
                summary.length() > 255 ? summary.substring(0, 255) : summary,
                data));
    }

    void sweep() {
        database.change(transaction -> transaction.update(
                "DELETE FROM alarm_history WHERE happened < ?", clock.instant().minus(KEPT)));
    }

    private record Noted(long id, AlarmHistoryItem item) {}

    DescribeAlarmHistoryResponse describe(Scope scope, DescribeAlarmHistoryRequest request) {
        boolean ascending = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING;
        List<Object> arguments = new ArrayList<>(List.of(scope.account(), scope.region()));
        var where = new StringBuilder("account = ? AND region = ?");
        if (request.alarmName() != null) {
            where.append(" AND alarm = ?");
            arguments.add(request.alarmName());
        }
        if (request.historyItemType() != null) {
            where.append(" AND type = ?");
            arguments.add(request.historyItemType());
        }
        if (request.startDate() != null) {
            where.append(" AND happened >= ?");
            arguments.add(request.startDate());
        }
        if (request.endDate() != null) {
            where.append(" AND happened <= ?");
            arguments.add(request.endDate());
        }
        if (request.nextToken() != null) {
            where.append(ascending ? " AND id > ?" : " AND id < ?");
            arguments.add(place(request.nextToken()));
        }
        int limit = request.maxRecords() == null ? PAGE : request.maxRecords();
        List<Noted> all = database.read(transaction -> transaction.query(
                "SELECT * FROM alarm_history WHERE " + where + " ORDER BY id" + (ascending ? "" : " DESC") + " LIMIT "
                        + (limit + 1),
                row -> new Noted(
                        row.number("id"),
                        AlarmHistoryItem.builder()
                                .alarmName(row.text("alarm"))
                                .alarmType(AlarmType.METRIC_ALARM)
                                .timestamp(row.instant("happened"))
                                .historyItemType(HistoryItemType.valueOf(row.text("type")))
                                .historySummary(row.text("summary"))
                                .historyData(row.text("data"))
                                .build()),
                arguments.toArray()));
        List<Noted> page = all.size() > limit ? all.subList(0, limit) : all;
        return DescribeAlarmHistoryResponse.builder()
                .alarmHistoryItems(page.stream().map(Noted::item).toList())
                .nextToken(all.size() > limit ? PageToken.of(TOKENS, List.of(String.valueOf(page.getLast().id))) : null)
                .build();
    }

    private static long place(String token) {
        return PageToken.read(TOKENS, token)
                .filter(values -> values.size() == 1)
                .map(values -> Long.parseLong(values.getFirst()))
                .orElseThrow(Problems::invalidToken);
    }
}
