package io.brume.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;

class ResourcesTest {

    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    static Resources<DescribeEndpointResponse> endpoints(Database database) {
        return Resources.of(database, "sagemaker/endpoint", DescribeEndpointResponse.class);
    }

    private static DescribeEndpointResponse endpoint(String name) {
        return DescribeEndpointResponse.builder()
                .endpointName(name)
                .endpointStatus(EndpointStatus.CREATING)
                .creationTime(Instant.parse("2026-01-01T00:00:00Z"))
                .build();
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatWasCreatedIsFoundInItsScopeOnlyUntilItIsDeleted(Database database) {
        try (database) {
            var endpoints = endpoints(database);
            endpoints.create(SCOPE, "one", endpoint("one"), IllegalStateException::new);

            assertThat(endpoints.find(SCOPE, "one")).contains(endpoint("one"));
            assertThat(endpoints.find(SCOPE, "One")).isEmpty();
            assertThat(endpoints.find(new Scope("123456789012", "eu-west-1"), "one"))
                    .isEmpty();
            assertThat(endpoints.find(new Scope("210987654321", "us-east-1"), "one"))
                    .isEmpty();
            assertThat(Resources.of(database, "sagemaker/other", DescribeEndpointResponse.class)
                            .find(SCOPE, "one"))
                    .isEmpty();
            assertThat(endpoints.count(SCOPE)).isEqualTo(1);
            assertThat(endpoints.everywhere()).containsExactly(new Resources.Named<>(SCOPE, "one", endpoint("one")));

            assertThat(endpoints.delete(SCOPE, "one")).isTrue();
            assertThat(endpoints.delete(SCOPE, "one")).isFalse();
            assertThatThrownBy(() -> endpoints.get(SCOPE, "one", () -> new IllegalStateException("none")))
                    .hasMessage("none");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void ofManyWhoCreateTheSameOneSucceeds(Database database) throws Exception {
        try (database;
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var endpoints = endpoints(database);
            List<Future<Boolean>> creators = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                creators.add(executor.submit(() -> {
                    try {
                        endpoints.create(
                                SCOPE,
                                "one",
                                endpoint("one"),
                                () -> ResourceInUseException.builder().build());
                        return true;
                    } catch (ResourceInUseException e) {
                        return false;
                    }
                }));
            }
            int created = 0;
            for (Future<Boolean> creator : creators) {
                created += creator.get() ? 1 : 0;
            }

            assertThat(created).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void noneOfManyConcurrentUpdatesIsLost(Database database) throws Exception {
        try (database;
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var endpoints = endpoints(database);
            endpoints.create(SCOPE, "one", endpoint("one"), IllegalStateException::new);
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                writers.add(executor.submit(() -> endpoints.update(
                        SCOPE,
                        "one",
                        old -> old.toBuilder()
                                .failureReason((old.failureReason() == null ? "" : old.failureReason()) + "x")
                                .build(),
                        IllegalStateException::new)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }

            assertThat(endpoints.find(SCOPE, "one").orElseThrow().failureReason())
                    .isEqualTo("x".repeat(60));
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void anUpdateThatThrowsChangesNothingAndOneOfNothingIsEmpty(Database database) {
        try (database) {
            var endpoints = endpoints(database);
            endpoints.create(SCOPE, "one", endpoint("one"), IllegalStateException::new);

            assertThatThrownBy(() -> endpoints.update(SCOPE, "one", _ -> {
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(endpoints.find(SCOPE, "one")).contains(endpoint("one"));
            assertThat(endpoints.update(SCOPE, "none", old -> old)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void changesArePartOfTheTransactionThatTheyAreMadeIn(Database database) {
        try (database) {
            var endpoints = endpoints(database);
            endpoints.put(SCOPE, "one", endpoint("one"));

            assertThatThrownBy(() -> database.change(_ -> {
                        endpoints.put(SCOPE, "one", endpoint("changed"));
                        endpoints.put(SCOPE, "two", endpoint("two"));
                        assertThat(endpoints.all(SCOPE)).containsExactly(endpoint("changed"), endpoint("two"));
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(endpoints.all(SCOPE)).containsExactly(endpoint("one"));
        }
    }
}
