package io.brume.serverless;

import io.brume.kernel.database.Database;
import io.brume.testing.PostgreSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.Stream;

/** Databases of every kind that this machine has. */
public final class Databases {

    private Databases() {}

    /** A kind of database, which makes fresh ones. */
    @FunctionalInterface
    public interface Kind {
        Database fresh();
    }

    /** For {@code @MethodSource}: SQLite, and PostgreSQL where it is installed. */
    public static Stream<Kind> each() {
        return Stream.concat(
                Stream.of(Databases::sqlite),
                PostgreSql.shared().stream().map(server -> () -> Database.postgres(server.newDatabase())));
    }

    public static Database sqlite() {
        try {
            return Database.file(Files.createTempDirectory("brume-database").resolve("brume.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
