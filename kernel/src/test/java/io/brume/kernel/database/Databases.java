package io.brume.kernel.database;

import io.brume.testing.PostgreSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.Stream;

/** Fresh databases of every kind that this machine has. */
public final class Databases {

    private Databases() {}

    /** For {@code @MethodSource}: SQLite, and PostgreSQL where it is installed. */
    public static Stream<Database> each() {
        return Stream.concat(
                Stream.of(sqlite()),
                PostgreSql.shared().stream().map(server -> Database.postgres(server.newDatabase())));
    }

    public static Database sqlite() {
        try {
            return Database.file(Files.createTempDirectory("brume-database").resolve("brume.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
