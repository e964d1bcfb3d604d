package io.brume.learning.hosting;

import io.brume.kernel.database.Database;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.JobKey;
import java.util.List;
import java.util.Optional;

/** The table of what endpoints serve and are about to serve. Every change joins a transaction. */
final class Deployments {

    private static final String OF_NAME = " WHERE account = ? AND region = ? AND name = ?";
    private static final String NOW = "now";
    private static final String NEXT = "next";

    private final Database database;

    Deployments(Database database) {
        this.database = database;
    }

    /** Notes what is to be served. */
    void begin(JobKey endpoint, Deployment next) {
        database.change(transaction -> {
            remove(endpoint, NEXT);
            transaction.update(
                    "INSERT INTO endpoint_deployment (account, region, name, slot, job, config, models)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    endpoint.scope().account(),
                    endpoint.scope().region(),
                    endpoint.name(),
                    NEXT,
                    next.job(),
                    Shapes.json(next.config()),
                    next.modelsJson());
        });
    }

    /** What was to be served is served. */
    void promote(JobKey endpoint) {
        database.change(transaction -> {
            remove(endpoint, NOW);
            transaction.update(
                    "UPDATE endpoint_deployment SET slot = ?" + OF_NAME,
                    NOW,
                    endpoint.scope().account(),
                    endpoint.scope().region(),
                    endpoint.name());
        });
    }

    /** What was to be served is not. */
    void abandon(JobKey endpoint) {
        remove(endpoint, NEXT);
    }

    private void remove(JobKey endpoint, String slot) {
        database.change(transaction -> transaction.update(
                "DELETE FROM endpoint_deployment" + OF_NAME + " AND slot = ?",
                endpoint.scope().account(),
                endpoint.scope().region(),
                endpoint.name(),
                slot));
    }

    void removeAll(JobKey endpoint) {
        remove(endpoint, NOW);
        remove(endpoint, NEXT);
    }

    Optional<Deployment> now(JobKey endpoint) {
        return find(endpoint, NOW);
    }

    Optional<Deployment> next(JobKey endpoint) {
        return find(endpoint, NEXT);
    }

    private Optional<Deployment> find(JobKey endpoint, String slot) {
        return database.read(transaction -> transaction.first(
                "SELECT job, config, models FROM endpoint_deployment" + OF_NAME + " AND slot = ?",
                row -> Deployment.parse(row.text("job"), row.text("config"), row.text("models")),
                endpoint.scope().account(),
                endpoint.scope().region(),
                endpoint.name(),
                slot));
    }

    /** The jobs that deployed what is in the table. */
    List<String> jobs(JobKey endpoint) {
        return database.read(transaction -> transaction.query(
                "SELECT job FROM endpoint_deployment" + OF_NAME,
                row -> row.text("job"),
                endpoint.scope().account(),
                endpoint.scope().region(),
                endpoint.name()));
    }
}
