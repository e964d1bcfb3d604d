package io.brume.serverless.states;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.run.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.*;

/** Activities, and the workers that ask for their tasks. Thread-safe. */
final class Activities {

    /** As long as AWS lets a worker wait. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(60);

    private final Resources<DescribeActivityResponse> activities;
    private final Tokens tokens;
    private final Clock clock;

    Activities(Database database, Tokens tokens, Clock clock) {
        activities = Resources.of(database, "states/activity", DescribeActivityResponse.class)
                .badToken(StatesErrors::badToken);
        this.tokens = tokens;
        this.clock = clock;
    }

    CreateActivityResponse create(CreateActivityRequest request) {
        Scope scope = Scope.current();
        String name = Arns.checkedName(request.name());
        String arn = scope.arn("states", "activity:" + name);
        Instant now = Instant.ofEpochMilli(clock.millis());
        var activity = DescribeActivityResponse.builder()
                .activityArn(arn)
                .name(name)
                .creationDate(now)
                .build();
        boolean unused = activities.add(scope, name, activity);
        return CreateActivityResponse.builder()
                .activityArn(arn)
                .creationDate(activities.find(scope, name).orElseThrow().creationDate())
                .build();
    }

    DescribeActivityResponse describe(String text) {
        Arns arn = Arns.of(text, "activity");
        return activities.get(arn.scope(), arn.name(), () -> StatesErrors.noActivity(text));
    }

    void delete(String text) {
        Arns arn = Arns.of(text, "activity");
        boolean unused = activities.delete(arn.scope(), arn.name());
    }

    ListActivitiesResponse list(ListActivitiesRequest request) {
        return activities
                .page(
                        Scope.current(),
                        request,
                        ListActivitiesResponse.builder(),
                        activity -> ActivityListItem.builder()
                                .activityArn(activity.activityArn())
                                .name(activity.name())
                                .creationDate(activity.creationDate())
                                .build())
                .build();
    }

    /** Waits up to a minute; an answer without a token says that there was nothing to do. */
    GetActivityTaskResponse take(GetActivityTaskRequest request) {
        DescribeActivityResponse activity = describe(request.activityArn());
        try {
            Optional<Tokens.Assignment> taken = tokens.take(activity.activityArn(), request.workerName(), LONGEST_POLL);
            return taken.map(assignment -> GetActivityTaskResponse.builder()
                            .taskToken(assignment.token())
                            .input(assignment.input())
                            .build())
                    .orElseGet(() -> GetActivityTaskResponse.builder().build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GetActivityTaskResponse.builder().build();
        }
    }
}
