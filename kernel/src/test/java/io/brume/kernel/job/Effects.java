package io.brume.kernel.job;

import io.brume.kernel.database.Database;
import java.util.List;

/** A table that jobs write into, a row for each success. */
final class Effects {

    private Effects() {}

    static void createIn(Database database) {
        database.change(transaction -> transaction.update("CREATE TABLE IF NOT EXISTS effect (job TEXT NOT NULL)"));
    }

    static Outcome of(JobContext job) {
        return Outcome.done(transaction -> transaction.update("INSERT INTO effect (job) VALUES (?)", job.id()));
    }

    static List<String> in(Database database) {
        return database.read(
                transaction -> transaction.query("SELECT job FROM effect ORDER BY job", row -> row.text("job")));
    }
}
