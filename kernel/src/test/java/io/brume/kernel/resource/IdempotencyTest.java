package io.brume.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;

class IdempotencyTest {

    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");
    private static final CreateFunctionRequest REQUEST =
            CreateFunctionRequest.builder().functionName("f").build();

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final AtomicInteger times = new AtomicInteger();

    private CreateFunctionResponse once(
            Idempotency idempotency, Scope scope, @Nullable String token, CreateFunctionRequest request) {
        return idempotency.once(
                scope,
                "CreateFunction",
                token,
                request,
                CreateFunctionResponse.class,
                () -> new IllegalArgumentException("mismatch"),
                () -> CreateFunctionResponse.builder()
                        .functionArn("arn " + times.incrementAndGet())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aRequestThatComesAgainGetsTheFirstAnswer(Database database) {
        try (database) {
            var idempotency = new Idempotency(database, clock, Duration.ofHours(1));

            assertThat(once(idempotency, SCOPE, "t", REQUEST).functionArn()).isEqualTo("arn 1");
            assertThat(once(idempotency, SCOPE, "t", REQUEST).functionArn()).isEqualTo("arn 1");
            assertThat(once(idempotency, SCOPE, "u", REQUEST).functionArn()).isEqualTo("arn 2");
            assertThat(once(idempotency, SCOPE.global(), "t", REQUEST).functionArn())
                    .isEqualTo("arn 3");
            assertThat(once(idempotency, SCOPE, null, REQUEST).functionArn()).isEqualTo("arn 4");
            assertThat(once(idempotency, SCOPE, null, REQUEST).functionArn()).isEqualTo("arn 5");
            clock.advance(Duration.ofMinutes(61));
            assertThat(once(idempotency, SCOPE, "t", REQUEST).functionArn()).isEqualTo("arn 6");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aTokenWithAnotherRequestIsRefused(Database database) {
        try (database) {
            var idempotency = new Idempotency(database, clock, Duration.ofHours(1));
            assertThat(once(idempotency, SCOPE, "t", REQUEST).functionArn()).isEqualTo("arn 1");

            assertThatThrownBy(() -> once(
                            idempotency,
                            SCOPE,
                            "t",
                            REQUEST.toBuilder().functionName("g").build()))
                    .hasMessage("mismatch");

            assertThat(once(idempotency, SCOPE, "t", REQUEST).functionArn()).isEqualTo("arn 1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void theSameTagsInAnotherOrderAreTheSameRequest(Database database) {
        try (database) {
            var idempotency = new Idempotency(database, clock, Duration.ofHours(1));
            Map<String, String> tags = new LinkedHashMap<>();
            Map<String, String> reversed = new LinkedHashMap<>();
            for (int i = 0; i < 20; i++) {
                tags.put("k" + i, "v");
                reversed.put("k" + (19 - i), "v");
            }

            assertThat(once(
                                    idempotency,
                                    SCOPE,
                                    "t",
                                    REQUEST.toBuilder().tags(tags).build())
                            .functionArn())
                    .isEqualTo("arn 1");
            assertThat(once(
                                    idempotency,
                                    SCOPE,
                                    "t",
                                    REQUEST.toBuilder().tags(reversed).build())
                            .functionArn())
                    .isEqualTo("arn 1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aTokenWhoseRequestFailedCanBeUsedAgain(Database database) {
        try (database) {
            var idempotency = new Idempotency(database, clock, Duration.ofHours(1));

            assertThatThrownBy(() -> idempotency.once(
                            SCOPE,
                            "CreateFunction",
                            "t",
                            REQUEST,
                            CreateFunctionResponse.class,
                            IllegalStateException::new,
                            () -> {
                                throw new IllegalArgumentException("on purpose");
                            }))
                    .hasMessage("on purpose");

            assertThat(once(idempotency, SCOPE, "t", REQUEST).functionArn()).isEqualTo("arn 1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void ofManyAtOnceOneIsDoneAndAllGetItsAnswer(Database database) throws Exception {
        try (database;
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var idempotency = new Idempotency(database, clock, Duration.ofHours(1));
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(executor.submit(
                        () -> once(idempotency, SCOPE, "t", REQUEST).functionArn()));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("arn 1");
            }

            assertThat(times).hasValue(1);
        }
    }
}
