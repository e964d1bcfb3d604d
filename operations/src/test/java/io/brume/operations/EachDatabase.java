package io.brume.operations;

import io.brume.kernel.database.Database;
import io.brume.testing.PostgreSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.Stream;

/** Fresh databases of every kind that this machine has. */
public final class EachDatabase {

    private EachDatabase() {}

    /** For {@code @MethodSource}: SQLite, and PostgreSQL where it is installed. */
    public static Stream<Database> each() {
        return Stream.concat(
                Stream.of(sqlite()),
                PostgreSql.shared().stream().map(server -> Database.postgres(server.newDatabase())));
    }

    public static Database sqlite() {
        try {
            return Database.file(Files.createTempDirectory("brume-operations").resolve("brume.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
