package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.DashboardInvalidInputErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardValidationMessage;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;

/** Dashboards, kept as they are: nothing here draws them. They belong to an account and to no region. */
final class Dashboards {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private final Database database;
    private final Clock clock;
    private final Resources<GetDashboardResponse> dashboards;
    private final Resources<DashboardEntry> entries;

    Dashboards(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        dashboards = Resources.of(database, "cloudwatch/dashboard", GetDashboardResponse.class);
        entries = Resources.of(database, "cloudwatch/dashboard-entry", DashboardEntry.class)
                .badToken(() -> Problems.invalid("The specified NextToken is invalid."));
    }

    void put(Scope account, String name, String body) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("The value " + name + " for field DashboardName contains invalid characters.", null);
        }
        check(body);
        Scope scope = account.global();
        String arn = scope.arn("cloudwatch", "dashboard/" + name);
        database.change(_ -> {
            dashboards.put(
                    scope,
                    name,
                    GetDashboardResponse.builder()
                            .dashboardName(name)
                            .dashboardArn(arn)
                            .dashboardBody(body)
                            .build());
            entries.put(
                    scope,
                    name,
                    DashboardEntry.builder()
                            .dashboardName(name)
                            .dashboardArn(arn)
                            .lastModified(clock.instant())
                            .size((long) body.getBytes(StandardCharsets.UTF_8).length)
                            .build());
        });
    }

    private static void check(String body) {
        JsonNode document;
        try {
            document = JsonNode.parser().parse(body);
        } catch (RuntimeException e) {
            throw invalid("The field DashboardBody must be a valid JSON object", "Invalid JSON");
        }
        if (!document.isObject()) {
            throw invalid("The field DashboardBody must be a valid JSON object", "It is no object");
        }
    }

    private static DashboardInvalidInputErrorException invalid(String message, @Nullable String detail) {
        return DashboardInvalidInputErrorException.builder()
                .message(message)
                .dashboardValidationMessages(
                        detail == null
                                ? List.of()
                                : List.of(DashboardValidationMessage.builder()
                                        .dataPath("/")
                                        .message(detail)
                                        .build()))
                .build();
    }

    GetDashboardResponse get(Scope account, String name) {
        return dashboards.get(account.global(), name, () -> missing(name));
    }

    boolean exists(Scope account, String name) {
        return NAME.matcher(name).matches()
                && dashboards.find(account.global(), name).isPresent();
    }

    ListDashboardsResponse list(Scope account, ListDashboardsRequest request) {
        return entries.page(account.global(), request, ListDashboardsResponse.builder(), entry -> entry)
                .build();
    }

    /** Deletes all of them, or none when one does not exist. */
    void delete(Scope account, List<String> names) {
        Scope scope = account.global();
        database.change(_ -> {
            for (String name : names) {
                if (!dashboards.delete(scope, name) || !entries.delete(scope, name)) {
                    throw missing(name);
                }
            }
        });
    }

    private static DashboardNotFoundErrorException missing(String name) {
        return DashboardNotFoundErrorException.builder()
                .message("Dashboard " + name + " does not exist")
                .build();
    }
}
