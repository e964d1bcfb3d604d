package io.brume.kernel.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseTest {

    private static final String INSERT = "INSERT INTO tag (arn, tag_key, tag_value) VALUES (?, ?, ?)";
    private static final String COUNT = "SELECT count(*) FROM tag";

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatWasWrittenIsReadByEveryLaterRead(Database database) {
        try (database) {
            database.change(transaction -> transaction.update(INSERT, "a", "k", "v"));

            List<String> values = database.read(transaction ->
                    transaction.query("SELECT tag_value FROM tag WHERE arn = ?", row -> row.text("tag_value"), "a"));

            assertThat(values).containsExactly("v");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aWorkThatThrowsLeavesNothingBehind(Database database) {
        try (database) {
            assertThatThrownBy(() -> database.change(transaction -> {
                        transaction.update(INSERT, "a", "k", "v");
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("on purpose");

            assertThat(count(database)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aWriteInsideAWriteJoinsIt(Database database) {
        try (database) {
            assertThatThrownBy(() -> database.change(transaction -> {
                        database.change(inner -> inner.update(INSERT, "a", "k", "v"));
                        assertThat(count(database)).isEqualTo(1);
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(count(database)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aWriteInsideAReadIsRefused(Database database) {
        try (database) {
            assertThatThrownBy(() -> database.read(_ -> {
                        database.change(inner -> inner.update(INSERT, "a", "k", "v"));
                        return true;
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void concurrentWritersLoseNothing(Database database) throws Exception {
        try (database;
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String arn = "a" + i;
                writers.add(executor.submit(
                        () -> database.change(transaction -> transaction.update(INSERT, arn, "k", "v"))));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }

            assertThat(count(database)).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatFollowsACommitRunsOnlyAfterOne(Database database) {
        try (database) {
            List<String> ran = new ArrayList<>();
            database.change(transaction -> {
                transaction.afterCommit(() -> ran.add("committed"));
                assertThat(ran).isEmpty();
            });
            assertThatThrownBy(() -> database.change(transaction -> {
                        transaction.afterCommit(() -> ran.add("rolled back"));
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(ran).containsExactly("committed");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aLibrarysConnectionInsideATransactionIsThatTransactions(Database database) throws SQLException {
        try (database) {
            assertThatThrownBy(() -> database.change(_ -> {
                        try (Connection connection = database.dataSource().getConnection();
                                var statement = connection.prepareStatement(INSERT)) {
                            statement.setString(1, "a");
                            statement.setString(2, "k");
                            statement.setString(3, "v");
                            statement.executeUpdate();
                        }
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");
            assertThat(count(database)).isZero();

            try (Connection connection = database.dataSource().getConnection();
                    var statement = connection.createStatement();
                    ResultSet results = statement.executeQuery(COUNT)) {
                assertThat(results.next()).isTrue();
                assertThat(results.getInt(1)).isZero();
            }
        }
    }

    private static long count(Database database) {
        return database.read(transaction -> transaction.number(COUNT));
    }
}
