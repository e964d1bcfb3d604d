package io.brume.learning.registry;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import java.util.Set;

/** Which components belong to which trials. */
final class TrialMembers {

    private static final String OF_SCOPE = " WHERE account = ? AND region = ? AND ";

    private final Database database;

    TrialMembers(Database database) {
        this.database = database;
    }

    void add(Scope scope, String trial, String component) {
        database.change(transaction -> transaction.update(
                "INSERT INTO trial_member (account, region, trial, component) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                scope.account(),
                scope.region(),
                trial,
                component));
    }

    void remove(Scope scope, String trial, String component) {
        database.change(transaction -> transaction.update(
                "DELETE FROM trial_member" + OF_SCOPE + "trial = ? AND component = ?",
                scope.account(),
                scope.region(),
                trial,
                component));
    }

    Set<String> trials(Scope scope, String component) {
        return database.read(transaction -> Set.copyOf(transaction.query(
                "SELECT trial FROM trial_member" + OF_SCOPE + "component = ?",
                row -> row.text("trial"),
                scope.account(),
                scope.region(),
                component)));
    }

    Set<String> components(Scope scope, String trial) {
        return database.read(transaction -> Set.copyOf(transaction.query(
                "SELECT component FROM trial_member" + OF_SCOPE + "trial = ?",
                row -> row.text("component"),
                scope.account(),
                scope.region(),
                trial)));
    }
}
