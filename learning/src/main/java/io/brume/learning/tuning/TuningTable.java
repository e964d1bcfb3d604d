package io.brume.learning.tuning;

import io.brume.algorithms.search.Search;
import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** The tables of tuning jobs. */
final class TuningTable {

    private final Database database;

    TuningTable(Database database) {
        this.database = database;
    }

    /** A change that another one came before. */
    static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConflictException() {
            super("the tuning job changed meanwhile", null, false, false);
        }
    }

    void insert(JobKey key, List<Search> searches) {
        database.change(transaction -> transaction.update(
                "INSERT INTO tuning (job, active, version, searches) VALUES (?, 1, 1, ?)",
                key.toString(),
                json(searches)));
    }

    private static String json(List<Search> searches) {
        return Json.write(searches.stream().map(Search::toJson).toList());
    }

    private static List<Search> searches(String json) {
        return Json.read(json).asArray().stream()
                .map(JsonNode::text)
                .map(Search::fromJson)
                .toList();
    }

    Optional<Tuning> find(JobKey key) {
        return database.read(transaction -> transaction.first(
                "SELECT version, searches FROM tuning WHERE job = ?",
                row -> new Tuning(key, row.number("version"), searches(row.text("searches")), trials(transaction, key)),
                key.toString()));
    }

    List<TrialRow> trials(JobKey key) {
        return database.read(transaction -> trials(transaction, key));
    }

    private static List<TrialRow> trials(Transaction transaction, JobKey key) throws SQLException {
        return transaction.query(
                "SELECT training_job, position, definition, trial, status, value FROM tuning_trial WHERE job = ?"
                        + " ORDER BY position",
                TuningTable::trial,
                key.toString());
    }

    private static TrialRow trial(Row row) throws SQLException {
        String value = row.textOrNull("value");
        return new TrialRow(
                JobKey.parse(row.text("training_job")),
                row.integer("position"),
                row.integer("definition"),
                row.integer("trial"),
                TrainingJobStatus.fromValue(row.text("status")),
                value == null ? null : Double.valueOf(value));
    }

    /** The tuning job that a training job is a trial of. */
    Optional<JobKey> tuningOf(JobKey training) {
        return database.read(transaction -> transaction.first(
                "SELECT job FROM tuning_trial WHERE training_job = ?",
                row -> JobKey.parse(row.text("job")),
                training.toString()));
    }

    List<JobKey> active() {
        return database.read(transaction ->
                transaction.query("SELECT job FROM tuning WHERE active = 1", row -> JobKey.parse(row.text("job"))));
    }

    /**
     * Keeps a new state of what was read.
     *
     * @throws ConflictException when it is no longer as it was read
     */
    void update(Tuning tuning, boolean active) {
        database.change(transaction -> {
            int changed = transaction.update(
                    "UPDATE tuning SET searches = ?, active = ?, version = version + 1 WHERE job = ? AND version = ?",
                    json(tuning.searches()),
                    active ? 1 : 0,
                    tuning.key().toString(),
                    tuning.version());
            if (changed != 1) {
                throw new ConflictException();
            }
            for (TrialRow row : tuning.trials()) {
                transaction.update(
                        "INSERT INTO tuning_trial (training_job, job, position, definition, trial, status, value)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (training_job) DO UPDATE"
                                + " SET status = excluded.status, value = excluded.value",
                        row.training().toString(),
                        tuning.key().toString(),
                        row.position(),
                        row.definition(),
                        row.trial(),
                        row.status().toString(),
                        row.value());
            }
        });
    }

    void delete(JobKey key) {
        database.change(transaction -> {
            transaction.update("DELETE FROM tuning WHERE job = ?", key.toString());
            transaction.update("DELETE FROM tuning_trial WHERE job = ?", key.toString());
        });
    }
}
