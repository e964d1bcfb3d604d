package io.brume.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.Await;
import io.brume.kernel.resource.Scope;
import io.brume.testing.PostgreSql;
import io.brume.testing.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxTest {

    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");
    private static final String QUEUE = SCOPE.arn("sqs", "queue");
    private static final String DEAD = SCOPE.arn("sqs", "dead");

    private static Message message(String body) {
        return Message.of(SCOPE, "source", QUEUE, body);
    }

    private static Message grouped(String group, String body) {
        return new Message(SCOPE, "source", QUEUE, body, Map.of(), group, null);
    }

    private static long kept(Database database) {
        return database.read(transaction -> transaction.number("SELECT count(*) FROM outbox"));
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aMessageArrivesAsItWasSentAndIsThenForgotten(Database database) throws Exception {
        try (database;
                var outbox = new Outbox(database, Clock.systemUTC())) {
            List<Message> received = new CopyOnWriteArrayList<>();
            outbox.register("sqs", received::add);
            outbox.start();
            var message = new Message(
                    SCOPE, "source", QUEUE, "{\"a\": \"é & =\"}", Map.of("k&=", "v\n+%", "", "empty"), "a group", DEAD);

            outbox.send(message);
            Await.until(() -> kept(database) == 0);

            assertThat(received).containsExactly(message);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void onlyWhatWasCommittedIsDelivered(Database database) throws Exception {
        try (database;
                var outbox = new Outbox(database, Clock.systemUTC())) {
            List<String> received = new CopyOnWriteArrayList<>();
            outbox.register("sqs", message -> received.add(message.body()));
            outbox.start();

            assertThatThrownBy(() -> database.change(_ -> {
                        outbox.send(message("never"));
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");
            database.change(_ -> {
                outbox.send(message("one"));
                assertThat(received).isEmpty();
            });
            Await.until(() -> kept(database) == 0);

            assertThat(received).containsExactly("one");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aDeliveryThatFailsIsTriedAgainWithGrowingPauses(Database database) throws Exception {
        var clock = new SettableClock("2026-01-01T00:00:00Z");
        try (database;
                var outbox = new Outbox(database, clock)) {
            List<Instant> tries = new CopyOnWriteArrayList<>();
            outbox.register("sqs", _ -> {
                tries.add(clock.instant());
                if (tries.size() < 5) {
                    throw new IllegalStateException("on purpose");
                }
            });
            outbox.start();
            Instant start = clock.instant();
            outbox.send(message("one"));

            for (int pause : new int[] {1, 2, 4, 8}) {
                Await.until(() -> isDue(database, clock.instant().plusSeconds(pause)));
                clock.advance(Duration.ofSeconds(pause));
            }
            Await.until(() -> kept(database) == 0);

            assertThat(tries)
                    .containsExactly(
                            start,
                            start.plusSeconds(1),
                            start.plusSeconds(3),
                            start.plusSeconds(7),
                            start.plusSeconds(15));
        }
    }

    private static boolean isDue(Database database, Instant when) {
        return database.read(transaction -> transaction.number("SELECT due FROM outbox")) == when.toEpochMilli();
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aGroupArrivesInOrderEvenWhenADeliveryFails(Database database) throws Exception {
        try (database;
                var outbox = new Outbox(database, Clock.systemUTC())) {
            List<String> one = new CopyOnWriteArrayList<>();
            List<String> other = new CopyOnWriteArrayList<>();
            var failures = new AtomicInteger();
            outbox.register("sqs", message -> {
                if (message.body().equals("3") && failures.getAndIncrement() == 0) {
                    throw new IllegalStateException("on purpose");
                }
                ("one".equals(message.group()) ? one : other).add(message.body());
            });
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                sent.add(String.valueOf(i));
                outbox.send(grouped("one", String.valueOf(i)));
                outbox.send(grouped("other", String.valueOf(i)));
            }
            outbox.start();
            Await.until(() -> kept(database) == 0);

            assertThat(one).isEqualTo(sent);
            assertThat(other).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatCannotBeDeliveredGoesToItsDeadLetterQueueOrIsDropped(Database database) throws Exception {
        var clock = new SettableClock("2026-01-01T00:00:00Z");
        try (database;
                var outbox = new Outbox(database, clock)) {
            List<String> dead = new CopyOnWriteArrayList<>();
            outbox.register("sqs", message -> {
                if (message.destination().equals(DEAD)) {
                    dead.add(message.body());
                } else if (message.body().equals("late")) {
                    throw new IllegalStateException("for ever");
                } else {
                    throw new Destination.Undeliverable("no such queue");
                }
            });
            outbox.start();
            outbox.send(new Message(SCOPE, "source", QUEUE, "impossible", Map.of(), null, DEAD));
            outbox.send(new Message(SCOPE, "source", SCOPE.arn("nosuch", "thing"), "nowhere", Map.of(), null, DEAD));
            outbox.send(message("dropped"));
            outbox.send(new Message(SCOPE, "source", QUEUE, "late", Map.of(), null, DEAD));
            Instant again = clock.instant().plusSeconds(1);
            Await.until(() -> dead.size() == 2 && kept(database) == 1 && isDue(database, again));

            clock.advance(Duration.ofHours(25));
            Await.until(() -> kept(database) == 0);

            assertThat(dead).containsExactlyInAnyOrder("impossible", "nowhere", "late");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aDestinationThatHangsDoesNotHoldUpOthers(Database database) throws Exception {
        var release = new CountDownLatch(1);
        try (database;
                var outbox = new Outbox(database, Clock.systemUTC())) {
            List<String> received = new CopyOnWriteArrayList<>();
            outbox.register("sqs", message -> {
                if (message.body().equals("hangs")) {
                    Await.open(release);
                }
                received.add(message.body());
            });
            outbox.start();
            outbox.send(message("hangs"));
            for (int i = 0; i < 200; i++) {
                outbox.send(message("m" + i));
            }

            Await.until(() -> received.size() == 200);
            release.countDown();
            Await.until(() -> kept(database) == 0);

            assertThat(received).hasSize(201).endsWith("hangs");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aDeliveryThatTakesLongIsNotBegunAgain(Database database) throws Exception {
        var clock = new SettableClock("2026-01-01T00:00:00Z");
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (database;
                var outbox = new Outbox(database, clock)) {
            List<String> received = new CopyOnWriteArrayList<>();
            outbox.register("sqs", message -> {
                received.add(message.body());
                if (message.body().equals("long")) {
                    begun.countDown();
                    Await.open(release);
                }
            });
            outbox.start();
            outbox.send(message("long"));
            Await.open(begun);
            clock.advance(Duration.ofHours(1));
            for (String next : List.of("second", "third")) {
                outbox.send(message(next));
                Await.until(() -> received.contains(next));
            }
            release.countDown();
            Await.until(() -> kept(database) == 0);

            assertThat(received).containsExactly("long", "second", "third");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatIsBeingDeliveredWhenTheServerClosesIsDeliveredByTheNextAtOnce(Database database) throws Exception {
        try (database) {
            var begun = new CountDownLatch(1);
            try (var outbox = new Outbox(database, Clock.systemUTC())) {
                outbox.register("sqs", _ -> {
                    begun.countDown();
                    Thread.sleep(Duration.ofHours(1));
                });
                outbox.start();
                outbox.send(message("one"));
                Await.open(begun);
            }
            List<String> received = new CopyOnWriteArrayList<>();
            try (var outbox = new Outbox(database, Clock.systemUTC())) {
                outbox.register("sqs", message -> received.add(message.body()));
                outbox.start();
                Await.until(() -> kept(database) == 0);
            }

            assertThat(received).containsExactly("one");
        }
    }

    @Test
    void twoServersOnOnePostgresDeliverEachMessageOnceAndGroupsInOrder() throws Exception {
        Assumptions.assumeTrue(PostgreSql.shared().isPresent(), "PostgreSQL is not installed");
        String url = PostgreSql.shared().orElseThrow().newDatabase();
        List<String> received = new CopyOnWriteArrayList<>();
        List<String> group = new CopyOnWriteArrayList<>();
        Destination queue = message -> {
            Thread.sleep(1);
            ("g".equals(message.group()) ? group : received).add(message.body());
        };
        try (Database database = Database.postgres(url);
                Database second = Database.postgres(url);
                var one = new Outbox(database, Clock.systemUTC());
                var other = new Outbox(second, Clock.systemUTC())) {
            one.register("sqs", queue);
            other.register("sqs", queue);
            one.start();
            other.start();
            List<String> sent = new ArrayList<>();
            List<String> ordered = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                (i % 2 == 0 ? one : other).send(message("m" + i));
                sent.add("m" + i);
                if (i % 10 == 0) {
                    (i % 20 == 0 ? one : other).send(grouped("g", "g" + i));
                    ordered.add("g" + i);
                }
            }
            Await.until(() -> kept(database) == 0);

            assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(group).isEqualTo(ordered);
        }
    }
}
