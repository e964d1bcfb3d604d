package io.brume.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.kernel.shape.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.comprehend.model.ListSentimentDetectionJobsRequest;
import software.amazon.awssdk.services.comprehend.model.ListSentimentDetectionJobsResponse;
import software.amazon.awssdk.services.comprehend.model.SentimentDetectionJobProperties;
import software.amazon.awssdk.services.glue.model.GetMlTransformsRequest;
import software.amazon.awssdk.services.glue.model.GetMlTransformsResponse;
import software.amazon.awssdk.services.glue.model.MLTransform;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.FeatureGroupSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListFeatureGroupsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListFeatureGroupsResponse;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;

/** Listings as the requests of several services ask for them. */
class ListingsTest {

    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Instant hour(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    /** Alpha, beta and gamma were created in this order and changed in the opposite one. */
    private static Resources<DescribeEndpointResponse> endpoints(Database database) {
        var endpoints = ResourcesTest.endpoints(database).badToken(() -> new IllegalArgumentException("bad token"));
        add(endpoints, "beta-50%", 2, 11, "InService");
        add(endpoints, "Alpha_1", 1, 12, "Failed");
        add(endpoints, "gamma", 3, 10, "InService");
        return endpoints;
    }

    private static void add(
            Resources<DescribeEndpointResponse> endpoints, String name, int created, int modified, String status) {
        endpoints.create(
                SCOPE,
                name,
                DescribeEndpointResponse.builder()
                        .endpointName(name)
                        .creationTime(hour(created))
                        .lastModifiedTime(hour(modified))
                        .endpointStatus(status)
                        .build(),
                IllegalStateException::new);
    }

    private static ListEndpointsResponse page(
            Resources<DescribeEndpointResponse> endpoints, Consumer<ListEndpointsRequest.Builder> request) {
        return endpoints
                .page(
                        SCOPE,
                        ListEndpointsRequest.builder().applyMutation(request).build(),
                        ListEndpointsResponse.builder(),
                        endpoint ->
                                Shapes.copy(endpoint, EndpointSummary.builder()).build())
                .build();
    }

    private static List<String> names(
            Resources<DescribeEndpointResponse> endpoints, Consumer<ListEndpointsRequest.Builder> request) {
        return page(endpoints, request).endpoints().stream()
                .map(EndpointSummary::endpointName)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void filtersSelect(Database database) {
        try (database) {
            var all = endpoints(database);

            assertThat(names(all, _ -> {})).containsExactly("Alpha_1", "beta-50%", "gamma");
            assertThat(names(all, r -> r.nameContains("A"))).containsExactly("Alpha_1", "beta-50%", "gamma");
            assertThat(names(all, r -> r.nameContains("aLPHa"))).containsExactly("Alpha_1");
            assertThat(names(all, r -> r.nameContains("%"))).containsExactly("beta-50%");
            assertThat(names(all, r -> r.nameContains("_"))).containsExactly("Alpha_1");
            assertThat(names(all, r -> r.nameContains("!"))).isEmpty();
            assertThat(names(all, r -> r.creationTimeAfter(hour(1)))).containsExactly("beta-50%", "gamma");
            assertThat(names(all, r -> r.creationTimeBefore(hour(3)))).containsExactly("Alpha_1", "beta-50%");
            assertThat(names(all, r -> r.creationTimeAfter(hour(1)).creationTimeBefore(hour(3))))
                    .containsExactly("beta-50%");
            assertThat(names(all, r -> r.lastModifiedTimeAfter(hour(11)))).containsExactly("Alpha_1");
            assertThat(names(all, r -> r.lastModifiedTimeBefore(hour(11)))).containsExactly("gamma");
            assertThat(names(all, r -> r.statusEquals("InService"))).containsExactly("beta-50%", "gamma");
            assertThat(names(all, r -> r.statusEquals("InService").nameContains("gam")))
                    .containsExactly("gamma");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void ordersAreThoseThatTheRequestNames(Database database) {
        try (database) {
            var all = endpoints(database);

            assertThat(names(all, r -> r.sortBy("Name").sortOrder("Descending")))
                    .containsExactly("gamma", "beta-50%", "Alpha_1");
            assertThat(names(all, r -> r.sortBy("CreationTime").sortOrder("Ascending")))
                    .containsExactly("Alpha_1", "beta-50%", "gamma");
            assertThat(names(all, r -> r.sortBy("CreationTime").sortOrder("Descending")))
                    .containsExactly("gamma", "beta-50%", "Alpha_1");
            assertThat(names(all, r -> r.sortBy("Status").sortOrder("Descending")))
                    .containsExactly("gamma", "beta-50%", "Alpha_1");
            assertThat(names(all, r -> r.sortBy("LAST_MODIFIED_TIME").sortOrder("Ascending")))
                    .containsExactly("gamma", "beta-50%", "Alpha_1");
            assertThat(names(all.newestFirst(), _ -> {})).containsExactly("gamma", "beta-50%", "Alpha_1");
            assertThat(names(all.newestFirst(), r -> r.sortOrder("Ascending")))
                    .containsExactly("Alpha_1", "beta-50%", "gamma");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void pagesTogetherHoldEachResourceOnceInAnyOrder(Database database) {
        try (database) {
            var endpoints = ResourcesTest.endpoints(database);
            for (int i = 0; i < 25; i++) {
                add(endpoints, "e" + i, i % 3, i % 4, i % 2 == 0 ? "InService" : "Failed");
            }
            for (String by : List.of("Name", "CreationTime", "Status", "LastModifiedTime")) {
                for (String order : List.of("Ascending", "Descending")) {
                    List<String> inOne = names(endpoints, r -> r.sortBy(by).sortOrder(order));
                    List<String> inPages = new ArrayList<>();
                    String token = null;
                    do {
                        String from = token;
                        ListEndpointsResponse page = page(
                                endpoints,
                                r -> r.sortBy(by).sortOrder(order).maxResults(4).nextToken(from));
                        assertThat(page.endpoints()).hasSizeBetween(1, 4);
                        page.endpoints().forEach(endpoint -> inPages.add(endpoint.endpointName()));
                        token = page.nextToken();
                    } while (token != null);

                    assertThat(inPages).hasSize(25).isEqualTo(inOne);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void pagesMissNothingThatStaysWhileOthersComeAndGo(Database database) {
        try (database) {
            var endpoints = ResourcesTest.endpoints(database);
            Set<String> stay = new TreeSet<>();
            for (int i = 10; i < 50; i++) {
                add(endpoints, "stays" + i, i, i, "InService");
                add(endpoints, "goes" + i, i, i, "InService");
                stay.add("stays" + i);
            }
            List<String> seen = new ArrayList<>();
            String token = null;
            int round = 10;
            do {
                String from = token;
                ListEndpointsResponse page = page(
                        endpoints,
                        r -> r.sortBy("CreationTime")
                                .sortOrder("Descending")
                                .maxResults(7)
                                .nextToken(from));
                page.endpoints().forEach(endpoint -> seen.add(endpoint.endpointName()));
                assertThat(endpoints.delete(
                                SCOPE, page.endpoints().getLast().endpointName().replace("stays", "goes")))
                        .isTrue();
                add(endpoints, "comes" + round, round, round, "InService");
                round++;
                token = page.nextToken();
            } while (token != null);

            assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aFilterOfTheOperationsOwnLeavesNoHolesInPages(Database database) {
        try (database) {
            var endpoints = ResourcesTest.endpoints(database);
            for (int i = 10; i < 40; i++) {
                add(endpoints, "e" + i, i, i, "InService");
            }
            ListEndpointsResponse first = own(endpoints, 3, null);
            ListEndpointsResponse second = own(endpoints, 3, first.nextToken());

            assertThat(first.endpoints())
                    .extracting(EndpointSummary::endpointName)
                    .containsExactly("e15", "e20", "e25");
            assertThat(second.endpoints())
                    .extracting(EndpointSummary::endpointName)
                    .containsExactly("e30", "e35");
            assertThat(second.nextToken()).isNull();
            assertThat(own(endpoints, 4, null).nextToken()).isNotNull();
            assertThat(own(endpoints, 5, null).nextToken()).isNull();
        }
    }

    private static ListEndpointsResponse own(
            Resources<DescribeEndpointResponse> endpoints, int most, @Nullable String token) {
        return endpoints
                .page(
                        SCOPE,
                        ListEndpointsRequest.builder()
                                .maxResults(most)
                                .nextToken(token)
                                .build(),
                        ListEndpointsResponse.builder(),
                        endpoint ->
                                Shapes.copy(endpoint, EndpointSummary.builder()).build(),
                        endpoint -> endpoint.endpointName().matches("e.?[05]")
                                && !endpoint.endpointName().equals("e10"))
                .build();
    }

    static Stream<String> forged() {
        return Stream.of(
                "x",
                "",
                "////",
                "AAAA",
                PageToken.of("sagemaker/endpoint", List.of("1", "a")),
                PageToken.of(what("CREATED"), List.of("not a number", "a")),
                PageToken.of(what("CREATED"), List.of("99999999999999999999", "a")),
                PageToken.of(what("CREATED"), List.of("1", "a\0b")),
                PageToken.of(what("CREATED"), List.of("1", "\ud800")),
                PageToken.of(what("CREATED"), List.of("1")),
                PageToken.of(what("NAME"), List.of("a", "a")));
    }

    private static String what(String key) {
        return "sagemaker/endpoint" + new Listing.Order(Listing.Key.valueOf(key), true);
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aTokenThatWeDidNotGiveOutForThisListingIsRefused(Database database) {
        try (database) {
            var all = endpoints(database);
            assertThat(names(
                            all,
                            r -> r.sortBy("CreationTime")
                                    .sortOrder("Ascending")
                                    .nextToken(PageToken.of(what("CREATED"), List.of("1", "a")))))
                    .hasSize(3);
            forged().filter(token -> !token.isEmpty())
                    .forEach(token -> assertThatThrownBy(() -> names(
                                    all,
                                    r -> r.sortBy("CreationTime")
                                            .sortOrder("Ascending")
                                            .nextToken(token)))
                            .as(token)
                            .hasMessage("bad token"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void comprehendsFiltersLieInAStructure(Database database) {
        try (database) {
            var jobs = Resources.of(database, "comprehend/sentiment", SentimentDetectionJobProperties.class)
                    .newestFirst();
            for (int i = 1; i <= 3; i++) {
                jobs.create(
                        SCOPE,
                        "id" + i,
                        SentimentDetectionJobProperties.builder()
                                .jobId("id" + i)
                                .jobName(i == 3 ? "other" : "mine")
                                .submitTime(hour(i))
                                .jobStatus(i == 1 ? "COMPLETED" : "IN_PROGRESS")
                                .build(),
                        IllegalStateException::new);
            }

            assertThat(ids(jobs, _ -> {})).containsExactly("id3", "id2", "id1");
            assertThat(ids(jobs, r -> r.filter(f -> f.jobStatus("IN_PROGRESS"))))
                    .containsExactly("id3", "id2");
            assertThat(ids(jobs, r -> r.filter(f -> f.jobName("mine")))).containsExactly("id2", "id1");
            assertThat(ids(jobs, r -> r.filter(f -> f.submitTimeAfter(hour(1)).submitTimeBefore(hour(3)))))
                    .containsExactly("id2");
            assertThat(ids(jobs, r -> r.filter(f -> f.jobName("none")))).isEmpty();
        }
    }

    private static List<String> ids(
            Resources<SentimentDetectionJobProperties> jobs,
            Consumer<ListSentimentDetectionJobsRequest.Builder> request) {
        return jobs
                .page(
                        SCOPE,
                        ListSentimentDetectionJobsRequest.builder()
                                .applyMutation(request)
                                .build(),
                        ListSentimentDetectionJobsResponse.builder(),
                        job -> job)
                .build()
                .sentimentDetectionJobPropertiesList()
                .stream()
                .map(SentimentDetectionJobProperties::jobId)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void gluesFilterAndSortLieInStructures(Database database) {
        try (database) {
            var transforms = Resources.of(database, "glue/transform", MLTransform.class);
            for (int i = 1; i <= 3; i++) {
                transforms.create(
                        SCOPE,
                        "t" + i,
                        MLTransform.builder()
                                .transformId("t" + i)
                                .name("name" + i)
                                .createdOn(hour(i))
                                .lastModifiedOn(hour(10 - i))
                                .status(i == 2 ? "READY" : "NOT_READY")
                                .build(),
                        IllegalStateException::new);
            }

            assertThat(transforms(
                            transforms, r -> r.sort(s -> s.column("CREATED").sortDirection("DESCENDING"))))
                    .containsExactly("t3", "t2", "t1");
            assertThat(transforms(
                            transforms,
                            r -> r.sort(s -> s.column("LAST_MODIFIED").sortDirection("ASCENDING"))))
                    .containsExactly("t3", "t2", "t1");
            assertThat(transforms(transforms, r -> r.filter(f -> f.status("READY"))))
                    .containsExactly("t2");
            assertThat(transforms(transforms, r -> r.filter(f -> f.name("name3"))))
                    .containsExactly("t3");
            assertThat(transforms(
                            transforms,
                            r -> r.filter(f -> f.createdAfter(hour(1)).lastModifiedAfter(hour(7)))))
                    .containsExactly("t2");
        }
    }

    private static List<String> transforms(
            Resources<MLTransform> transforms, Consumer<GetMlTransformsRequest.Builder> request) {
        return transforms
                .page(
                        SCOPE,
                        GetMlTransformsRequest.builder().applyMutation(request).build(),
                        GetMlTransformsResponse.builder(),
                        transform -> transform)
                .build()
                .transforms()
                .stream()
                .map(MLTransform::transformId)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void lambdasPagesAreFollowedByMarkers(Database database) {
        try (database) {
            var functions = Resources.of(database, "lambda/function", FunctionConfiguration.class);
            for (int i = 1; i <= 5; i++) {
                functions.put(
                        SCOPE,
                        "f" + i,
                        FunctionConfiguration.builder().functionName("f" + i).build());
            }
            List<String> seen = new ArrayList<>();
            String marker = null;
            do {
                ListFunctionsResponse page = functions
                        .page(
                                SCOPE,
                                ListFunctionsRequest.builder()
                                        .marker(marker)
                                        .maxItems(2)
                                        .build(),
                                ListFunctionsResponse.builder(),
                                function -> function)
                        .build();
                page.functions().forEach(function -> seen.add(function.functionName()));
                marker = page.nextMarker();
            } while (marker != null);

            assertThat(seen).containsExactly("f1", "f2", "f3", "f4", "f5");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void stepFunctionsExecutionsAreFilteredByStatusAndNewestFirst(Database database) {
        try (database) {
            var executions = Resources.of(database, "states/execution", DescribeExecutionResponse.class)
                    .newestFirst();
            for (int i = 1; i <= 4; i++) {
                executions.put(
                        SCOPE,
                        "x" + i,
                        DescribeExecutionResponse.builder()
                                .name("x" + i)
                                .startDate(hour(i))
                                .status(i % 2 == 0 ? "RUNNING" : "SUCCEEDED")
                                .build());
            }

            assertThat(executions
                            .page(
                                    SCOPE,
                                    ListExecutionsRequest.builder()
                                            .statusFilter("RUNNING")
                                            .build(),
                                    ListExecutionsResponse.builder(),
                                    execution -> Shapes.copy(execution, ExecutionListItem.builder())
                                            .build())
                            .build()
                            .executions())
                    .extracting(ExecutionListItem::name)
                    .containsExactly("x4", "x2");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aStatusOfAnotherNameIsComparedWithTheMemberOfThatName(Database database) {
        try (database) {
            var groups = Resources.of(database, "sagemaker/feature-group", DescribeFeatureGroupResponse.class);
            for (int i = 1; i <= 2; i++) {
                groups.put(
                        SCOPE,
                        "g" + i,
                        DescribeFeatureGroupResponse.builder()
                                .featureGroupName("g" + i)
                                .featureGroupStatus(i == 1 ? "Created" : "Deleting")
                                .build());
            }

            assertThat(groups.page(
                                    SCOPE,
                                    ListFeatureGroupsRequest.builder()
                                            .featureGroupStatusEquals("Deleting")
                                            .build(),
                                    ListFeatureGroupsResponse.builder(),
                                    group -> Shapes.copy(group, FeatureGroupSummary.builder())
                                            .build())
                            .build()
                            .featureGroupSummaries())
                    .extracting(FeatureGroupSummary::featureGroupName)
                    .containsExactly("g2");
        }
    }
}
