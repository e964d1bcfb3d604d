package io.brume.kernel.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RememberedTest {

    private static final String READ = "SELECT tag_value FROM tag WHERE arn = ?";
    private static final String WRITE = "INSERT INTO tag (arn, tag_key, tag_value) VALUES (?, 'k', ?)"
            + " ON CONFLICT (arn, tag_key) DO UPDATE SET tag_value = excluded.tag_value";

    private final AtomicInteger readings = new AtomicInteger();

    private String read(Database database, String arn) {
        readings.incrementAndGet();
        return database.read(transaction ->
                transaction.first(READ, row -> row.text("tag_value"), arn).orElse("none"));
    }

    private static void write(Database database, Remembered<String, String> remembered, String arn, String value) {
        database.change(transaction -> {
            remembered.forget(transaction, arn);
            transaction.update(WRITE, arn, value);
        });
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatAWriteReturnedFromIsWhatIsReadNext(Database database) throws Exception {
        try (database;
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var remembered = new Remembered<String, String>(database, 8);
            var done = new AtomicBoolean();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(executor.submit(() -> {
                    while (!done.get()) {
                        remembered.get("a", () -> read(database, "a"));
                    }
                }));
            }
            for (int i = 0; i < 200; i++) {
                write(database, remembered, "a", "v" + i);
                assertThat(remembered.get("a", () -> read(database, "a"))).isEqualTo("v" + i);
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    @Test
    void aReaderThatBeganBeforeAChangeDoesNotBringTheOldValueBack() throws Exception {
        try (Database database = Databases.sqlite();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var remembered = new Remembered<String, String>(database, 8);
            write(database, remembered, "a", "old");
            var hasRead = new CountDownLatch(1);
            var mayGoOn = new CountDownLatch(1);
            Future<String> slow = executor.submit(() -> remembered.get("a", () -> {
                String value = read(database, "a");
                hasRead.countDown();
                awaited(mayGoOn);
                return value;
            }));
            hasRead.await();
            write(database, remembered, "a", "new");
            mayGoOn.countDown();

            assertThat(slow.get()).isEqualTo("old");
            assertThat(remembered.get("a", () -> read(database, "a"))).isEqualTo("new");
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aValueIsReadOnceAsLongAsNothingChangesAndItIsAmongTheLastUsed() {
        try (Database database = Databases.sqlite()) {
            var remembered = new Remembered<String, String>(database, 2);
            for (String arn : List.of("a", "b", "a", "b", "c", "b")) {
                remembered.get(arn, () -> read(database, arn));
            }
            assertThat(readings).hasValue(3);
            remembered.get("a", () -> read(database, "a"));
            assertThat(readings).hasValue(4);
        }
    }

    @Test
    void insideATransactionTheRowsAreLookedAt() {
        try (Database database = Databases.sqlite()) {
            var remembered = new Remembered<String, String>(database, 8);
            write(database, remembered, "a", "before");
            remembered.get("a", () -> read(database, "a"));

            assertThatThrownBy(() -> database.change(transaction -> {
                        remembered.forget(transaction, "a");
                        transaction.update(WRITE, "a", "never");
                        assertThat(remembered.get("a", () -> read(database, "a")))
                                .isEqualTo("never");
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");
            assertThat(remembered.get("a", () -> read(database, "a"))).isEqualTo("before");
        }
    }
}
