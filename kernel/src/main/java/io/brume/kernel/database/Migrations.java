package io.brume.kernel.database;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a schema up to date: the scripts in {@code db/migration} of every room on the class path. A room's versions begin with
 * its own number (kernel 1, storage 2, operations 3, serverless 4, learning 5), so that rooms grow independently.
 */
final class Migrations {

    private Migrations() {}

    /** @param types what the placeholders of column types stand for */
    static void run(DataSource source, Map<String, String> types) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .placeholders(types)
                    .table("schema_history")
                    .outOfOrder(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseException("the database cannot be brought up to date: " + e.getMessage(), e);
        }
    }
}
